"""Who is inside Dubai, and what is said to who is not."""

import pytest

from shared.geo.area import DUBAI, ServiceArea
from shared.geo.communities import communities, community_at
from shared.geo.place import Point


def test_every_community_centre_is_inside_dubai_and_its_own() -> None:
    """All 224 centres are served and fall into their own community."""
    assert len(communities()) == 224
    assert [place for place in communities() if not DUBAI.contains(place.centre)] == []
    assert [place for place in communities() if community_at(place.centre) != place] == []


@pytest.mark.parametrize(
    ("name", "point", "sentence"),
    [
        ("Abu Dhabi", Point(24.4539, 54.3773), "is 73 km outside Dubai; we serve Dubai only"),
        ("Sharjah", Point(25.3463, 55.4209), "is 5.9 km outside Dubai; we serve Dubai only"),
        ("the open sea", Point(25.32, 55.08), "km outside Dubai; we serve Dubai only"),
        ("Muscat", Point(23.588, 58.3829), "km outside Dubai; we serve Dubai only"),
    ],
)
def test_outside_is_refused_with_the_distance(name: str, point: Point, sentence: str) -> None:
    """A place in another emirate or at sea is refused in a sentence to read aloud."""
    refusal = DUBAI.refusal(f"This place in {name}", point)
    assert refusal is not None
    assert refusal.startswith(f"This place in {name} is ")
    assert refusal.endswith(sentence)
    assert not DUBAI.contains(point)
    assert community_at(point) is None


def test_inside_is_not_refused() -> None:
    """Marina, Hatta and the Palm are Dubai."""
    for point in (Point(25.0772, 55.1403), Point(24.8, 56.127), Point(25.1304, 55.1171)):
        assert DUBAI.refusal("It", point) is None


def test_metres_just_outside_a_border() -> None:
    """Below a kilometre the distance is told in hundreds of metres."""
    square = ServiceArea.box("Testland", Point(25, 55), Point(25.1, 55.1))
    just_south = Point(24.9955, 55.05)
    assert square.distance_m(just_south) == pytest.approx(500, abs=5)
    assert square.refusal("It", just_south) == (
        "It is 500 m outside Testland; we serve Testland only"
    )
    assert square.contains(Point(25.05, 55.05))


def test_areas_refuse_to_be_nowhere() -> None:
    """An area without outline, without name or turned inside out is refused."""
    with pytest.raises(ValueError, match="outlines is empty"):
        ServiceArea("Testland", ())
    with pytest.raises(ValueError, match="name is empty"):
        ServiceArea("", DUBAI.outlines)
    with pytest.raises(ValueError, match="not south-west"):
        ServiceArea.box("Testland", Point(25.1, 55), Point(25, 55.1))
