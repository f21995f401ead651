"""A day's live routes as arrays over all their legs, for asking where one more visit fits.

For each leg of each route: when it is left at the earliest and what the route has cost by then
(forward), and by when its far end must be reached so that all behind is still legal (backward,
docs/optimiser.md equation 3). `insertion_sweep` reads nothing else. numpy only: who answers
a caller does not wait for compilers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from shared.routing.compiled import Compiled, Ints
from shared.routing.compiled_shifts import NEVER
from shared.routing.insertion_ties import tied
from shared.routing.schedule import Label, Schedule, closed, first_labels, longer_labels
from shared.routing.starts import Segment

Bools = npt.NDArray[np.bool_]
Labels = tuple[tuple[Label, ...], ...]


@dataclass(frozen=True, slots=True, eq=False)
class Legs:
    """One entry a leg, route by route in order; the last leg of a route leads home. `opens_s` to
    `service_s` are of the stop at the leg's far end (of no meaning on the way home).
    """

    shift: Ints
    position: Ints
    before: Ints
    behind: Ints
    is_last: Bools
    is_exact: Bools
    leave_s: Ints
    cost: Ints
    travel_s: Ints
    night_s: Ints
    latest_s: Ints
    opens_s: Ints
    closes_s: Ints
    due_s: Ints
    price: Ints
    late_price: Ints
    moved_from: Ints
    moved_price: Ints
    at_night_s: Ints
    service_s: Ints


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
    view: Compiled, routes: Sequence[Sequence[int]], starts: Mapping[int, int] | None = None
) -> LiveDay:
    """The arrays of these routes. `starts` are the stops' present starts, which visits tied to
    others keep to; left out, those of each route's cheapest schedule.
    """
    kept = tuple(tuple(route) for route in routes)
    if view.pairs or view.gaps:
        if starts is None:
            alone = [_timed(view, s, route)[0] for s, route in enumerate(kept)]
            starts = _starts(kept, alone)
        view = tied(view, kept, starts)
    timed = [_timed(view, s, route) for s, route in enumerate(kept)]
    schedules = tuple(one for one, _ in timed)
    labels = tuple(one for _, one in timed)
    shift_of = {v: s for s, route in enumerate(kept) for v in route}
    tolls = view.toll if len(view.toll) else np.zeros((1, *view.travel_s.shape[1:]), dtype=np.int64)
    return LiveDay(
        view=view,
        routes=kept,
        schedules=schedules,
        labels=labels,
        legs=_legs(view, kept, schedules, labels),
        columns=_columns(view, kept, schedules),
        least_s=view.travel_s.min(axis=0),
        least_toll=tolls.min(axis=0),
        shift_of=shift_of,
        start_of=_starts(kept, schedules) | dict(starts or {}),
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
    return closed(view, s, labels[-1], route), tuple(tuple(one) for one in labels)


def _legs(
    view: Compiled,
    routes: Sequence[tuple[int, ...]],
    schedules: Sequence[Schedule | None],
    labels: Sequence[Labels],
) -> Legs:
    rows: list[tuple[int, ...]] = []
    for s, route in enumerate(routes):
        if schedules[s] is not None:
            rows += _rows(view, s, route, labels[s])
    table = np.array(rows, dtype=np.int64).reshape(len(rows), len(Legs.__slots__))
    columns = {name: np.ascontiguousarray(table[:, i]) for i, name in enumerate(Legs.__slots__)}
    is_last, is_exact = (columns.pop(name).astype(np.bool_) for name in ("is_last", "is_exact"))
    return Legs(is_last=is_last, is_exact=is_exact, **columns)


def _rows(view: Compiled, s: int, route: tuple[int, ...], labels: Labels) -> list[tuple[int, ...]]:
    """The entries of `Legs` in the order of its fields."""
    shift = view.shifts[s]
    nodes = [shift.start, *(int(view.location[v]) for v in route), shift.end]
    latest, starts = _backward(view, s, route)
    is_exact = not shift.breaks and all(len(one) == 1 for one in starts)
    rows: list[tuple[int, ...]] = []
    for k, known in enumerate(labels):
        is_last = k == len(route)
        stop = (
            (0,) * 9
            if is_last
            else _stop(view, route[k], int(view.assign_cost[s, route[k]]), starts[k])
        )
        leave = max(min(one.leave_s for one in known), shift.opens_s)
        states = [(one.cost, one.travel_s, one.night_s) for one in known]
        so_far = [min(one[i] for one in states) for i in range(3)]
        flags = (int(is_last), int(is_exact))
        rows.append((s, k, nodes[k], nodes[k + 1], *flags, leave, *so_far, latest[k], *stop))
    return rows


def _stop(view: Compiled, v: int, wish: int, starts: Sequence[Segment]) -> tuple[int, ...]:
    """Exact where there is one segment, else no start is earlier and none cheaper."""
    return (
        starts[0].opens_s,
        starts[-1].closes_s,
        max(one.due_s for one in starts),
        wish + min(one.cost for one in starts),
        int(view.late_price[v]),
        int(view.moved_from[v]),
        int(view.moved_price[v]),
        min(one.night for one in starts) * int(view.service[v]),
        int(view.service[v]),
    )


def _backward(
    view: Compiled, s: int, route: Sequence[int]
) -> tuple[list[int], list[tuple[Segment, ...]]]:
    """By when each leg must end, home's last; and the starts of each stop that can be met at all.

    Exact but for breaks, because nobody overtakes and waiting is allowed.
    """
    travel, shift = view.problem.travel, view.shifts[s]
    by, behind = shift.latest_end_s, shift.end
    latest, starts = [by], []
    for v in reversed(route):
        here = int(view.location[v])
        limit = travel.latest_departure_s(here, behind, by) - int(view.service[v])
        given = view.start_lists[int(view.start_list[s, v])]
        # Behind facts nothing may be in reach; nothing is put before those then.
        met = tuple(one for one in given if one.opens_s <= limit) or given[:1]
        in_time = [min(one.closes_s, limit) for one in met if one.opens_s <= limit]
        by, behind = max(in_time, default=-NEVER), here
        latest.append(by)
        starts.append(met)
    return latest[::-1], starts[::-1]


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
