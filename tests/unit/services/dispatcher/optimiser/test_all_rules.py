"""Days with any mixture of all rules: plans are legal, and the cheapest there are."""

import os
import random
from typing import Any

import pytest

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.support.brute import best_plan
from tests.support.days import day_file
from tests.unit.services.dispatcher.optimiser.searching import solved

_DAYS = int(os.environ.get("ROUNDS_DAYS", "200"))
_BLOCKS = 10


def _day(seed: int, *, ties: bool) -> Problem:
    """Pairs and gaps only where asked for; orders always."""
    rng = random.Random(seed)
    file: dict[str, Any] = day_file(rng, visits=6 if ties else seed % 6 + 1)
    if not ties:
        file.pop("pairs", None)
        file.pop("gaps", None)
    return problem_from_json(file)


def _broken(day: Problem, plan: Plan) -> set[tuple[str, str | None]]:
    return {(one.rule, one.visit) for one in verify(day, plan).violations}


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_the_cheapest_plan_is_found_whatever_rules_are_on(block: int) -> None:
    """The verifier finds nothing but what must be served and nobody can serve, recomputes the same
    cost, brute force finds none less, and the bound is not above it.
    """
    for seed in range(block, _DAYS, _BLOCKS):
        day = _day(seed, ties=False)
        plan, best = solved(day, iterations=40, seed=seed), best_plan(day)
        assert _broken(day, plan) == _broken(day, best), seed
        assert plan.cost == best.cost, seed
        assert plan.bound <= plan.cost, seed
