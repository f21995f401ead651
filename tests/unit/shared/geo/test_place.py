"""Points and candidates refuse to exist wrong."""

import math

import pytest

from shared.geo.place import PlaceCandidate, Point


@pytest.mark.parametrize(
    ("lat", "lon", "message"),
    [
        (math.nan, 55.0, "lat is nan"),
        (25.0, math.inf, "lon is inf"),
        (91.0, 55.0, "between -90"),
        (25.0, 181.0, "between -180"),
        (55.27, 25.2, "look swapped"),
    ],
)
def test_nonsense_points_are_refused_by_name(lat: float, lon: float, message: str) -> None:
    """Each refusal names the coordinate, and a swap is called a swap."""
    with pytest.raises(ValueError, match=message):
        Point(lat, lon)


def test_distance_is_in_metres() -> None:
    """A degree of latitude is 111 km, and a place is nowhere from itself."""
    assert Point(25, 55).distance_m(Point(26, 55)) == pytest.approx(111_195, rel=0.001)
    assert Point(25, 55).distance_m(Point(25, 55)) == 0


@pytest.mark.parametrize(
    ("label", "precision_m", "confidence", "message"),
    [("", 10, 1.0, "label"), ("x", 0, 1.0, "precision_m"), ("x", 1, 1.5, "confidence")],
)
def test_candidates_say_what_and_how_sure(
    label: str, precision_m: int, confidence: float, message: str
) -> None:
    """A candidate without a label, precision or believable confidence is refused."""
    with pytest.raises(ValueError, match=message):
        PlaceCandidate(label, Point(25, 55), precision_m, "test", None, None, confidence)
