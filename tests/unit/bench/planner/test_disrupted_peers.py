"""What peers are told of a disrupted day and how their routes are judged; no peer runs here."""

import random
from collections.abc import Sequence
from functools import partial

import pytest

from shared.routing.compiled import compiled
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.bench.planner.day import Routes
from tests.bench.planner.disrupted.events import Kind
from tests.bench.planner.disrupted.facts import happen
from tests.bench.planner.disrupted.live import kept
from tests.bench.planner.disrupted.peers import Peer, driven, rest_of_day
from tests.bench.planner.disrupted.run import Morning, morning_of
from tests.bench.planner.disrupted.solvers import ours

_SCHEDULE = ((9.0, Kind.OVERRUN), (9.7, Kind.ILLNESS), (10.3, Kind.URGENT))
_counted = partial(ours, counted=12)


@pytest.fixture(scope="module")
def morning() -> Morning:
    return morning_of(lambda day: _counted(day, None, 60.0).plan, 3, 8, 32, _SCHEDULE)


@pytest.fixture(scope="module")
def day(morning: Morning) -> Problem:
    """The day right after the illness."""
    return happen(morning.problem, morning.plan, morning.events[1])


def _frozen(day: Problem) -> set[str]:
    return {visit.id for visit in day.visits if visit.pinned is not None}


def test_a_peer_is_told_what_is_left(day: Problem, morning: Morning) -> None:
    """The rest of the day is a problem file without what has begun and without who is ill; no
    shift opens before the hour of the event.
    """
    event = morning.events[1]
    rest = problem_from_json(rest_of_day(compiled(day)))
    assert rest.visits
    assert {visit.id for visit in rest.visits}.isdisjoint(_frozen(day))
    assert event.therapist not in {shift.therapist for shift in rest.shifts}
    assert min(shift.window_s[0] for shift in rest.shifts) >= event.at_s


def test_a_peer_is_told_who_may_serve_whom(day: Problem) -> None:
    """In the file that peers read exactly those may meet that may meet under all rules."""
    view = compiled(day)
    rest = problem_from_json(rest_of_day(view))
    told = compiled(rest)
    at_visit = {visit.id: v for v, visit in enumerate(day.visits)}
    at_shift = {shift.id: s for s, shift in enumerate(day.shifts)}
    for s, shift in enumerate(rest.shifts):
        for v, visit in enumerate(rest.visits):
            truly = view.blocker[at_shift[shift.id], at_visit[visit.id]] < 0
            assert (told.blocker[s, v] < 0) == truly, (shift.id, visit.id)


@pytest.mark.parametrize("seed", range(5))
def test_whatever_a_peer_says_is_driven_legally(day: Problem, seed: int) -> None:
    """Of any routes, however wrong, the verifier finds nothing in what is driven: what has begun is
    there, each visit once or left out.
    """
    rng = random.Random(seed)
    names = [visit.id for visit in day.visits]
    routes: Routes = {shift.id: _some(rng, names) for shift in day.shifts}
    plan = driven(day, compiled(day), routes)
    assert verify(day, plan).violations == ()
    placed = {stop.visit for route in plan.routes for stop in route.stops}
    assert _frozen(day) <= placed
    assert len(placed) + len(plan.unassigned) == len(names)


def _some(rng: random.Random, names: Sequence[str]) -> list[str]:
    return rng.sample(names, 6)


def test_a_good_plan_is_driven_as_it_is(morning: Morning) -> None:
    """Who gives the published routes leaves nobody out and breaks no promise."""
    routes = {route.shift: [stop.visit for stop in route.stops] for route in morning.plan.routes}
    plan = driven(morning.problem, compiled(morning.problem), routes)
    assert len(plan.unassigned) == len(morning.plan.unassigned)
    assert kept(morning.problem, plan) == kept(morning.problem, morning.plan)


def test_promises_are_told_as_windows(morning: Morning) -> None:
    """With promises told a visit has only the promised part of its windows, and the therapist that
    was named; without, it has all of them.
    """
    problem, plan = morning.problem, morning.plan
    blind = Peer("VROOM")._told(problem, plan)
    told = Peer("VROOM", with_promises=True)._told(problem, plan)
    narrowed = 0
    for first, second, real in zip(blind.visits, told.visits, problem.visits, strict=True):
        assert first.windows_s == real.windows_s
        assert first.promised is None
        if real.promised is None or second.windows_s == real.windows_s:
            continue
        narrowed += 1
        opens, closes = real.promised.window_s
        assert all(opens <= a <= b <= closes for a, b in second.windows_s)
        if real.promised.therapist is not None:
            assert real.promised.therapist not in second.forbidden_therapists
            others = {shift.therapist for shift in problem.shifts} - {real.promised.therapist}
            assert others <= second.forbidden_therapists
    assert narrowed > len(problem.visits) // 2
