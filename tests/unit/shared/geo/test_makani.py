"""Makani numbers, decoded offline."""

import pytest

from shared.geo.communities import communities
from shared.geo.makani import decoded, number_of
from shared.geo.place import Point


@pytest.mark.parametrize(
    "text", ["30032 95320", "3003295320", "30032-95320", "٣٠٠٣٢ ٩٥٣٢٠", "Makani: 30032 95320"]
)
def test_published_example_in_any_writing(text: str) -> None:
    """30032 95320 is Dubai Municipality, 25.2646 N 55.3122 E, to two metres."""
    (entrance,) = decoded(text)
    assert entrance.point.distance_m(Point(25.26464, 55.31217)) < 2
    assert (entrance.community_number, entrance.label) == (119, "Makani 30032 95320")


def test_round_trip_in_every_community() -> None:
    """The number of each centre leads back to it, also in the west, in Hatta and at Deira."""
    for place in communities():
        found = decoded(number_of(place.centre))
        assert place.number in {candidate.community_number for candidate in found}
        assert min(each.point.distance_m(place.centre) for each in found) < 1


def test_number_that_fits_two_squares_gives_both_in_doubt() -> None:
    """Hatta's digits also fall into the desert south of the city: the agent has to ask."""
    found = decoded(number_of(Point(24.81022, 56.13918)))
    assert [each.community_number for each in found] == [981, 891]
    assert {each.confidence for each in found} == {0.5}


@pytest.mark.parametrize(
    "text",
    [
        "30032 9532",
        "30032 953201",
        "3003A 95320",
        "00000 00000",
        "10000 99999",
        "",
        "30032\n\n\n\n95320",
    ],
)
def test_what_is_no_entrance_in_dubai_gives_none(text: str) -> None:
    """Wrong lengths, letters and points at sea or abroad decode to nothing."""
    assert decoded(text) == ()
