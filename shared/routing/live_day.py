"""A day's live routes as arrays over all their legs, for asking where one more visit fits.

For each leg of each route: when it is left at the earliest and what the route has cost by then
(forward), and by when its far end must be reached so that all behind is still legal (backward,
docs/optimiser.md equation 3). `insertion_sweep` reads nothing else. numpy only: who answers
a caller does not wait for compilers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shared.routing.compiled import Compiled, Ints
from shared.routing.insertion_ties import tied
from shared.routing.live_legs import Bools, Labels, Legs, legs_of, replaced_legs
from shared.routing.schedule import Schedule, closed, first_labels, longer_labels
from shared.routing.schedule_gaps import cheapest_keeping_gaps, gaps_within
from shared.routing.strict import strict
from shared.routing.travel import Travel
from shared.routing.travel_table import least_of, table_of


@dataclass(frozen=True, slots=True, eq=False)
class ShiftColumns:
    """One entry a shift; caps as in `ShiftView`. Load steps are padded by steps without price."""

    has_room: Bools
    base_cost: Ints
    service_s: Ints
    opens_s: Ints
    closes_s: Ints
    latest_end_s: Ints
    max_leg_s: Ints
    max_travel_s: Ints
    max_work_s: Ints
    overtime_price: Ints
    load_weight: Ints
    load_above_s: Ints
    load_price: Ints
    night_weight: Ints
    night_above_s: Ints
    night_price: Ints


@dataclass(frozen=True, slots=True, eq=False)
class LiveDay:
    """Routes by shift index as visit indices. A sequence without legal schedule takes nothing in:
    its entry in `schedules` is None.
    """

    view: Compiled
    routes: tuple[tuple[int, ...], ...]
    schedules: tuple[Schedule | None, ...]
    labels: tuple[Labels, ...]
    legs: Legs
    columns: ShiftColumns
    least_s: Ints
    least_toll: Ints
    shift_of: Mapping[int, int]
    start_of: Mapping[int, int]


def live_day(
    view: Compiled,
    routes: Sequence[Sequence[int]],
    starts: Mapping[int, int] | None = None,
    *,
    strictly: bool = False,
) -> LiveDay:
    """The arrays of these routes. `starts` are the stops' present starts, which visits tied to
    others keep to; left out, those of each route's cheapest schedule. Read `strictly` nothing that
    is added may cost anybody a promise (`strict`).
    """
    kept = tuple(tuple(route) for route in routes)
    if view.pairs or view.gaps:
        if starts is None:
            alone = [_timed(view, s, route)[0] for s, route in enumerate(kept)]
            starts = _starts(kept, alone)
        view = tied(view, kept, starts)
    timed = [_timed(view, s, route) for s, route in enumerate(kept)]
    if strictly:
        found = [one for one, _ in timed]
        view, changed = strict(view, found, _starts(kept, found) | dict(starts or {}), kept)
        for s in changed:
            timed[s] = _timed(view, s, kept[s])
    return _day(view, kept, timed, starts or {})


def taking(day: LiveDay, v: int, s: int, position: int) -> LiveDay:
    """The day in which visit index `v`, which is on no route, has this legal place. Visits tied to
    it elsewhere are not told: where there are pairs or gaps the day is read anew (`live_day`).
    """
    routes = tuple(
        (*route[:position], v, *route[position:]) if s == t else route
        for t, route in enumerate(day.routes)
    )
    found, labels = _timed(day.view, s, routes[s])
    schedules = (*day.schedules[:s], found, *day.schedules[s + 1 :])
    first, behind = np.searchsorted(day.legs.shift, (s, s + 1)).tolist()
    return replace(
        day,
        routes=routes,
        schedules=schedules,
        labels=(*day.labels[:s], labels, *day.labels[s + 1 :]),
        legs=replaced_legs(day.legs, first, behind, legs_of(day.view, [(s, routes[s], labels)])),
        columns=_columns(day.view, routes, schedules),
        shift_of={**day.shift_of, v: s},
        start_of={**day.start_of, **_starts(routes[s : s + 1], [found])},
    )


def with_more_places(day: LiveDay, travel: Travel) -> LiveDay | None:
    """The day that knows more places, numbered behind its own; None if between its own the travel
    times are no longer the same.
    """
    places, table = day.view.travel_s.shape[1], table_of(travel)
    if not np.array_equal(table[:, :places, :places], day.view.travel_s):
        return None
    view = replace(day.view, problem=replace(day.view.problem, travel=travel), travel_s=table)
    return replace(day, view=view, least_s=least_of(travel), least_toll=_least_toll(view))


def _least_toll(view: Compiled) -> Ints:
    least: Ints = np.zeros(view.travel_s.shape[1:], dtype=np.int64)
    if len(view.toll):
        least = view.toll.min(axis=0)
    return least


def _day(
    view: Compiled,
    routes: tuple[tuple[int, ...], ...],
    timed: Sequence[tuple[Schedule | None, Labels]],
    starts: Mapping[int, int],
) -> LiveDay:
    schedules, labels = tuple(one for one, _ in timed), tuple(one for _, one in timed)
    return LiveDay(
        view=view,
        routes=routes,
        schedules=schedules,
        labels=labels,
        legs=legs_of(
            view,
            [(s, routes[s], labels[s]) for s, one in enumerate(schedules) if one is not None],
        ),
        columns=_columns(view, routes, schedules),
        least_s=least_of(view.problem.travel),
        least_toll=_least_toll(view),
        shift_of={v: s for s, route in enumerate(routes) for v in route},
        start_of=_starts(routes, schedules) | dict(starts),
    )


def _starts(
    routes: Sequence[Sequence[int]], schedules: Sequence[Schedule | None]
) -> dict[int, int]:
    return {
        v: door[1]
        for route, found in zip(routes, schedules, strict=True)
        if found is not None
        for v, door in zip(route, found.doors, strict=True)
    }


def _timed(view: Compiled, s: int, route: tuple[int, ...]) -> tuple[Schedule | None, Labels]:
    """The cheapest schedule, and the partial ones before each leg."""
    labels = [first_labels(view, s)]
    for i in range(len(route)):
        labels.append(longer_labels(view, s, labels[-1], route[: i + 1]))
    within = bool(gaps_within(view, route))
    found = cheapest_keeping_gaps(view, s, route) if within else closed(view, s, labels[-1], route)
    return found, tuple(tuple(one) for one in labels)


def _columns(
    view: Compiled, routes: Sequence[tuple[int, ...]], schedules: Sequence[Schedule | None]
) -> ShiftColumns:
    shifts = view.shifts
    load, nights = _steps([one.load for one in shifts]), _steps([one.night_load for one in shifts])
    names = ("opens_s", "closes_s", "latest_end_s", "max_leg_s", "max_travel_s", "max_work_s")
    plain = {
        name: np.array([getattr(one, name) for one in shifts], dtype=np.int64)
        for name in (*names, "overtime_price", "load_weight", "night_weight")
    }
    room = [
        found is not None and len(route) < one.max_visits
        for found, route, one in zip(schedules, routes, shifts, strict=True)
    ]
    base = [0 if one is None else one.cost for one in schedules]
    service = [sum(int(view.service[v]) for v in route) for route in routes]
    return ShiftColumns(
        has_room=np.array(room, dtype=np.bool_),
        base_cost=np.array(base, dtype=np.int64),
        service_s=np.array(service, dtype=np.int64),
        load_above_s=load[:, :, 0],
        load_price=load[:, :, 1],
        night_above_s=nights[:, :, 0],
        night_price=nights[:, :, 1],
        **plain,
    )


def _steps(shifts: Sequence[Sequence[tuple[int, int]]]) -> Ints:
    most = max(map(len, shifts), default=0)
    padded = [[*steps, *[(0, 0)] * (most - len(steps))] for steps in shifts]
    return np.array(padded, dtype=np.int64).reshape(len(shifts), most, 2)
