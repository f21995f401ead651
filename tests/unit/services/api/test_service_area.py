"""A tenant's settings as an area: each way to describe it, and what is refused."""

from typing import Any

import pytest

from services.api.service_area import area_of
from shared.geo.place import Point

MARINA, SHARJAH = Point(25.0772, 55.1403), Point(25.35, 55.45)
POLYGON = [[25.30, 55.37], [25.30, 55.55], [25.40, 55.55], [25.40, 55.36]]


def test_an_emirate_a_box_a_polygon_and_several() -> None:
    """All of Dubai by default; several are one area with all names and authorities."""
    assert area_of({}).contains(MARINA)
    assert area_of({"emirate": "Dubai", "authority": "DHA"}).authority == "DHA"
    assert area_of({"emirate": "Dubai"}).authority == "Dubai Health Authority"
    box = area_of({"name": "Marina", "box": [25.05, 55.1, 25.1, 55.2]})
    assert (box.name, box.contains(MARINA), box.contains(SHARJAH)) == ("Marina", True, False)
    drawn = {"name": "Sharjah", "polygon": POLYGON, "authority": "MOHAP"}
    both = area_of({"areas": [{"emirate": "Dubai"}, drawn]})
    assert both.name == "Dubai and Sharjah"
    assert both.authority == "Dubai Health Authority, MOHAP"
    assert both.contains(MARINA)
    assert both.contains(SHARJAH)


@pytest.mark.parametrize(
    "wrong",
    [
        {"emirate": "Ajman"},
        {"name": "X", "polygon": [[25.1, 55.2]]},
        {"name": "X", "polygon": [[25.1, "east"], [25.2, 55.2], [25.3, 55.1]]},
        {"name": "X", "box": [25.1, 55.2]},
        {"areas": []},
        {"areas": "Dubai"},
    ],
)
def test_what_is_no_area_is_refused(wrong: dict[str, Any]) -> None:
    """An unknown emirate, too few corners, words for numbers, no area at all."""
    with pytest.raises((ValueError, TypeError, AttributeError)):
        area_of(wrong)
