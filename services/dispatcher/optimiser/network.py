"""The problem as arrays: who may serve whom, when, at what price (docs/optimiser.md section 4).

Read from `Compiled`, which has every rule of one shift and one visit worked in. What is left for
the kernels are ways, limits and prices of whole routes, and ties of visits. Costs inside the
kernels are whole multiples of 1/1024 of a cost unit (`SCALE`), so that prices from the linear
programme are exact there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.arcs import successors
from services.dispatcher.optimiser.leads import (
    LEAD_UNIT,
    calm_from,
    fall_rates,
    lead_growth,
    settled_from,
)
from services.dispatcher.optimiser.ways import (
    Table,
    is_leg_in_doubt,
    reach_of,
    table_of,
    toll_drops,
    tolls_of,
)
from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import ShiftView
from shared.routing.cost_ceiling import ceilings
from shared.routing.problem import Problem

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

SCALE = 1024
FAR = 1 << 60
# Prices are cut where no plan would pay them, so that 64 bits hold the sum of any route.
MOST = 1 << 44
# A deterrent is cut where doubles would no longer tell what is behind it.
_DEAR = 1 << 40

OPENS, BEGINS, SOFT, HARD, OVERTIME, MAX_VISITS, MAX_TRAVEL, FLAGS, RESTS, FIXED = range(10)
MAX_LEG, MAX_WORK, LOAD, NIGHT_LOAD = range(10, 14)
# See `leads.py`; the last is the longest leg at any hour.
SETTLED, CALM, FALLS, GROWTH, ROAD = range(14, 19)
RESTING, COUNTED, METERED, CHOOSING, TIMED, WORKED, LOADED, NIGHTLY, TOLLED, STRICT = (
    1 << bit for bit in range(10)
)
SAME_RESTS = 1 << 10
OWING = WORKED | LOADED | NIGHTLY | TOLLED | STRICT
BEFORE, DIRECTLY, APART = range(3)


class Net(NamedTuple):
    """Rows of shifts are groups: shifts that differ in nothing but their name."""

    starts: Ints  # band starts
    legs: Small  # band, visit, visit
    out: Small  # band, group, visit
    back: Small  # band, visit, group
    closed: Small  # visit, visit: least seconds from leaving one to reaching the other
    drives: Small  # of these, least seconds on the road; empty where no shift limits travel
    homes: Ints  # group, visit, least seconds (driven, worked) from it to the end, where limited
    toll_bands: Ints  # start, and what a leg may save by waiting for it, by toll band
    tolls: Ints  # toll band, place, place: places are visits, then the groups' start or end
    service: Ints
    shortest: int  # service of all
    opens: Ints  # group, visit, segment
    closes: Ints  # the instant from which it is late
    lasts: Ints
    extra: Ints  # group, visit, segment, (its price, whether its service counts as night)
    late: Ints  # price of a second late, by visit
    moved: Ints  # visit, (the start from which a second more costs, how much)
    serve: Ints  # group, visit: what serving costs beside way and time
    ok: Flags  # group, visit
    timed: Flags  # visit is pinned to a time
    hours: Ints  # group, the columns named above
    rests: Ints  # group, break, (opens, closes, seconds)
    loads: Ints  # of work and of nights, group, step, (above seconds, price of a minute)
    price: int  # of a second of travel
    first: Ints  # group, visit (last row: the start place): where its successors begin
    after: Small
    ties: Ints  # tie, (visit, visit, BEFORE or DIRECTLY before or APART in routes)


@dataclass(frozen=True, slots=True)
class Network:
    """`members` are the shifts of each group, `group_of` its inverse; `leave_out` the true cost of
    no stop, `penalty` the same with the deterrent of a pin or of what must be served.
    """

    view: Compiled
    net: Net
    members: tuple[tuple[int, ...], ...]
    group_of: Ints
    leave_out: tuple[int, ...]
    penalty: tuple[int, ...]

    @property
    def problem(self) -> Problem:
        return self.view.problem

    @property
    def visits(self) -> int:
        return len(self.view.location)

    @property
    def groups(self) -> int:
        return len(self.members)


def network_of(view: Compiled) -> Network:
    firsts = [shifts[0] for shifts in view.groups]
    group_of = np.zeros(len(view.shifts), dtype=np.int64)
    for g, shifts in enumerate(view.groups):
        group_of[list(shifts)] = g
    leave_out = view.leave_out.tolist()
    deterrent = _deterrent(view.problem)
    held = view.must | (view.pin_shift >= 0)
    return Network(
        view=view,
        net=_net(view, firsts),
        members=view.groups,
        group_of=group_of,
        leave_out=tuple(leave_out),
        penalty=tuple(
            min(MOST, cost) + (deterrent if holds else 0)
            for cost, holds in zip(leave_out, held.tolist(), strict=True)
        ),
    )


def _deterrent(problem: Problem) -> int:
    """More than any plan saves by leaving out what is pinned or must be served."""
    most = ceilings(
        problem.travel, problem.visits, problem.shifts, problem.weights, problem.toll_bands
    )
    return min(_DEAR, 1 + sum(most.values()))


def _net(view: Compiled, firsts: Sequence[int]) -> Net:
    shifts = [view.shifts[s] for s in firsts]
    travel = table_of(view.travel_s, view, shifts)
    rows = view.start_list[firsts].reshape(len(firsts), len(view.location))
    ok = rows >= 0
    timed = np.array([at < FAR for at in view.pin_start.tolist()], dtype=np.bool_)
    hours, rests = _hours(shifts)
    windows = _windows(view, rows, hours, travel.back.min(axis=0).T)
    legs, out, back = (one.astype(np.int32) for one in travel)
    opens, _, lasts, _, _ = windows
    _flag(view, hours, lasts, ok, timed, is_leg_in_doubt(travel, hours[:, MAX_LEG]))
    _lead(view, travel, hours)
    least = legs.min(axis=0)
    is_metered, is_worked = (hours[:, FLAGS] & flag != 0 for flag in (METERED, WORKED))
    first, after = successors(least, out.min(axis=0), view.service, opens, lasts, ok, timed, hours)
    return Net(
        view.band_from, legs, out, back,
        *reach_of(least, travel.back.min(axis=0), view.service, is_metered, is_worked),
        np.array([view.toll_from, SCALE * toll_drops(view.toll)], dtype=np.int64),
        tolls_of(SCALE * view.toll, view, shifts),
        service=view.service,
        shortest=int(view.service.min(initial=FAR)),
        opens=opens,
        closes=windows[1],
        lasts=lasts,
        extra=np.stack(windows[3:], axis=3),
        late=SCALE * view.late_price,
        moved=np.stack([view.moved_from, SCALE * view.moved_price], axis=1),
        serve=SCALE * np.where(ok, np.minimum(view.assign_cost[firsts].reshape(ok.shape), MOST), 0),
        ok=ok,
        timed=timed,
        hours=hours,
        rests=rests,
        loads=_steps([[shift.load for shift in shifts], [shift.night_load for shift in shifts]]),
        price=SCALE * view.travel_price,
        first=first,
        after=after,
        ties=_ties(view),
    )  # fmt: skip


def _lead(view: Compiled, travel: Table, hours: Ints) -> None:
    """What being ahead may cost in each group."""
    starts, begins, ends = view.band_from, hours[:, BEGINS], hours[:, HARD]
    hours[:, GROWTH] = LEAD_UNIT
    hours[:, SETTLED] = settled_from(travel, starts, ends)
    hours[:, CALM] = calm_from(hours[:, SETTLED], view.toll_from, toll_drops(view.toll), ends)
    if len(starts) > 1:
        hours[:, FALLS] = fall_rates(travel, starts, begins, ends)
        hours[:, GROWTH] = lead_growth(travel, starts, begins, ends)
        hours[:, ROAD] = max(int(table.max(initial=0)) for table in travel)


def _ties(view: Compiled) -> Ints:
    told = [(a, b, DIRECTLY if directly else BEFORE) for a, b, directly in view.orders]
    told += [(a, b, APART) for a, b in view.pairs]
    return np.array(told, dtype=np.int64).reshape(len(told), 3)


def _flag(view: Compiled, hours: Ints, lasts: Ints, ok: Flags, timed: Flags, doubt: Flags) -> None:
    """Mark the groups in which a window may be waited for, a stop is pinned to a time, or leaving
    later may allow or save what leaving earlier does not, by a rest that is yet to come too.
    """
    many = (lasts[:, :, 1:] > -FAR).any(axis=2) & ok
    hours[:, FLAGS] |= np.where(many.any(axis=1), CHOOSING, 0)
    hours[:, FLAGS] |= np.where((ok & timed[None, :]).any(axis=1), TIMED, 0)
    hours[:, FLAGS] |= np.where(doubt, STRICT, 0)
    if toll_drops(view.toll).any():
        hours[:, FLAGS] |= TOLLED
    if len(view.band_from) > 1 or toll_drops(view.toll).any():
        hours[:, FLAGS] |= np.where(hours[:, RESTS] > 0, SAME_RESTS, 0)


def _hours(shifts: Sequence[ShiftView]) -> tuple[Ints, Ints]:
    """What each group's shift allows and costs, and its breaks that can still fall due."""
    hours = np.zeros((len(shifts), 19), dtype=np.int64)
    rests = np.zeros((len(shifts), 4, 3), dtype=np.int64)
    for row, mine, shift in zip(hours, rests, shifts, strict=True):
        due = [rest for rest in shift.breaks if rest[1] >= shift.opens_s]
        row[[OPENS, BEGINS, SOFT]] = (shift.opens_s, shift.leaves_s, shift.closes_s)
        row[[HARD, OVERTIME, RESTS]] = (
            shift.latest_end_s, SCALE * shift.overtime_price, len(due),
        )  # fmt: skip
        row[[MAX_VISITS, MAX_TRAVEL]] = shift.max_visits, shift.max_travel_s
        row[[MAX_LEG, MAX_WORK, FIXED]] = (
            shift.max_leg_s, shift.max_work_s, SCALE * shift.fixed_cost,
        )  # fmt: skip
        row[[LOAD, NIGHT_LOAD]] = SCALE * shift.load_weight, SCALE * shift.night_weight
        flags = (
            (RESTING, bool(due)),
            (COUNTED, shift.max_visits < FAR),
            (METERED, shift.max_travel_s < FAR),
            (WORKED, shift.max_work_s < FAR),
            (LOADED, bool(shift.load) and shift.load_weight > 0),
            (NIGHTLY, bool(shift.night_load) and shift.night_weight > 0),
        )
        row[FLAGS] = sum(flag for flag, is_set in flags if is_set)
        for one, rest in zip(mine, due, strict=False):
            one[:] = rest
    return hours, rests


def _steps(loads: Sequence[Sequence[tuple[tuple[int, int], ...]]]) -> Ints:
    """A price of 0 ends the steps of a group."""
    most = max((len(steps) for kind in loads for steps in kind), default=0)
    table = np.zeros((2, len(loads[0]), most + 1, 2), dtype=np.int64)
    for rows, kind in zip(table, loads, strict=True):
        for row, steps in zip(rows, kind, strict=True):
            for one, step in zip(row, [each for each in steps if each[1] > 0], strict=False):
                one[:] = step
    return table


def _windows(view: Compiled, rows: Small, hours: Ints, back: Ints) -> tuple[Ints, ...]:
    """Segments of every visit in every group, cut where the shift could not be back in time:
    opens, due, last, price, night.
    """
    width = max((len(one) for one in view.start_lists), default=1)
    table = np.zeros((5, len(view.start_lists) + 1, width), dtype=np.int64)
    table[0], table[1] = FAR, -FAR
    for row, segments in enumerate(view.start_lists):
        for k, one in enumerate(segments):
            table[:, row, k] = one
    opens, lasts, dues, costs, nights = (one[rows] for one in table)
    latest = hours[:, HARD, None] - view.service[None, :] - back
    lasts = np.minimum(lasts, latest[:, :, None])
    lasts = np.where(opens <= lasts, lasts, -FAR)
    return (
        np.where(lasts == -FAR, FAR, opens),
        dues,
        lasts,
        SCALE * np.minimum(costs, MOST),
        nights,
    )
