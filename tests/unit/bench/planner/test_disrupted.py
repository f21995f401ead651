"""A small disrupted day, lived by our planner with counted work: what the benchmark tells of it."""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.verify import verify
from tests.bench.planner.disrupted.events import Kind
from tests.bench.planner.disrupted.facts import at, happen
from tests.bench.planner.disrupted.hindsight import whole_day
from tests.bench.planner.disrupted.live import Life, Step, kept, standing
from tests.bench.planner.disrupted.room import start_of
from tests.bench.planner.disrupted.run import Morning, lived, morning_of, row_of
from tests.bench.planner.disrupted.solvers import Answer, ours

_WORK = 12
_SCHEDULE = (
    (9.0, Kind.OVERRUN),
    (9.7, Kind.ILLNESS),
    (10.3, Kind.URGENT),
    (13.1, Kind.CANCELLATION),
    (13.8, Kind.CERTIFICATE),
)
_counted = partial(ours, counted=_WORK)


@pytest.fixture(scope="module")
def morning() -> Morning:
    """Eight therapists, 32 visits, five events."""
    return morning_of(lambda day: _counted(day, None, 60.0).plan, 3, 8, 32, _SCHEDULE)


@pytest.fixture(scope="module")
def asked() -> list[tuple[Problem, Plan, Plan]]:
    """Of each event the day, the plan in force and the answer."""
    return []


@pytest.fixture(scope="module")
def life(morning: Morning, asked: list[tuple[Problem, Plan, Plan]]) -> Life:
    """The whole day, each question kept."""

    def solve(problem: Problem, plan: Plan | None, limit_s: float) -> Answer:
        assert plan is not None
        answer = _counted(problem, plan, limit_s)
        asked.append((problem, plan, answer.plan))
        return answer

    return lived(morning, "Rounds", solve, 60.0)


def _starts(plan: Plan) -> dict[str, tuple[str, int]]:
    return {
        stop.visit: (route.shift, stop.start_s) for route in plan.routes for stop in route.stops
    }


def _facts(problem: Problem) -> Iterator[tuple[str, tuple[str, int]]]:
    for visit in problem.visits:
        if visit.pinned is not None:
            yield visit.id, (visit.pinned.shift, start_of(visit))


def test_what_has_begun_never_changes(
    life: Life, morning: Morning, asked: list[tuple[Problem, Plan, Plan]]
) -> None:
    """A stop that had begun stays where and when it was, in every later plan to the last."""
    assert len(asked) == len(morning.events)
    known: dict[str, tuple[str, int]] = {}
    for problem, in_force, answer in asked:
        facts = dict(_facts(problem))
        assert known.items() <= facts.items()
        assert facts.items() <= _starts(in_force).items()
        assert facts.items() <= _starts(answer).items()
        known = facts
    assert known
    assert life.plan == asked[-1][2]


def test_nothing_begins_before_its_event(
    life: Life, morning: Morning, asked: list[tuple[Problem, Plan, Plan]]
) -> None:
    """What a replan is free to place starts after the hour of the event."""
    for (problem, _, answer), event in zip(asked, morning.events, strict=True):
        facts = dict(_facts(problem))
        free = [start for name, (_, start) in _starts(answer).items() if name not in facts]
        assert min(free) >= event.at_s


def test_the_verifier_finds_nothing(life: Life, asked: list[tuple[Problem, Plan, Plan]]) -> None:
    """Every plan of the day is legal, and the step says so."""
    for problem, _, answer in asked:
        assert verify(problem, answer).violations == ()
    assert [step.violations for step in life.steps] == [0] * len(asked)


def test_the_step_counts_what_the_verifier_counts(
    life: Life, asked: list[tuple[Problem, Plan, Plan]]
) -> None:
    """Promises, changes and visits left out of each step are the verifier's."""
    for step, (problem, _, answer) in zip(life.steps, asked, strict=True):
        told = verify(problem, answer).disturbance
        assert step.promises - step.kept == told.broken
        assert (step.changed, step.moved_s) == (told.changed, told.moved_s)
        assert step.left_out == len(answer.unassigned)
        assert step.cost == answer.cost


def test_the_row_is_the_sum_of_its_steps(life: Life, morning: Morning) -> None:
    """What is told of the whole day follows from its steps and its last plan."""
    row, last = row_of(life, morning), life.steps[-1]
    assert row.broken == sum(step.broken for step in life.steps)
    assert row.changed == sum(step.changed for step in life.steps)
    assert (row.promises, row.kept, row.left_out) == (last.promises, last.kept, last.left_out)
    assert row.longest_answer_s == round(max(step.took_s for step in life.steps), 3)
    assert row.kept >= row.promises - row.broken - _never_kept(life.steps)


def _never_kept(steps: list[Step]) -> int:
    """New promises are at most one a step."""
    return len(steps)


def test_who_is_ill_begins_nothing_more(
    life: Life, morning: Morning, asked: list[tuple[Problem, Plan, Plan]]
) -> None:
    """After the illness the therapist has only what had begun, in every plan to come."""
    at_event = next(i for i, one in enumerate(morning.events) if one.kind is Kind.ILLNESS)
    event = morning.events[at_event]
    mine = {one.id for one in morning.problem.shifts if one.therapist == event.therapist}
    for _, _, answer in asked[at_event:]:
        starts = [start for shift, start in _starts(answer).values() if shift in mine]
        assert all(start <= event.at_s for start in starts)


def test_an_overrun_is_a_fact(
    life: Life, morning: Morning, asked: list[tuple[Problem, Plan, Plan]]
) -> None:
    """The visit takes longer from its event on, and nobody was told otherwise before."""
    event = morning.events[0]
    before = next(one for one in morning.problem.visits if one.id == event.visit)
    after = next(one for one in asked[0][0].visits if one.id == event.visit)
    assert after.service_s - before.service_s == 2400


def test_hindsight_knows_the_same_day(life: Life, morning: Morning) -> None:
    """Known from the beginning, the day has the visits and the promises that it ended with, and
    keeps at least as many of them as were kept without knowing.
    """
    day = whole_day(morning.problem, morning.events, life.plan)
    assert {one.id for one in day.visits} == {one.id for one in life.problem.visits}
    assert standing(day) == standing(life.problem)
    services = {one.id: one.service_s for one in day.visits}
    assert services == {one.id: one.service_s for one in life.problem.visits}
    plan = _counted(day, None, 60.0).plan
    assert verify(day, plan).violations == ()
    assert len(kept(day, plan)) >= len(kept(life.problem, life.plan))


def test_an_hour_without_events_changes_nothing(morning: Morning) -> None:
    """Time alone freezes what has begun; the plan in force stays legal, though who leaves later
    arrives later: never after the start.
    """
    starts = _starts(morning.plan)
    figures = {"cost", "gap", "bound", "cost_term", "terms"}
    for hour in (9, 12, 15, 21):
        day = at(morning.problem, morning.plan, hour * 3600)
        for one in verify(day, morning.plan).violations:
            if one.rule == "travel_time":
                assert one.visit is not None
                assert one.allowed is not None
                assert one.allowed <= starts[one.visit][1]
            else:
                assert one.rule in figures, one.text


def test_a_no_show_on_the_way_costs_the_drive(morning: Morning) -> None:
    """Who is on the way finds the door closed; who is not yet is never sent."""
    stop = next(route.stops[1] for route in morning.plan.routes if len(route.stops) > 2)
    event = replace(morning.events[0], kind=Kind.NO_SHOW, visit=stop.visit)
    late = happen(morning.problem, morning.plan, replace(event, at_s=stop.start_s))
    early = happen(morning.problem, morning.plan, replace(event, at_s=stop.start_s - 7200))
    left = next(one for one in late.visits if one.id == stop.visit)
    assert (left.service_s, left.promised) == (600, None)
    assert stop.visit not in {one.id for one in early.visits}
