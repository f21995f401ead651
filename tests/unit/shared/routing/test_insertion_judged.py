"""Insertion judged by the verifier: what is offered is legal at its cost, and nothing is missed."""

import random
from collections.abc import Iterator, Mapping, Sequence
from itertools import product

import pytest

from shared.routing.insertion_spots import Spot, best_by_window, schedule_with
from shared.routing.live_day import LiveDay, live_day
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.rules import lateness, promised
from shared.routing.schedule import Door
from shared.routing.verify import verify
from shared.routing.visit import Visit
from tests.support.days import day_file
from tests.support.judged import Filled, filled_by_insertion, plan_of

_GRID = [(opens, opens + 3600) for opens in range(0, 27_000, 1800)]
Broken = set[tuple[str, str | None]]
Doors = Mapping[int, Door]
Route = tuple[int, ...]
Routes = list[Route]


def _filled(seed: int, *, facts: bool) -> tuple[random.Random, Problem, Filled]:
    rng = random.Random(seed)
    document = day_file(rng, visits=8, share=rng.choice((0.1, 0.3, 0.5)))
    for visit in document["visits"]:
        if not facts and "pinned" in visit:
            visit["pinned"].pop("start_s", None)
    one = problem_from_json(document)
    return rng, one, filled_by_insertion(one, rng, share=0.5)


def _read(filled: Filled, *, strictly: bool) -> LiveDay:
    starts = {v: door[1] for v, door in filled.doors.items()}
    return live_day(filled.view, filled.routes, starts, strictly=strictly)


def _broken(one: Problem, plan: Plan) -> Broken:
    return {(found.rule, found.visit) for found in verify(one, plan).violations}


def _with(filled: Filled, v: int, s: int, position: int) -> Routes:
    routes = list(filled.routes)
    routes[s] = (*routes[s][:position], v, *routes[s][position:])
    return routes


def _is_no_worse(one: Problem, filled: Filled, doors: Doors, s: int, route: Route) -> bool:
    """Nobody is later after a window or outside a promise who was not before; nobody is home later
    than before, or than the shift closes.
    """
    for u, (_, before) in filled.doors.items():
        visit, now = one.visits[u], doors[u][1]
        late, was_late = lateness.late_s(visit, now), lateness.late_s(visit, before)
        as_late = was_late and now <= before and now - late == before - was_late
        if late and not as_late:
            return False
        therapist = one.shifts[next(t for t, r in enumerate(filled.routes) if u in r)].therapist
        if promised.is_broken(visit, therapist, now) > promised.is_broken(visit, therapist, before):
            return False
    before_s = _back_s(one, filled.routes[s], filled.doors, s)
    return _back_s(one, route, doors, s) <= max(one.shifts[s].window_s[1], before_s)


def _back_s(one: Problem, route: Sequence[int], doors: Doors, s: int) -> int:
    shift = one.shifts[s]
    opens = max(shift.window_s[0], shift.open_from_s or shift.window_s[0])
    if not route:
        return opens
    last = one.visits[route[-1]]
    leave = max(opens, doors[route[-1]][1] + last.service_s)
    return leave + one.travel.seconds(last.location, shift.end_location, leave)


@pytest.mark.parametrize("block", range(8))
def test_what_is_offered_is_legal_and_costs_what_the_verifier_reckons(block: int) -> None:
    """On random days with random rules, ties too: the verifier finds nothing new in the plan with
    the visit, and its cost differs by what was told; read strictly, nobody else pays.
    """
    offered = 0
    for seed in range(block * 25, block * 25 + 25):
        _, one, filled = _filled(seed, facts=True)
        before = plan_of(one, filled.routes, filled.doors)
        known = _broken(one, before)
        for v, strictly in product(filled.left_out[:3], (False, True)):
            left_out = int(filled.view.leave_out[v])
            for spot, routes, doors in _offers(filled, v, strictly=strictly):
                offered += 1
                plan = plan_of(one, routes, doors)
                assert _broken(one, plan) <= known, seed
                assert plan.cost - before.cost == spot.added_cost - left_out, seed
                route = routes[spot.shift]
                fair = _is_no_worse(one, filled, doors, spot.shift, route)
                assert fair or not strictly, seed
    assert offered > 100


def _offers(filled: Filled, v: int, *, strictly: bool) -> Iterator[tuple[Spot, Routes, Doors]]:
    """The best of each window, driven."""
    day = _read(filled, strictly=strictly)
    for window, spot in zip(_GRID, best_by_window(day, v, _GRID), strict=True):
        if spot is not None:
            found = schedule_with(day, v, spot.shift, spot.position, window)
            routes = _with(filled, v, spot.shift, spot.position)
            assert found is not None
            doors = filled.doors | dict(zip(routes[spot.shift], found.doors, strict=True))
            assert window[0] <= doors[v][1] == spot.start_s <= window[1]
            yield spot, routes, doors


@pytest.mark.parametrize("block", range(8))
def test_no_place_is_missed(block: int) -> None:
    """Whatever way of driving the visit the verifier passes, in each window that its start is in
    there is an offer, and no dearer one where travel and tolls do not hang on the hour.
    """
    passed = 0
    for seed in range(2000 + block * 25, 2000 + block * 25 + 25):
        rng, one, filled = _filled(seed, facts=False)
        before = plan_of(one, filled.routes, filled.doors)
        known = _broken(one, before)
        for v in filled.left_out[:3]:
            loose, strict = (
                best_by_window(_read(filled, strictly=strictly), v, _GRID)
                for strictly in (False, True)
            )
            for s, routes, doors in _tries(rng, one, filled, v):
                plan = plan_of(one, routes, doors)
                if _broken(one, plan) - known:
                    continue
                passed += 1
                added = plan.cost - before.cost + int(filled.view.leave_out[v])
                fair = _is_no_worse(one, filled, doors, s, routes[s])
                for w in _windows_of(doors[v][1]):
                    for spot in (loose[w], strict[w]) if fair else (loose[w],):
                        assert spot is not None, (seed, v, s)
                        if one.travel.is_constant and not one.toll_bands:
                            assert spot.added_cost <= added, (seed, v, s)
    assert passed > 100


def _windows_of(start_s: int) -> list[int]:
    return [w for w, (opens, closes) in enumerate(_GRID) if opens <= start_s <= closes]


def _tries(
    rng: random.Random, one: Problem, filled: Filled, v: int
) -> Iterator[tuple[int, Routes, Doors]]:
    """Every position of every shift driven a few times, with starts drawn at random."""
    for s in range(len(one.shifts)):
        for position in range(len(filled.routes[s]) + 1):
            routes = _with(filled, v, s, position)
            for _ in range(15):
                yield s, routes, filled.doors | _drawn(rng, one, s, routes[s])


def _drawn(rng: random.Random, one: Problem, s: int, route: Sequence[int]) -> dict[int, Door]:
    """As early as can be, or at some later instant at which something opens or ends."""
    shift, doors = one.shifts[s], {}
    here = shift.start_location
    leave = max(shift.window_s[0], shift.open_from_s or shift.window_s[0])
    for u in route:
        visit = one.visits[u]
        arrival = leave + one.travel.seconds(here, visit.location, leave)
        later = [mark for mark in _marks(one, s, visit, arrival) if mark > arrival]
        start = rng.choice([arrival, *later, *([min(later)] * 4 if later else [arrival])])
        if arrival < visit.windows_s[0][0] and rng.random() < 0.5:
            start = max(start, visit.windows_s[0][0])
        doors[u] = (arrival, start)
        here, leave = visit.location, start + visit.service_s
    return doors


def _marks(one: Problem, s: int, visit: Visit, arrival: int) -> Iterator[int]:
    yield from (opens for opens, _ in visit.windows_s)
    for rest in one.shifts[s].breaks:
        yield max(arrival, rest.window_s[0]) + rest.duration_s
    for place in one.places:
        if place.location == visit.location:
            yield from (opens for opens, _ in place.access_s)
    yield from (ends for _, ends in one.nights_s)
    for windows in one.shifts[s].skill_windows_s.values():
        yield from (opens for opens, _ in windows)
    yield arrival + 600
