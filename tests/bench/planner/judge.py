"""Routes to a plan that the verifier judges: nobody's own figures are believed."""

from dataclasses import dataclass, replace
from typing import Any

from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned, gap_of
from shared.routing.problem import Problem
from shared.routing.verify import verify
from tests.bench.planner.day import Day, Routes


@dataclass(frozen=True, slots=True)
class Judged:
    """What the routes really cost, what they leave out and what they break."""

    cost: int
    unassigned: int
    violations: int


def judge(day: Day, problem: Problem, routes: Routes) -> Judged:
    """The verifier's reading of routes that are driven as the hours are, and start each service as
    early as it can.
    """
    placed = {visit for visits in routes.values() for visit in visits}
    plan = Plan(
        routes=tuple(
            Route(shift, _stops(day, problem, shift, visits))
            for shift, visits in routes.items()
            if visits
        ),
        unassigned=tuple(
            Unassigned(visit["id"], Reason.OUTPRIORITISED)
            for visit in day.visits
            if visit["id"] not in placed
        ),
        cost=0,
        bound=0,
        gap=0.0,
    )
    told = verify(problem, plan)
    plan = replace(plan, cost=told.cost, gap=gap_of(told.cost, 0), cost_terms=dict(told.cost_terms))
    return Judged(told.cost, len(plan.unassigned), len(verify(problem, plan).violations))


def _stops(day: Day, problem: Problem, shift_id: str, visits: list[str]) -> tuple[Stop, ...]:
    shift = next(one for one in day.shifts if one["id"] == shift_id)
    by_id = {visit["id"]: visit for visit in day.visits}
    leave, here = shift["window_s"][0], shift["start_location"]
    stops = []
    for name in visits:
        visit = by_id[name]
        arrival = leave + problem.travel.seconds(here, visit["location"], leave)
        start = _start(visit, arrival)
        leave, here = start + visit["service_s"], visit["location"]
        stops.append(Stop(name, arrival, start, leave))
    return tuple(stops)


def _start(visit: dict[str, Any], arrival_s: int) -> int:
    """In the first window that is still open; after the last one, at once (and too late)."""
    windows = visit["windows_s"]
    return next((max(arrival_s, a) for a, b in windows if arrival_s <= b), arrival_s)
