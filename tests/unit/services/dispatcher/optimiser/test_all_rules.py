"""Days with any mixture of all rules: plans are legal, and the cheapest there are."""

import os
import random
from dataclasses import replace
from typing import Any

import pytest

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.support.brute import best_plan
from tests.support.days import day_file, widen
from tests.unit.services.dispatcher.optimiser.searching import bound_of, searched, solved

_DAYS = int(os.environ.get("ROUNDS_DAYS", "200"))
_BLOCKS = 10


def _day(seed: int, *, ties: bool) -> Problem:
    """Up to 8 visits; pairs and gaps only where asked for, orders always."""
    rng = random.Random(seed)
    file: dict[str, Any] = day_file(rng, visits=6 if ties else seed % 8 + 1)
    if not ties:
        file.pop("pairs", None)
        file.pop("gaps", None)
        if rng.random() < 0.5:
            widen(rng, file)
    return problem_from_json(file)


def _broken(day: Problem, plan: Plan) -> set[tuple[str, str | None]]:
    return {(one.rule, one.visit) for one in verify(day, plan).violations}


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_the_cheapest_plan_is_found_whatever_rules_are_on(block: int) -> None:
    """The verifier finds nothing but what must be served and nobody can serve, recomputes the same
    cost, brute force finds none less, and the search's own bound is not above it.
    """
    for seed in range(block, _DAYS, _BLOCKS):
        day = _day(seed, ties=False)
        search, best = searched(day, iterations=40, seed=seed), best_plan(day)
        plan = search.plan()
        assert _broken(day, plan) == _broken(day, best), seed
        assert plan.cost == best.cost, seed
        assert bound_of(search, best) <= best.cost, seed
        assert plan.bound <= plan.cost, seed


def test_pairs_and_gaps_are_kept() -> None:
    """Visits tied in time cost exactness, never legality: the verifier finds nothing but what must
    be served and is not, and no plan is cheaper than the best one without the ties.
    """
    for seed in range(max(10, _DAYS // 4)):
        day = _day(seed, ties=True)
        plan, other = (solved(day, iterations=40, seed=seed + k) for k in (0, 1))
        assert {rule for rule, _ in _broken(day, plan)} <= {"must_dropped"}, seed
        free = not any(visit.must or visit.pinned for visit in day.visits)
        if free:
            assert plan.bound <= min(plan.cost, other.cost), seed
        # A pair lifts the rule on lone nights: such a day is no relaxation without it.
        if free and not any(place.no_lone_woman for place in day.places):
            assert best_plan(replace(day, pairs=(), gaps=())).cost <= plan.cost, seed
