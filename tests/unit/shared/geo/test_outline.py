"""Outlines: inside, outside, and how far."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.geo.communities import communities
from shared.geo.outline import Outline
from shared.geo.place import Point

# A horseshoe, open to the north: what is between its arms is outside.
HORSESHOE = Outline(
    tuple(
        Point(25 + lat / 100, 55 + lon / 100)
        for lat, lon in ((0, 0), (0, 3), (3, 3), (3, 2), (1, 2), (1, 1), (3, 1), (3, 0))
    )
)


def test_between_the_arms_is_outside() -> None:
    """Concave outlines are not treated as their hull."""
    assert HORSESHOE.contains(Point(25.02, 55.005))
    assert not HORSESHOE.contains(Point(25.02, 55.015))
    assert HORSESHOE.distance_m(Point(25.02, 55.015)) == pytest.approx(504, abs=5)
    assert HORSESHOE.distance_m(Point(25.02, 55.005)) == 0


def test_two_corners_are_no_outline() -> None:
    """An outline needs an area."""
    with pytest.raises(ValueError, match="needs three"):
        Outline((Point(25, 55), Point(25, 56)))


@given(st.floats(24.5, 25.5), st.floats(54.7, 56.3), st.integers(0, 223))
def test_box_bound_never_exceeds_the_distance(lat: float, lon: float, index: int) -> None:
    """The quick bound may be skipped by, since it is never above the true distance."""
    outline = communities()[index].outline
    point = Point(lat, lon)
    assert outline.at_least_m(point) <= outline.distance_m(point) * 1.01 + 1
