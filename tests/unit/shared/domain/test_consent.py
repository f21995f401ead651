from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.consent import (
    Consent,
    ConsentForm,
    ConsentKind,
    Giver,
    Relation,
    missing,
    needed_for_dispatch,
    needed_for_start,
)
from shared.domain.service import Service

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
VERBAL = Consent(ConsentKind.VISIT, ConsentForm.VERBAL, Relation.SELF, NOW)
SIGNED = Consent(ConsentKind.NEEDLING, ConsentForm.WRITTEN, Relation.SELF, NOW)


@pytest.mark.parametrize(
    ("age", "relation", "enough"),
    [
        (18, Relation.SELF, True),
        (18, Relation.MOTHER, False),
        (80, Relation.GUARDIAN, True),
        (40, Relation.SPOUSE, False),
        (17, Relation.SELF, False),
        (17, Relation.MOTHER, True),
        (17, Relation.FATHER, True),
        (17, Relation.GUARDIAN, True),
        (17, Relation.SIBLING, False),
    ],
)
def test_who_may_consent_to_the_visit(age: int, relation: Relation, enough: bool) -> None:
    """An adult alone or through a legal guardian; a child's parent or guardian."""
    consent = replace(VERBAL, relation=relation)
    assert (missing(needed_for_dispatch(age), [consent], age, NOW) == ()) is enough


def test_an_adult_signs_for_needling() -> None:
    """Spoken words are not enough, and neither is consent to the visit."""
    needs = needed_for_start(Service.DRY_NEEDLING, 18)
    spoken = replace(SIGNED, form=ConsentForm.VERBAL)
    assert missing(needs, [VERBAL, spoken], 18, NOW) == needs
    assert missing(needs, [SIGNED], 18, NOW) == ()


@pytest.mark.parametrize("first", [Relation.SELF, Relation.GUARDIAN, Relation.MOTHER])
def test_below_18_guardian_and_child_both_sign(first: Relation) -> None:
    """Neither signature stands for the other, not even a legal guardian's."""
    needs = needed_for_start(Service.DRY_NEEDLING, 17)
    one = replace(SIGNED, relation=first)
    left = missing(needs, [one], 17, NOW)
    assert [n.giver for n in left] == [Giver.GUARDIAN if first is Relation.SELF else Giver.PATIENT]
    both = [SIGNED, replace(SIGNED, relation=Relation.FATHER)]
    assert missing(needs, both, 17, NOW) == ()


@pytest.mark.parametrize("service", [s for s in Service if s is not Service.DRY_NEEDLING])
def test_only_needling_needs_a_signature(service: Service) -> None:
    """Hands need no paper beyond the consent to the visit."""
    assert needed_for_start(service, 40) == ()


def test_consent_counts_until_it_is_withdrawn() -> None:
    """Not before it is given, not from the instant of withdrawal."""
    second = timedelta(seconds=1)
    consent = replace(VERBAL, withdrawn_at=NOW + second)
    assert [consent.holds(NOW + n * second) for n in (-1, 0, 1)] == [False, True, False]
