"""What a search tells of the least that any plan costs: never too much, never less than before."""

import random

import pytest

from services.dispatcher.optimiser.params import Progress
from shared.routing.problem import Problem
from shared.routing.shift import Break
from shared.routing.travel import Band, Travel
from tests.unit.services.dispatcher.optimiser.days import cheapest, random_day
from tests.unit.services.dispatcher.optimiser.searching import searched
from tests.unit.shared.routing.build import problem, shift, visit


def _resting_late() -> Problem:
    """Who rests at v0 has a shorter way to v1, and waits there for its window; who rests only at v2
    has a longer one, and a much shorter way from v2.
    """
    early, noon, late = (
        tuple(
            tuple(
                0 if i == j else {(0, 3): first, (1, 2): second}.get((i, j), 60) for j in range(4)
            )
            for i in range(4)
        )
        for first, second in ((400, 3000), (60, 3000), (60, 600))
    )
    bands = (Band(0, early), Band(5000, early), Band(6600, noon), Band(7200, noon))
    windows = ((0, 5000, 6900), (3, 7060, 7060), (1, 7000, 9500), (2, 9700, 20_000))
    return problem(
        *(
            visit(f"v{i}", place, service_s=60, windows_s=((opens, closes),))
            for i, (place, opens, closes) in enumerate(windows)
        ),
        shift(window_s=(5000, 30_000), breaks=(Break((5000, 9000), 1800),)),
        travel=Travel((*bands, Band(10_800, late))),
    )


def test_a_rest_not_yet_taken_may_be_worth_the_later_hour() -> None:
    """Who has rested does not stand for who has not, where the hour decides how long a leg is."""
    day = _resting_late()
    search = searched(day, iterations=60)
    assert search.cost == cheapest(day) == 388 + 60 + 1774 + 60
    assert search.bound <= search.cost


def _changing(seed: int) -> Problem:
    """A random day like the one above: a rest early or late, legs that differ by the hour."""
    draw = random.Random(seed)

    def table(*seconds: int) -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(draw.choice(seconds) for _ in range(4)) for _ in range(4))

    early, noon, late = table(60, 400, 1200), table(60, 400, 1500), table(60, 600)
    meets = draw.randint(6900, 8000)
    windows = ((5000, 6900), (meets, meets), (7000, 9500), (9700, 20_000), (7000, 16_000))
    return problem(
        *(
            visit(f"v{i}", draw.randrange(4), service_s=60, windows_s=(window,))
            for i, window in enumerate(windows)
        ),
        shift(window_s=(5000, 30_000), breaks=(Break((5000, draw.randint(7000, 12_000)), 1800),)),
        travel=Travel(
            (
                Band(0, early),
                Band(5000, early),
                Band(6600, noon),
                Band(7200, noon),
                Band(10_800, late),
            )
        ),
    )


@pytest.mark.parametrize("block", range(4))
def test_no_plan_is_cheaper_than_the_bound(block: int) -> None:
    """The search's own bound, before it is cut to the cost, on days with breaks and travel by the
    hour.
    """
    for seed in range(block, 120, 4):
        day = _changing(seed)
        search = searched(day, iterations=60)
        assert search.bound <= cheapest(day) == search.cost, seed


def test_the_bound_told_never_falls() -> None:
    """A round of pricing that proves less than what is known takes nothing back."""
    for seed in range(12):
        told: list[Progress] = []
        searched(random_day(seed, visits=20, pins=False), iterations=4, tell=told.append)
        bounds = [one.bound for one in told]
        assert bounds == sorted(bounds), seed
