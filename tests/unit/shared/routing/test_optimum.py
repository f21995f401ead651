"""The optimum of small days under every rule, found by brute force, judged by the verifier."""

import random
from dataclasses import replace

import pytest

from shared.routing.read_problem import problem_from_json
from shared.routing.surroundings import Therapist
from shared.routing.verify import verify
from tests.support.brute import best_plan
from tests.support.days import day_file
from tests.unit.shared.routing.build import problem, shift, visit


@pytest.mark.parametrize("seed", range(60))
def test_the_optimum_passes_the_verifier(seed: int) -> None:
    """Random rules on: nothing to object, but that what cannot be served was left out."""
    rng = random.Random(seed)
    day = problem_from_json(day_file(rng, visits=5, shifts=3, share=rng.choice([0.1, 0.3, 0.5])))
    plan = best_plan(replace(day, pairs=(), gaps=()))
    found = {bad.rule for bad in verify(replace(day, pairs=(), gaps=()), plan).violations}
    assert found <= {"must_dropped"}


def test_a_rule_taken_away_never_makes_a_day_dearer() -> None:
    """Limits only cost: without them the optimum is as cheap or cheaper."""
    cheaper = 0
    for seed in range(25):
        rng = random.Random(300 + seed)
        document = day_file(rng, visits=5, shifts=2, share=0.4)
        for one in document["visits"]:  # what must or is pinned is served at any price
            one.pop("pinned", None)
            one.pop("must", None)
        day = replace(problem_from_json(document), pairs=(), gaps=())
        free = tuple(replace(one, max_leg_s=None, max_work_s=None) for one in day.shifts)
        people = tuple(Therapist(one.id, one.gender, one.languages) for one in day.therapists)
        easier = replace(day, shifts=free, orders=(), places=(), therapists=people)
        costs = best_plan(easier).cost, best_plan(day).cost
        assert costs[0] <= costs[1], seed
        cheaper += costs[0] < costs[1]
    assert cheaper


def test_known_optima() -> None:
    """One therapist passes both doors on one way; two call-outs cost more than one."""
    two = [visit("v1", 1), visit("v2", 2)]
    assert best_plan(problem(*two, shift())).cost == 2400
    on_call = [shift(f"s{i}", f"t{i}", call_out_cost=5000) for i in range(2)]
    assert best_plan(problem(*two, *on_call)).cost == 2400 + 5000
    dear = [shift(call_out_cost=40_000)]
    assert best_plan(problem(*two, *dear)).cost_terms == {"travel": 0, "unassigned": 28_800}
