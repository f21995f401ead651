"""Days small enough to try every plan: the planner's answer is the best one, and says so truly."""

import random

import pytest

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from shared.routing.verify import verify
from tests.unit.services.dispatcher.optimiser.days import cheapest, random_day
from tests.unit.services.dispatcher.optimiser.searching import searched, solved

_DAYS = 240


@pytest.mark.parametrize("block", range(12))
def test_the_cheapest_plan_is_found_and_proven(block: int) -> None:
    """Whatever rules are on, the verifier finds nothing, the cost is brute force's, and the bound,
    not yet cut to the cost, is not above it.
    """
    for seed in range(block * _DAYS // 12, (block + 1) * _DAYS // 12):
        day = random_day(seed, visits=seed % 6 + 1, pins=False)
        search, least = searched(day, iterations=60, seed=seed), cheapest(day)
        plan = search.plan()
        assert verify(day, plan).violations == (), seed
        assert plan.cost == least, seed
        assert search.bound <= least, seed


def test_pins_are_kept_or_told() -> None:
    """With pins, which come before cost, plans stay legal and the bound stays below."""
    for seed in range(60):
        day = random_day(seed, visits=seed % 7 + 1)
        plan = solved(day, iterations=60, seed=seed)
        assert verify(day, plan).violations == (), seed


def test_seven_visits() -> None:
    """Longer routes, fewer days: the cost is brute force's."""
    for seed in range(1000, 1012):
        day = random_day(seed, visits=7, pins=False)
        assert solved(day, iterations=60).cost == cheapest(day), seed


def test_one_thread_and_two_plan_alike() -> None:
    """Counted work gives the same plan whatever the number of threads."""
    for seed in range(8):
        day = random_day(seed, visits=7)
        plans = [
            solve(
                day,
                Params(60.0, deterministic_iterations=20, threads=threads),
                lambda: False,
                random.Random(seed),
                lambda _: None,
            )
            for threads in (1, 2, 2)
        ]
        assert plans[0] == plans[1] == plans[2], seed
