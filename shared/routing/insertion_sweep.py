"""What one more visit would cost at least before each stop of each route, all at once, and in each
of the windows that are asked for.

Every place is timed to the end of its route, a leg at a time for all places together. Where each
stop has one span of starts and no break is due the answer is exact; elsewhere it is a bound: nobody
is earlier than without breaks and other spans, and no leg cheaper than at its best hour.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from shared.routing.compiled import Compiled, Ints
from shared.routing.live_day import LiveDay
from shared.routing.live_legs import Bools
from shared.routing.reading import Window
from shared.routing.spans import ALWAYS, EVER
from shared.routing.starts import within

# Farther than any two starts lie from each other.
_APART = 1 << 42


@dataclass(frozen=True, slots=True, eq=False)
class _Starts:
    """The spans in which the visit may start: row by row of its start lists (`row` by shift, -1
    without any), ascending in both ends in each row; `window` is the one that is asked for.
    """

    row: Ints
    opens_s: Ints
    closes_s: Ints
    due_s: Ints
    cost: Ints
    night: Ints
    window: Ints
    of_row: Ints


@dataclass(slots=True, eq=False)
class _Runs:
    """Partial routes side by side: the leg that was cut, the window that was asked for, the next
    leg, and the state so far.
    """

    place: Ints
    window: Ints
    leg: Ints
    here: Ints
    free_s: Ints
    cost: Ints
    travel_s: Ints
    night_s: Ints

    def keep(self, which: Bools) -> None:
        if which.all():
            return
        for one in fields(self):
            setattr(self, one.name, getattr(self, one.name)[which])


@dataclass(frozen=True, slots=True, eq=False)
class Bounds:
    """Legs that may be cut for the visit and the added cost at least; window by window, cheapest
    first.
    """

    window: Ints
    leg: Ints
    added_cost: Ints


def sweep(day: LiveDay, view: Compiled, v: int, windows_s: Sequence[Window] = ALWAYS) -> Bounds:
    """`view` is the day's, or the day's with this visit's starts cut down. The windows ascend in
    both ends; they may overlap.
    """
    runs = _first(day, view, v, _starts(view, v, windows_s))
    done: list[tuple[Ints, Ints, Ints]] = []
    service = int(view.service[v])
    while len(runs.leg):
        _drive(day, view, runs)
        last = day.legs.is_last[runs.leg]
        if last.any():
            done.append(_home(day, runs, last, service))
            runs.keep(~last)
        _serve(day, runs)
    if not done:
        nothing = np.zeros(0, dtype=np.int64)
        return Bounds(nothing, nothing, nothing)
    window, leg, cost = (np.concatenate(columns) for columns in zip(*done, strict=True))
    return _cheapest_first(window, leg, cost)


def _cheapest_first(window: Ints, leg: Ints, cost: Ints) -> Bounds:
    """Of each leg in each window its cheapest run."""
    order = np.lexsort((cost, window))
    key = window[order] * (int(leg.max(initial=0)) + 1) + leg[order]
    _, first = np.unique(key, return_index=True)
    chosen = order[np.sort(first)]
    return Bounds(window[chosen], leg[chosen], cost[chosen])


def _starts(view: Compiled, v: int, windows_s: Sequence[Window]) -> _Starts:
    lists, row = np.unique(view.start_list[:, v], return_inverse=True)
    known = [one for one in lists.tolist() if one >= 0]
    spans = [
        (*part, w, i)
        for i, one in enumerate(known)
        for segment in view.start_lists[one]
        for w, window in enumerate(windows_s)
        for part in within((segment,), (window,))
    ]
    table: Ints = np.array(spans, dtype=np.int64).reshape(len(spans), 7)
    return _Starts(row - (len(lists) - len(known)), *table.T)


def _first(day: LiveDay, view: Compiled, v: int, starts: _Starts) -> _Runs:
    """The ways to the visit's door and its service, once for each span of its starts."""
    legs, columns = day.legs, day.columns
    at, service = int(view.location[v]), int(view.service[v])
    p = np.flatnonzero(((starts.row >= 0) & columns.has_room)[legs.shift])
    before, leave, shift = legs.before[p], legs.leave_s[p], legs.shift[p]
    arrival = leave + leg_seconds(view, before, at, leave)
    latest = legs.latest_s[p] - day.least_s[at, legs.behind[p]] - service
    fits = arrival <= latest
    of, span = _met(starts, starts.row[shift[fits]], arrival[fits], latest[fits])
    p, before, leave, shift, arrival = (one[fits][of] for one in (p, before, leave, shift, arrival))
    start = np.maximum(arrival, starts.opens_s[span])
    driven, money = _priced(day, view, p, (before, at, leave), arrival - leave)
    cost = legs.cost[p] + money + view.assign_cost[shift, v] + starts.cost[span]
    cost += int(view.late_price[v]) * np.maximum(0, start - starts.due_s[span])
    cost += int(view.moved_price[v]) * np.maximum(0, start - int(view.moved_from[v]))
    travel = legs.travel_s[p] + driven
    night = legs.night_s[p] + starts.night[span] * service
    here = np.full(len(p), at)
    runs = _Runs(p, starts.window[span], p, here, start + service, cost, travel, night)
    runs.keep(driven <= columns.max_leg_s[shift])
    return runs


def _met(starts: _Starts, row: Ints, arrival: Ints, latest: Ints) -> tuple[Ints, Ints]:
    """Which legs can start in which spans: they are neighbours, since both ends ascend."""
    offset = starts.of_row * _APART
    first = np.searchsorted(starts.closes_s + offset, np.maximum(arrival, -EVER) + row * _APART)
    behind = np.searchsorted(
        starts.opens_s + offset, np.minimum(latest, EVER) + row * _APART, side="right"
    )
    many = np.maximum(behind - first, 0)
    of = np.repeat(np.arange(len(row)), many)
    span = np.arange(len(of)) - np.repeat(np.cumsum(many) - many, many) + first[of]
    return of, span


def _drive(day: LiveDay, view: Compiled, runs: _Runs) -> None:
    """On to the far end of the next leg."""
    ends = day.legs.behind[runs.leg]
    way = leg_seconds(view, runs.here, ends, runs.free_s)
    driven, money = _priced(day, view, runs.leg, (runs.here, ends, runs.free_s), way)
    runs.free_s = runs.free_s + way
    runs.cost = runs.cost + money
    runs.travel_s = runs.travel_s + driven
    runs.here = ends
    runs.keep(driven <= day.columns.max_leg_s[day.legs.shift[runs.leg]])


def _serve(day: LiveDay, runs: _Runs) -> None:
    """The stop at which the runs have arrived."""
    legs, at = day.legs, runs.leg
    start = np.maximum(runs.free_s, legs.opens_s[at])
    runs.cost = runs.cost + legs.price[at]
    if legs.late_price.any():
        runs.cost += legs.late_price[at] * np.maximum(0, start - legs.due_s[at])
    if legs.moved_price.any():
        runs.cost += legs.moved_price[at] * np.maximum(0, start - legs.moved_from[at])
    runs.night_s = runs.night_s + legs.at_night_s[at]
    runs.free_s = start + legs.service_s[at]
    runs.leg = at + 1
    runs.keep(start <= legs.closes_s[at])


def _home(day: LiveDay, runs: _Runs, last: Bools, service_s: int) -> tuple[Ints, Ints, Ints]:
    """Who is home legally: window, leg that was cut, and what the whole route costs more."""
    columns = day.columns
    place, back, travel = runs.place[last], runs.free_s[last], runs.travel_s[last]
    shift = day.legs.shift[place]
    work = travel + columns.service_s[shift] + service_s
    legal = (
        (back <= columns.latest_end_s[shift])
        & (travel <= columns.max_travel_s[shift])
        & (work <= columns.max_work_s[shift])
    )
    cost = runs.cost[last] - columns.base_cost[shift]
    cost += columns.overtime_price[shift] * np.maximum(0, back - columns.closes_s[shift])
    above, price = columns.load_above_s[shift], columns.load_price[shift]
    cost += columns.load_weight[shift] * _stepped(above, price, work)
    above, price = columns.night_above_s[shift], columns.night_price[shift]
    cost += columns.night_weight[shift] * _stepped(above, price, runs.night_s[last])
    return runs.window[last][legal], place[legal], cost[legal]


def _stepped(above_s: Ints, price: Ints, seconds: Ints) -> Ints:
    """Each step's share rounded down by itself."""
    total: Ints = (price * np.maximum(0, seconds[:, None] - above_s) // 60).sum(axis=1)
    return total


def _priced(
    day: LiveDay, view: Compiled, leg: Ints, way: tuple[Ints, Ints | int, Ints], seconds: Ints
) -> tuple[Ints, Ints]:
    """Seconds driven and their cost; at the best hour where the hour is not certain."""
    start, end, leave = way
    exact = day.legs.is_exact[leg]
    driven = seconds
    if not exact.all():
        driven = np.where(exact, seconds, day.least_s[start, end])
    money = driven * view.travel_price
    if len(view.toll_from):
        band = np.maximum(np.searchsorted(view.toll_from, leave, side="right") - 1, 0)
        money += np.where(exact, view.toll[band, start, end], day.least_toll[start, end])
    return driven, money


def leg_seconds(view: Compiled, start: Ints, end: Ints | int, departure_s: Ints) -> Ints:
    """Linear between band starts, rounded up; constant outside them."""
    begins, places = view.band_from, view.travel_s.shape[1]
    # One flat index is several times faster than three.
    ways, cell = view.travel_s.ravel(), start * places + end
    if len(begins) == 1:
        only: Ints = ways.take(cell)
        return only
    k = np.searchsorted(begins, departure_s, side="right")
    before, behind = np.maximum(k - 1, 0), np.minimum(k, len(begins) - 1)
    low = ways.take(before * (places * places) + cell)
    high = ways.take(behind * (places * places) + cell)
    from_s = begins.take(before)
    span = np.maximum(begins.take(behind) - from_s, 1)
    seconds: Ints = low - (low - high) * (departure_s - from_s) // span
    return seconds
