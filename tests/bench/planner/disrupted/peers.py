"""A peer in a day under way: from scratch, on what is left of the day, with what it can be told.

Each shift begins where and when its last frozen stop is left; who may serve whom is worked out
under all our rules and told as forbidden pairs; hours of places become windows; the roads are those
of an average hour of what is left. A peer knows no promises. `with_promises` tells them in the one
way there is: as hard windows, for those that the plan in force still keeps.

Its routes are driven under the true rules, each service as early as it can be; a visit that would
break a hard rule where it stands is taken out and counted as left out, since nobody may drive that.
"""

import json
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np

from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled, compiled
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.reading import Window
from shared.routing.schedule import Schedule, cheapest_schedule
from shared.routing.visit import Visit
from tests.bench.planner.child import run_peer
from tests.bench.planner.day import Routes
from tests.bench.planner.disrupted.facts import with_visits
from tests.bench.planner.disrupted.live import kept
from tests.bench.planner.disrupted.room import start_of
from tests.bench.planner.disrupted.solvers import Answer, Solver
from tests.bench.planner.rows import PEERS, SEED


@dataclass(frozen=True, slots=True)
class Peer:
    """One of `PEERS`, by name."""

    name: str
    with_promises: bool = False

    def __call__(self, problem: Problem, plan: Plan | None, limit_s: float) -> Answer:
        assert plan is not None
        began = perf_counter()
        told = compiled(self._told(problem, plan))
        rest = rest_of_day(told)
        prepared = perf_counter() - began
        with tempfile.TemporaryDirectory(prefix="rounds-bench-") as folder:
            path = Path(folder) / "rest.json"
            path.write_text(json.dumps(rest))
            found = run_peer(self.name, path, limit_s, SEED)
        routes, took = ({}, limit_s) if found is None else found
        began = perf_counter()
        # Who knows the promises waits for their hour, and is late rather than not there at all.
        answer = driven(problem, compiled(problem) if self.with_promises else told, routes)
        took += prepared + perf_counter() - began
        return Answer(answer, answer, took, took, took)

    def _told(self, problem: Problem, plan: Plan) -> Problem:
        """Without promises, or with those that are kept as the only window."""
        keeps = kept(problem, plan) if self.with_promises else frozenset()

        def told(visit: Visit) -> Visit:
            promise, plain = visit.promised, replace(visit, promised=None, told=None)
            if visit.id not in keeps or promise is None or visit.pinned is not None:
                return plain
            windows = _within(visit.windows_s, promise.window_s)
            if promise.therapist is None:
                return replace(plain, windows_s=windows)
            others = {shift.therapist for shift in problem.shifts} - {promise.therapist}
            barred = plain.forbidden_therapists | others
            return replace(plain, windows_s=windows, forbidden_therapists=barred)

        return with_visits(problem, told)


def _within(windows: tuple[Window, ...], promise: Window) -> tuple[Window, ...]:
    """The promised hour, where the visit may start in it without being late."""
    cut = [(max(opens, promise[0]), min(closes, promise[1])) for opens, closes in windows]
    return tuple(span for span in cut if span[0] <= span[1]) or windows


def rest_of_day(view: Compiled) -> dict[str, Any]:
    """What is left as a problem file of the plain kind that the peers read."""
    problem, roads = view.problem, _roads(view.problem)
    left = [v for v, visit in enumerate(problem.visits) if visit.pinned is None]
    shifts = [_shift(view, s, left) for s in range(len(problem.shifts))]
    open_shifts = [one for one in shifts if one is not None and _can_go_home(one, roads)]
    able = {name for shift in open_shifts for name in shift["skills"]}
    return {
        "travel_s": roads,
        "visits": [_visit(view, v) for v in left if problem.visits[v].id in able],
        "shifts": open_shifts,
    }


def _shift(view: Compiled, s: int, left: list[int]) -> dict[str, Any] | None:
    """From where the facts leave it; None where nothing more can be served."""
    problem, shift = view.problem, view.problem.shifts[s]
    done = facts_of(view, s)
    here, free = shift.start_location, max(shift.window_s[0], shift.open_from_s or 0)
    if done:
        last = problem.visits[done[-1]]
        here, free = last.location, max(free, start_of(last) + last.service_s)
    may = [problem.visits[v].id for v in left if view.start_list[s, v] >= 0]
    most = len(problem.visits) if shift.max_visits is None else shift.max_visits - len(done)
    if not may or most <= 0 or free > shift.window_s[1]:
        return None
    return {
        "id": shift.id,
        "therapist": shift.therapist,
        "start_location": here,
        "end_location": shift.end_location,
        "window_s": [free, shift.window_s[1]],
        "skills": may,
        "max_visits": most,
        "breaks": [
            {"window_s": list(rest.window_s), "duration_s": rest.duration_s}
            for rest in shift.breaks
            if free <= rest.window_s[0]
        ],
    }


def _can_go_home(shift: dict[str, Any], roads: list[list[int]]) -> bool:
    free, closes = shift["window_s"]
    return bool(free + roads[shift["start_location"]][shift["end_location"]] <= closes)


def facts_of(view: Compiled, s: int) -> tuple[int, ...]:
    """Visits that this shift has begun, in order."""
    visits, name = view.problem.visits, view.problem.shifts[s].id
    mine = [v for v, one in enumerate(visits) if one.pinned and one.pinned.shift == name]
    return tuple(sorted(mine, key=lambda v: start_of(visits[v])))


def _visit(view: Compiled, v: int) -> dict[str, Any]:
    """One skill stands for who may serve it; windows without the lateness that can be bought."""
    visit = view.problem.visits[v]
    rows = {int(row) for row in view.start_list[:, v] if row >= 0}
    spans = {
        (max(segment.opens_s, opens), min(segment.closes_s, closes))
        for row in rows
        for segment in view.start_lists[row]
        for opens, closes in visit.windows_s
    }
    windows = _merged([span for span in spans if span[0] <= span[1]])
    return {
        "id": visit.id,
        "location": visit.location,
        "service_s": visit.service_s,
        "windows_s": windows or [list(window) for window in visit.windows_s],
        "skills": [visit.id],
        "unassigned_cost": visit.unassigned_cost,
    }


def _merged(spans: Iterable[tuple[int, int]]) -> list[list[int]]:
    merged: list[list[int]] = []
    for opens, closes in sorted(spans):
        if merged and opens <= merged[-1][1] + 1:
            merged[-1][1] = max(merged[-1][1], closes)
        else:
            merged.append([opens, closes])
    return merged


def _roads(problem: Problem) -> list[list[int]]:
    """Rounded-up seconds of an average hour from now on."""
    now = max((shift.open_from_s or 0 for shift in problem.shifts), default=0)
    bands = problem.travel.bands
    ahead = [band for band in bands if band.from_s >= now] or [bands[-1]]
    mean = np.mean([np.array(band.travel_s) for band in ahead], axis=0)
    return [[int(one) for one in row] for row in np.ceil(mean)]


def driven(problem: Problem, view: Compiled, routes: Routes) -> Plan:
    """The peer's routes behind the facts, under the true rules; `view` is what it was told."""
    index = {visit.id: v for v, visit in enumerate(problem.visits)}
    placed: set[int] = set()
    told: list[Route] = []
    for s, shift in enumerate(problem.shifts):
        wanted = [index[name] for name in routes.get(shift.id, []) if name in index]
        route, found = _legal(view, s, [v for v in wanted if v not in placed])
        placed |= set(route)
        if found is not None and route:
            told.append(Route(shift.id, _stops(problem, route, found)))
    left_out = tuple(
        Unassigned(visit.id, Reason.PINNED_IMPOSSIBLE if visit.pinned else Reason.OUTPRIORITISED)
        for v, visit in enumerate(problem.visits)
        if v not in placed
    )
    return with_terms(problem, Plan(tuple(told), left_out, 0, 0, 0.0))


def _legal(view: Compiled, s: int, wanted: list[int]) -> tuple[tuple[int, ...], Schedule | None]:
    """The facts, then each visit in the peer's order that still fits behind those before it."""
    route = facts_of(view, s)
    found = cheapest_schedule(view, s, route)
    for v in wanted:
        longer = cheapest_schedule(view, s, (*route, v))
        if longer is not None:
            route, found = (*route, v), longer
    return route, found


def _stops(problem: Problem, route: tuple[int, ...], found: Schedule) -> tuple[Stop, ...]:
    return tuple(
        Stop(problem.visits[v].id, arrival, start, start + problem.visits[v].service_s)
        for v, (arrival, start) in zip(route, found.doors, strict=True)
    )


def peers() -> dict[str, Solver]:
    """Each peer twice: knowing no promises, and told them as hard windows."""
    return {
        **{name: Peer(name) for name in PEERS},
        **{f"{name}, promises told": Peer(name, with_promises=True) for name in PEERS},
    }
