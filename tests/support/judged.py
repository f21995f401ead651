"""Days filled by insertion and plans made of routes, for judging what is said of them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled, compiled
from shared.routing.insertion_spots import best_spots, schedule_with
from shared.routing.insertion_ties import tied
from shared.routing.live_day import LiveDay, live_day
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.schedule import Door
from shared.routing.schedule_gaps import cheapest_keeping_gaps
from shared.routing.verify import verify

Broken = set[tuple[str, str | None]]


@dataclass(slots=True)
class Filled:
    """Routes by shift index, and arrival and start of each stop."""

    view: Compiled
    routes: list[tuple[int, ...]]
    doors: dict[int, Door] = field(default_factory=dict)

    @property
    def day(self) -> LiveDay:
        return live_day(self.view, self.routes, {v: door[1] for v, door in self.doors.items()})

    @property
    def left_out(self) -> list[int]:
        return [v for v in range(len(self.view.location)) if v not in self.doors]


def filled_by_insertion(problem: Problem, rng: random.Random, share: float = 1.0) -> Filled:
    """Visit after visit in random order at its best place; some are not even tried."""
    view = compiled(problem)
    filled = Filled(view, [()] * len(problem.shifts))
    for v in rng.sample(range(len(problem.visits)), len(problem.visits)):
        day = filled.day
        spots = best_spots(day, v, 1) if rng.random() < share else []
        if not spots:
            continue
        s, k = spots[0].shift, spots[0].position
        found = schedule_with(day, v, s, k)
        assert found is not None
        filled.routes[s] = (*filled.routes[s][:k], v, *filled.routes[s][k:])
        filled.doors |= dict(zip(filled.routes[s], found.doors, strict=True))
    return filled


def broken_after(
    problem: Problem, filled: Filled, changed: Mapping[int, Sequence[int]]
) -> Broken | None:
    """What the verifier finds in the plan once these routes are driven instead; None where one of
    them has no legal schedule.
    """
    routes = [tuple(changed.get(s, route)) for s, route in enumerate(filled.routes)]
    starts = {v: door[1] for v, door in filled.doors.items()}
    view = tied(compiled(problem), routes, starts)
    doors = dict(filled.doors)
    for s in changed:
        found = cheapest_keeping_gaps(view, s, routes[s])
        if found is None:
            return None
        doors |= dict(zip(routes[s], found.doors, strict=True))
    verdict = verify(problem, plan_of(problem, routes, doors))
    return {(one.rule, one.visit) for one in verdict.violations}


def plan_of(problem: Problem, routes: Sequence[Sequence[int]], doors: Mapping[int, Door]) -> Plan:
    """These routes driven at these times, with its true cost and terms."""
    placed = {v for route in routes for v in route}
    told = tuple(
        Route(shift.id, tuple(_stop(problem, v, doors[v]) for v in route))
        for shift, route in zip(problem.shifts, routes, strict=True)
        if route
    )
    unassigned = tuple(
        Unassigned(visit.id, Reason.OUTPRIORITISED)
        for v, visit in enumerate(problem.visits)
        if v not in placed
    )
    return with_terms(problem, Plan(told, unassigned, 0, 0, 0.0))


def _stop(problem: Problem, v: int, door: Door) -> Stop:
    visit = problem.visits[v]
    return Stop(visit.id, door[0], door[1], door[1] + visit.service_s)
