"""A day lived by one solver: its plan in force, event after event, and what each did to people."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.rules import promised
from shared.routing.verify import verify
from tests.bench.planner.disrupted.city import HOUR_S
from tests.bench.planner.disrupted.events import Event
from tests.bench.planner.disrupted.facts import happen, told
from tests.bench.planner.disrupted.solvers import Answer, Solver


@dataclass(frozen=True, slots=True)
class Step:
    """One event in one solver's day, as the verifier sees the plan that answered it; `violations`
    are also those of the first plan that was told.

    `promises` are those that still stand (a visit that was called off takes its own along);
    `kept` those that the plan keeps; `broken` those that it breaks and the plan before kept;
    `changed` and `moved_s` are against what people were told just before.
    """

    solver: str
    at: str
    event: str
    cost: int
    promises: int
    kept: int
    broken: int
    changed: int
    moved_s: int
    left_out: int
    frozen: int
    violations: int
    gap: float | None
    first_s: float
    last_s: float
    took_s: float


@dataclass(slots=True)
class Life:
    """`problem` is the day as it stands, `plan` what is in force."""

    solver: str
    problem: Problem
    plan: Plan
    steps: list[Step] = field(default_factory=list)

    def live(self, event: Event, solve: Solver, limit_s: float, *, has_bound: bool) -> Step:
        """The event happens, the solver answers, everybody is told."""
        day = happen(self.problem, self.plan, event)
        kept_before = kept(self.problem, self.plan) & standing(day)
        answer = solve(replace(day, previous=self.plan), self.plan, limit_s)
        step = self._step(day, event, answer, kept_before, has_bound=has_bound)
        self.steps.append(step)
        self.plan = answer.plan
        self.problem = told(day, answer.plan)
        return step

    def _step(
        self,
        day: Problem,
        event: Event,
        answer: Answer,
        kept_before: frozenset[str],
        *,
        has_bound: bool,
    ) -> Step:
        plan = answer.plan
        verdict = verify(day, plan)
        disturbed = verdict.disturbance
        keeps = kept(day, plan)
        return Step(
            solver=self.solver,
            at=clock(event.at_s),
            event=event.kind.value,
            cost=verdict.cost,
            promises=len(standing(day)),
            kept=len(keeps),
            broken=len(kept_before - keeps),
            changed=disturbed.changed,
            moved_s=disturbed.moved_s,
            left_out=len(plan.unassigned),
            frozen=sum(one.pinned is not None for one in day.visits),
            violations=len(verdict.violations) + len(verify(day, answer.first).violations),
            gap=plan.gap if has_bound else None,
            first_s=answer.first_s,
            last_s=answer.last_s,
            took_s=answer.took_s,
        )


def standing(problem: Problem) -> frozenset[str]:
    """Visits whose patient was promised something."""
    return frozenset(visit.id for visit in problem.visits if visit.promised is not None)


def kept(problem: Problem, plan: Plan) -> frozenset[str]:
    """Visits whose promise this plan keeps: in the promised hour, by whomever was named."""
    visits = {visit.id: visit for visit in problem.visits}
    who = {shift.id: shift.therapist for shift in problem.shifts}
    return frozenset(
        stop.visit
        for route in plan.routes
        for stop in route.stops
        if stop.visit in visits
        and visits[stop.visit].promised is not None
        and not promised.is_broken(visits[stop.visit], who[route.shift], stop.start_s)
    )


def clock(at_s: int) -> str:
    return f"{at_s // HOUR_S:02}:{at_s % HOUR_S // 60:02}"


def as_first_told(life: Life, morning: Problem) -> Problem:
    """The day's facts, priced against what people were told in the morning."""
    first = {visit.id: visit.told for visit in morning.visits}
    visits = tuple(replace(one, told=first.get(one.id)) for one in life.problem.visits)
    return replace(life.problem, visits=visits)


def total(steps: Sequence[Step], column: str) -> int:
    return sum(int(getattr(step, column)) for step in steps)
