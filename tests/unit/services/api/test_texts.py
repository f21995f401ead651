"""Texts that several slices take: one rule for each, wherever it is sent."""

from typing import Any

import msgspec
import pytest

from services.api.buildings.schemas import BuildingPatch
from services.api.patients.schemas import PatientPatch
from services.api.tenant_places.schemas import TenantPlacePatch
from services.api.tenants.schemas import TenantPatch
from services.api.therapists.schemas import TherapistPatch

NAMED = (BuildingPatch, PatientPatch, TenantPlacePatch, TenantPatch, TherapistPatch)


@pytest.mark.parametrize("body", NAMED)
def test_a_name_is_more_than_blanks_and_has_an_end(body: type[Any]) -> None:
    """Of a person as of a place: 1 to 200 characters, one of them visible."""
    assert msgspec.convert({"name": "Noura"}, body).name == "Noura"
    for wrong in ("", "   ", "x" * 201):
        with pytest.raises(msgspec.ValidationError, match="name"):
            msgspec.convert({"name": wrong}, body)


@pytest.mark.parametrize("body", [PatientPatch, TherapistPatch])
def test_a_language_is_a_tag(body: type[Any]) -> None:
    """Those of patients and therapists are compared, so both are tags."""
    assert msgspec.convert({"languages": ["ar-AE"]}, body).languages == ["ar-AE"]
    for wrong in ("a", "en_GB", "Arabic and English"):
        with pytest.raises(msgspec.ValidationError, match="languages"):
            msgspec.convert({"languages": [wrong]}, body)
