"""Random days that people were told, and something happens: whom the replan disturbs, against brute
force.

`ROUNDS_DAYS` sets how many days are tried.
"""

import os
import random
from dataclasses import replace

import pytest

from services.dispatcher.optimiser.levels import Replanned, planned, replanned
from services.dispatcher.optimiser.params import Params, Progress
from shared.routing.disturbance import disturbance_of, least_price
from shared.routing.plan import Plan, gap_of
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.surroundings import Replan
from shared.routing.verify import verify
from shared.routing.violation import Class
from tests.support.brute import best_plan
from tests.support.days import day_file
from tests.support.events import EVENTS, told_day
from tests.support.quiet import quietest_plan
from tests.unit.shared.routing.build import problem, shift, visit

_DAYS = int(os.environ.get("ROUNDS_DAYS", "200")) // 5
_BLOCKS = 5


def _day(seed: int) -> tuple[str, Problem]:
    """A told day of up to 7 visits after an event of every kind in turn; 8 with a new visit."""
    rng = random.Random(seed)
    file = day_file(rng, visits=rng.randint(3, 7), share=0.3)
    for ties in ("pairs", "gaps"):
        file.pop(ties, None)
    day = problem_from_json(file)
    plan = best_plan(day)
    event = EVENTS[seed % len(EVENTS)]
    told = told_day(day, plan, rng.choice((None, None, 0, 1, 2)))
    return event.__name__, event(rng, told, plan)


def _replanned(day: Problem, seed: int = 1, iterations: int = 200) -> Replanned:
    params = Params(60.0, seed, deterministic_iterations=iterations)
    return replanned(day, params, lambda: False, random.Random(seed), lambda _: None)


def _broken(day: Problem, plan: Plan) -> set[tuple[str, str | None]]:
    return {(one.rule, one.visit) for one in verify(day, plan).violations}


@pytest.mark.parametrize("block", range(_BLOCKS))
def test_no_plan_disturbs_less(block: int) -> None:
    """After any event as few promises are broken as brute force can, then the least is left out,
    the fewest therapists change, the fewest seconds are moved and the rest is cheapest; the
    verifier counts the same and finds nothing that brute force could have kept.
    """
    for seed in range(block, _DAYS, _BLOCKS):
        event, day = _day(seed)
        found, best = _replanned(day, seed), quietest_plan(day)
        verdict = verify(day, found.plan)
        least = verify(day, best).disturbance
        assert verdict.disturbance == found.disturbance == least, (seed, event)
        assert disturbance_of(day, best) == least, (seed, event)
        assert _broken(day, found.plan) == _broken(day, best), (seed, event)
        assert found.proven[-1] == "rest", (seed, event)
        assert found.plan.bound <= found.plan.cost == verdict.cost, (seed, event)


def test_safety_is_never_broken_to_keep_a_promise() -> None:
    """With no search at all the first plan told is as safe as the last."""
    for seed in range(20):
        _, day = _day(seed)
        plan = _replanned(day, seed, iterations=1).plan
        found = verify(day, plan).violations
        assert not [one for one in found if one.class_ is Class.SAFETY], seed


def test_the_same_twice() -> None:
    """Counted work gives the same plan again."""
    for seed in range(3):
        _, day = _day(seed)
        assert _replanned(day, seed) == _replanned(day, seed), seed


def _busy() -> Problem:
    """v1 and v2 are told t1, who is ill; t2 could take both over, one of them late."""
    told = {"start_s": 600, "therapist": "t1", "moved_cost_per_s": 1, "changed_cost": 60}
    visits = [
        {
            "id": name,
            "location": 1,
            "service_s": 1800,
            "windows_s": [[0, 36_000]],
            "unassigned_cost": worth,
            "told": told,
            "promised": {"window_s": [0, 3600], "cost": 500},
        }
        for name, worth in (("v1", 9000), ("v2", 8000))
    ]
    shifts = [
        {
            "id": "s2",
            "therapist": "t2",
            "start_location": 0,
            "end_location": 0,
            "window_s": [0, 36_000],
        }
    ]
    return problem_from_json(
        {"travel_s": [[0, 600], [600, 0]], "visits": visits, "shifts": shifts, "replan": {}}
    )


def test_the_limit_of_changes_binds() -> None:
    """Who may change fewer therapists leaves out the least that it has to."""
    both, one, none = (
        _replanned(replace(_busy(), replan=Replan(most))).plan for most in (None, 1, 0)
    )
    assert both.unassigned == ()
    assert [left.visit for left in one.unassigned] == ["v2"]
    assert {left.visit for left in none.unassigned} == {"v1", "v2"}


def test_a_promise_outweighs_any_price() -> None:
    """A promise is kept whatever the drive and the call cost, which by cost would not be paid."""
    day = problem(visit(location=5, unassigned_cost=10**7), shift(call_out_cost=10**6))
    told = told_day(day, best_plan(day))
    cheap = replace(told, visits=(replace(told.visits[0], unassigned_cost=0),))
    assert best_plan(cheap).unassigned != ()
    assert _replanned(cheap).disturbance.broken == 0


def test_a_day_nobody_was_told_of_is_planned_by_cost() -> None:
    """Without `replan` the entry is the ordinary planner."""
    day = problem(visit("v1", 5, unassigned_cost=0), shift())
    params = Params(60.0, deterministic_iterations=40)
    assert planned(day, params, lambda: False, random.Random(1), lambda _: None).unassigned


def test_what_is_told_meanwhile_only_gets_better() -> None:
    """Each plan told on the way disturbs less than the one before, and the last is the answer."""
    _, day = _day(5)
    told: list[Progress] = []
    params = Params(60.0, deterministic_iterations=200)
    last = replanned(day, params, lambda: False, random.Random(1), told.append)
    steps = [disturbance_of(day, one.plan()) for one in told]
    assert steps == sorted(set(steps), reverse=True)
    assert steps[-1] == last.disturbance


def test_what_is_told_meanwhile_has_a_bound() -> None:
    """Whoever looks while the day is replanned is not told that nothing is known of the cost: what
    is disturbed has its price, and what is not has the bound that the search has come to.
    """
    told: list[Progress] = []
    params = Params(60.0, deterministic_iterations=200)
    for day in (_busy(), replace(_busy(), replan=Replan(0)), _day(0)[1], _day(3)[1]):
        best = quietest_plan(day)
        planned(day, params, lambda: False, random.Random(1), told.append)
        for one in told:
            plan = one.plan()
            levels = disturbance_of(day, plan)
            assert least_price(day, levels) <= one.bound == plan.bound <= one.cost
            assert one.gap == plan.gap == gap_of(one.cost, one.bound)
            if replace(levels, rest=0) == replace(disturbance_of(day, best), rest=0):
                assert one.bound <= best.cost
        assert told[-1].cost == 0 or told[-1].bound > 0
        told.clear()
