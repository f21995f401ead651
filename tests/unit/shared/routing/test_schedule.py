"""The reference schedule of a route under every rule, judged by the verifier."""

import random
from itertools import product

import pytest

from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled, compiled
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.schedule import Schedule, cheapest_schedule
from shared.routing.timing import time_route
from shared.routing.verify import verify
from tests.support.days import day_file
from tests.unit.shared.routing.build import problem, shift, visit

# What is no matter of one route, or of what else the day leaves out.
_ELSEWHERE = frozenset({"pair", "apart", "pin_dropped", "must_dropped", "lone_night"})


def _day(seed: int) -> tuple[random.Random, Problem]:
    rng = random.Random(seed)
    return rng, problem_from_json(day_file(rng, share=rng.choice([0.15, 0.3, 0.6])))


def _plan(one: Problem, s: int, route: list[int], doors: tuple[tuple[int, int], ...]) -> Plan:
    stops = tuple(
        Stop(one.visits[v].id, arrival, start, start + one.visits[v].service_s)
        for v, (arrival, start) in zip(route, doors, strict=True)
    )
    left_out = tuple(
        Unassigned(each.id, Reason.PINNED_IMPOSSIBLE)
        for v, each in enumerate(one.visits)
        if v not in route
    )
    told = Plan((Route(one.shifts[s].id, stops),), left_out, 0, 10**12, 0.0)
    return with_terms(one, told)


def _objections(one: Problem, plan: Plan) -> set[str]:
    return {bad.rule for bad in verify(one, plan).violations} - _ELSEWHERE


def _drawn(rng: random.Random, view: Compiled) -> tuple[int, list[int]]:
    """A shift and up to three visits that may be in it, frozen ones first as they would be."""
    s = rng.randrange(len(view.shifts))
    able = [v for v in range(len(view.location)) if view.start_list[s, v] >= 0]
    route = rng.sample(able, min(len(able), rng.randint(1, 3)))
    return s, route


@pytest.mark.parametrize("block", range(4))
def test_a_schedule_is_legal_and_costs_what_the_verifier_says(block: int) -> None:
    """Every rule on: no objection to the route, and the same cost to the unit."""
    legal = 0
    for seed in range(150 * block, 150 * block + 150):
        rng, one = _day(seed)
        view = compiled(one)
        for _ in range(6):
            s, route = _drawn(rng, view)
            found = cheapest_schedule(view, s, route)
            if found is None or not route:
                continue
            legal += 1
            plan = _plan(one, s, route, found.doors)
            assert _objections(one, plan) == set(), seed
            assert sum((plan.routes[0].terms or {}).values()) == found.cost, seed
    assert legal > 150


def test_what_has_no_schedule_has_no_legal_times() -> None:
    """Any times that the verifier passes are times for which a schedule exists, and where the hour
    of the road does not matter none of them is cheaper.
    """
    passed = 0
    for seed in range(400):
        rng, one = _day(5000 + seed)
        view = compiled(one)
        for _ in range(4):
            s, route = _drawn(rng, view)
            doors = _some_times(rng, one, view, s, route)
            if not doors:
                continue
            plan = _plan(one, s, route, doors)
            if _objections(one, plan):
                continue
            passed += 1
            found = cheapest_schedule(view, s, route)
            assert found is not None, seed
            if one.travel.is_constant and not one.toll_bands:
                assert found.cost <= sum((plan.routes[0].terms or {}).values()), seed
    assert passed > 100


def _some_times(
    rng: random.Random, one: Problem, view: Compiled, s: int, route: list[int]
) -> tuple[tuple[int, int], ...]:
    """Arrivals as early as can be, starts at random inside the segments and after the arrivals."""
    shift_view, here = view.shifts[s], view.shifts[s].start
    leave, doors = shift_view.opens_s, []
    for v in route:
        there = one.visits[v].location
        arrival = leave + one.travel.seconds(here, there, leave)
        open_ones = [
            (max(arrival, seg.opens_s), seg.closes_s)
            for seg in view.start_lists[int(view.start_list[s, v])]
            if arrival <= seg.closes_s
        ]
        if not open_ones:
            return ()
        low, high = rng.choice(open_ones)
        start = rng.choice([low, rng.randint(low, min(high, low + 2000))])
        doors.append((arrival, start))
        leave, here = start + one.visits[v].service_s, there
    return tuple(doors)


def test_without_new_rules_it_times_like_the_kernel_of_the_live_routes() -> None:
    """On plain days the earliest schedule is the cheapest: both kernels say the same."""
    visits = [visit(f"v{i}", i, windows_s=((1000 * i, 1000 * i + 9000),)) for i in range(1, 5)]
    one = problem(*visits, shift(overtime_s=600))
    view = compiled(one)
    for route in product(range(4), repeat=3):
        if len(set(route)) == 3:
            timed = time_route(one.travel, one.shifts[0], [visits[v] for v in route])
            found = cheapest_schedule(view, 0, list(route))
            assert (timed is None) == (found is None)
            if timed is not None and found is not None:
                assert found.doors == tuple((stop.arrival_s, stop.start_s) for stop in timed.stops)
                assert (found.back_s, found.travel_s) == (timed.back_s, timed.travel_s)


def test_waiting_for_the_next_window_is_weighed_against_being_late() -> None:
    """Ten minutes late at 9 a second are dearer than an hour of waiting; at 0 they are not."""
    for price, start in ((9, 4000), (0, 600)):
        one = visit(windows_s=((0, 100), (4000, 5000)), late_cost_per_s=price, max_late_s=600)
        found = cheapest_schedule(compiled(problem(one, shift())), 0, [0])
        assert found is not None
        assert found.doors == ((600, start),)


def test_an_unused_route_costs_nothing() -> None:
    """Not even its call-out."""
    view = compiled(problem(visit(), shift(call_out_cost=500)))
    assert cheapest_schedule(view, 0, []) == Schedule((), 0, 0, 0)
    used = cheapest_schedule(view, 0, [0])
    assert used is not None
    assert used.cost == 1200 + 500
