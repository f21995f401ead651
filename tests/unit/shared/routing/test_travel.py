"""Travel by departure time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.routing.errors import ProblemInvalid
from shared.routing.read_problem import problem_from_json
from shared.routing.travel import Band, Travel
from tests.unit.shared.routing.build import problem_file

_BANDS = Travel((Band(1000, ((0, 600), (600, 0))), Band(1900, ((0, 601), (300, 0)))))


@pytest.mark.parametrize(
    ("departure_s", "travel_s"),
    [(0, 600), (1000, 600), (1001, 601), (1899, 601), (1900, 601), (99_999, 601)],
)
def test_linear_and_rounded_up(departure_s: int, travel_s: int) -> None:
    """Between band starts linear and rounded up, constant before the first and after the last."""
    assert _BANDS.seconds(0, 1, departure_s) == travel_s


@st.composite
def _by_hour(draw: st.DrawFn) -> Travel:
    """One to four bands of one leg that rises and falls, at times as steeply as is allowed."""
    at, way = 0, draw(st.integers(0, 900))
    bands = [Band(at, ((0, way), (way, 0)))]
    for _ in range(draw(st.integers(0, 3))):
        gap = draw(st.integers(1, 1200))
        at, way = at + gap, draw(st.integers(max(0, way - gap), 900) | st.just(max(0, way - gap)))
        bands.append(Band(at, ((0, way), (way, 0))))
    return Travel(tuple(bands))


@given(_by_hour(), st.integers(-500, 6000))
def test_latest_departure_is_the_inverse(travel: Travel, arrival_s: int) -> None:
    """Leaving then arrives in time, leaving a second later does not."""
    leave = travel.latest_departure_s(1, 0, arrival_s)
    assert leave + travel.seconds(1, 0, leave) <= arrival_s
    assert leave + 1 + travel.seconds(1, 0, leave + 1) > arrival_s


def test_overtaking_is_refused() -> None:
    """A file in which a later departure arrives earlier is refused by its cell."""
    bands = [
        {"from_s": 0, "travel_s": [[0, 600], [600, 0]]},
        {"from_s": 100, "travel_s": [[0, 499], [600, 0]]},
    ]
    document = problem_file(travel_bands=bands)
    del document["travel_s"]
    with pytest.raises(ProblemInvalid, match=r"^travel_bands\[1\]\.travel_s\[0\]\[1\]: falls from"):
        problem_from_json(document)
    bands[1]["travel_s"] = [[0, 500], [600, 0]]
    assert problem_from_json(document).travel.seconds(0, 1, 50) == 550
