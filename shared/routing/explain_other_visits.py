"""Which visit could make room for an unassigned one by going elsewhere."""

from collections.abc import Iterator
from dataclasses import replace

from shared.routing.changes import MoveOther
from shared.routing.insertion_spots import Spot, best_spots, spot_of
from shared.routing.insertion_ties import is_tied
from shared.routing.live_day import LiveDay
from shared.routing.proven import Suggestion
from shared.routing.schedule import Schedule
from shared.routing.schedule_gaps import cheapest_keeping_gaps

# Who is served at about the same time makes room most likely; the others are not tried.
MOST_TRIED = 40

_Route = tuple[int, ...]


def by_moving_others(day: LiveDay, v: int, most: int = 2) -> list[Suggestion]:
    """The cheapest `most` of them. Nobody who is under way, pinned or tied is moved."""
    if is_tied(day.view, v) or day.view.problem.visits[v].pinned is not None:
        return []
    found = [
        one for s, other in _candidates(day, v) if (one := _swapped(day, v, s, other)) is not None
    ]
    return sorted(found, key=lambda one: (one.added_cost, one.spot))[:most]


def _candidates(day: LiveDay, v: int) -> list[tuple[int, int]]:
    """Shift and visit, nearest in time first."""
    view = day.view
    found: list[tuple[int, int, int]] = []
    for other, s in day.shift_of.items():
        row = int(view.start_list[s, v])
        given = view.problem.visits[other]
        if row < 0 or day.schedules[s] is None or given.pinned or given.must:
            continue
        if not is_tied(view, other) and other in day.start_of:
            start = day.start_of[other]
            away = min(
                max(one.opens_s - start, start - one.closes_s, 0) for one in view.start_lists[row]
            )
            found.append((away, s, other))
    return [(s, other) for _, s, other in sorted(found)[:MOST_TRIED]]


def _swapped(day: LiveDay, v: int, s: int, other: int) -> Suggestion | None:
    """The visit instead of the other, and the other wherever it fits best then."""
    shorter = tuple(u for u in day.routes[s] if u != other)
    put = _best_in(day, s, shorter, v)
    base = day.schedules[s]
    if put is None or base is None:
        return None
    route, schedule = put
    within = _best_in(day, s, route, other)
    elsewhere = _best_elsewhere(day, s, other)
    away = None if elsewhere is None else schedule.cost - base.cost + elsewhere.added_cost
    here = None if within is None else within[1].cost - base.cost
    shifts, visits = day.view.problem.shifts, day.view.problem.visits
    if within is not None and here is not None and (away is None or here <= away):
        routes, schedule, added = {s: within[0]}, within[1], here
        change = MoveOther(visits[other].id, shifts[s].id)
    elif elsewhere is not None and away is not None:
        longer = _with(day.routes[elsewhere.shift], other, elsewhere.position)
        routes, added = {s: route, elsewhere.shift: longer}, away
        change = MoveOther(visits[other].id, shifts[elsewhere.shift].id)
    else:
        return None
    position = routes[s].index(v)
    spot = replace(spot_of(day, schedule, s, position), added_cost=added)
    return Suggestion(change, spot, added, routes)


def _best_elsewhere(day: LiveDay, s: int, other: int) -> Spot | None:
    room = day.columns.has_room.copy()
    room[s] = False
    for s2 in _bound_by_gaps(day, s):
        room[s2] = False
    spots = best_spots(replace(day, columns=replace(day.columns, has_room=room)), other, 1)
    return spots[0] if spots else None


def _bound_by_gaps(day: LiveDay, s: int) -> set[int]:
    """Shifts with a visit that keeps its distance to one of this shift: they are not re-timed
    both at once.
    """
    pairs = ((day.shift_of.get(a), day.shift_of.get(b)) for a, b, _, _ in day.view.gaps)
    return {t for pair in pairs if s in pair for t in pair if t is not None}


def _best_in(day: LiveDay, s: int, route: _Route, v: int) -> tuple[_Route, Schedule] | None:
    return min(_all_in(day, s, route, v), key=lambda one: one[1].cost, default=None)


def _all_in(day: LiveDay, s: int, route: _Route, v: int) -> Iterator[tuple[_Route, Schedule]]:
    for k in range(len(route) + 1):
        longer = _with(route, v, k)
        schedule = cheapest_keeping_gaps(day.view, s, longer)
        if schedule is not None:
            yield longer, schedule


def _with(route: _Route, v: int, position: int) -> _Route:
    return (*route[:position], v, *route[position:])
