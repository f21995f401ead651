"""The planner's answers, judged by the independent verifier."""

import random
from dataclasses import replace

from hypothesis import HealthCheck, given, settings

from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.solve import solve
from shared.routing.plan import Reason, Status
from shared.routing.problem import Problem
from shared.routing.surroundings import Replan
from shared.routing.verify import verify
from shared.routing.visit import Pin, Told
from tests.unit.services.dispatcher.optimiser.searching import solved
from tests.unit.shared.routing.build import problem, problems, shift, visit


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_every_plan_passes_the_verifier(one: Problem) -> None:
    """Whatever optional fields a problem uses, its plan breaks no rule and tells its true cost."""
    assert verify(one, solved(one, iterations=15)).violations == ()


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_a_warm_start_is_never_worse(one: Problem) -> None:
    """Planning again from a plan that still holds gives at most its cost, again legally."""
    before = solved(one, iterations=10)
    again = solved(replace(one, previous=before), iterations=3)
    assert verify(one, again).violations == ()
    assert again.cost <= before.cost or any(v.pinned for v in one.visits)


def test_same_seed_same_plan() -> None:
    """Counting work instead of time makes the planner repeatable."""
    one = problem(*(visit(f"v{i}", i % 6) for i in range(12)), shift(), shift("s2", "t2", 5))
    assert solved(one, seed=7) == solved(one, seed=7)


def test_a_stop_at_once_still_gives_a_plan() -> None:
    """The first plan is built before the search looks at the time."""
    one = problem(visit(), shift())
    plan = solve(one, Params(0.0), lambda: True, random.Random(1), lambda _: None)
    assert [stop.visit for route in plan.routes for stop in route.stops] == ["v1"]


def test_the_first_plan_keeps_what_the_limit_of_changes_allows() -> None:
    """One change too many leaves out one visit, not the whole plan."""
    visits = (visit(f"v{i}", unassigned_cost=9000 + i, told=Told(0, "t9")) for i in range(3))
    one = problem(*visits, shift(), replan=Replan(2))
    plan = solve(one, Params(0.0), lambda: True, random.Random(1), lambda _: None)
    assert [left.visit for left in plan.unassigned] == ["v0"]


def test_nothing_to_plan() -> None:
    """No visits cost nothing, and that is optimal."""
    plan = solved(problem(shift()))
    assert (plan.cost, plan.bound, plan.gap, plan.status) == (0, 0, 0.0, Status.OPTIMAL)


def test_nobody_to_plan() -> None:
    """Without shifts every visit is named as unassigned."""
    plan = solved(problem(visit()))
    assert plan.unassigned[0].reason is Reason.NO_SHIFT_HOURS
    assert plan.cost == plan.bound == 14_400


def test_a_started_stop_stays_where_it_is() -> None:
    """A stop pinned to a time keeps shift and start although its way and window say otherwise,
    and what follows is planned from its end.
    """
    started = visit("v1", 5, windows_s=((0, 100),), pinned=Pin("s1", 700))
    later = visit("v2", 4)
    one = problem(started, later, shift(open_from_s=1000), shift("s2", "t2", 4, max_visits=0))
    plan = solved(one)
    assert verify(one, plan).violations == ()
    first, second = plan.routes[0].stops
    assert (first.visit, first.start_s, first.departure_s) == ("v1", 700, 2500)
    assert (second.visit, second.start_s) == ("v2", 3100)


def test_a_visit_before_a_pinned_time() -> None:
    """A pin in the afternoon leaves the morning free."""
    pinned = visit("v1", 1, pinned=Pin("s1", 20_000))
    one = problem(pinned, visit("v2", 1, windows_s=((0, 10_000),)), shift())
    plan = solved(one)
    assert [stop.visit for stop in plan.routes[0].stops] == ["v2", "v1"]
    assert verify(one, plan).violations == ()


def test_progress_is_told() -> None:
    """The first plan and each better one are told with cost, bound and a finite gap."""
    told: list[Progress] = []
    one = problem(visit(), visit("v2", 3), shift())
    params = Params(60.0, deterministic_iterations=5)
    plan = solve(one, params, lambda: False, random.Random(1), told.append)
    assert told[-1].cost == plan.cost
    assert told[-1].plan() == plan
    assert verify(one, told[0].plan()).violations == ()
    assert all(one.gap >= 0 for one in told)
    assert [one.cost for one in told] == sorted((one.cost for one in told), reverse=True)
