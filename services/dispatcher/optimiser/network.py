"""The problem as arrays: who may serve whom, when, at what price (docs/optimiser.md section 4).

Everything that depends on one shift and one visit alone is worked out here, once: eligibility,
windows cut into segments, prices. The kernels know only what is left. Costs inside the kernels
are whole multiples of 1/1024 of a cost unit (`SCALE`), so that prices from the linear programme
are exact there.
"""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.arcs import successors
from services.dispatcher.optimiser.segments import segments_of
from shared.routing.costs import lateness, therapist, unassigned
from shared.routing.eligible import eligible
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.timing import opens_s, pinned_start_s
from shared.routing.visit import Visit

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

SCALE = 1024
FAR = 1 << 60
# Prices are cut where no plan would pay them, so that 64 bits hold the sum of any route.
DEAR = 1 << 40
MOST = 1 << 44

OPENS, BEGINS, SOFT, HARD, OVERTIME, MAX_VISITS, MAX_TRAVEL, FLAGS, RESTS, FIXED = range(10)
RESTING, COUNTED, METERED, CHOOSING, TIMED = 1, 2, 4, 8, 16


class Net(NamedTuple):
    """Rows of shifts are groups: shifts that differ in nothing but their name."""

    starts: Ints  # band starts
    legs: Small  # band, visit, visit
    out: Small  # band, group, visit
    back: Small  # band, visit, group
    closed: Small  # visit, visit: least seconds from leaving one to reaching the other
    service: Ints
    opens: Ints  # group, visit, segment
    closes: Ints
    lasts: Ints
    late: Ints  # price of a second late, by visit
    serve: Ints  # group, visit: what serving costs beside the way
    ok: Flags  # group, visit
    timed: Flags  # visit is pinned to a time
    hours: Ints  # group, the columns named above
    rests: Ints  # group, break, (opens, closes, seconds)
    price: int  # of a second of travel
    first: Ints  # group, visit (last row: the start place): where its successors begin
    after: Small


@dataclass(frozen=True, slots=True)
class Network:
    """`members` are the shifts of each group, `group_of` its inverse; `leave_out` the true cost of
    no stop, `penalty` the same with a pin's deterrent, cut at `DEAR`.
    """

    problem: Problem
    net: Net
    members: tuple[tuple[int, ...], ...]
    group_of: Ints
    leave_out: tuple[int, ...]
    penalty: tuple[int, ...]
    deterrent: int

    @property
    def visits(self) -> int:
        return len(self.problem.visits)

    @property
    def groups(self) -> int:
        return len(self.members)


def network_of(problem: Problem) -> Network:
    visits, weights = problem.visits, problem.weights
    members = _grouped(problem)
    firsts = [problem.shifts[shifts[0]] for shifts in members]
    leave_out = [unassigned.cost(weights, visit) for visit in visits]
    deterrent = min(DEAR, 10**6 * (1 + weights.travel) + sum(min(p, DEAR) for p in leave_out))
    group_of = np.zeros(len(problem.shifts), dtype=np.int64)
    for g, shifts in enumerate(members):
        group_of[list(shifts)] = g
    return Network(
        problem=problem,
        net=_net(problem, firsts),
        members=members,
        group_of=group_of,
        leave_out=tuple(leave_out),
        penalty=tuple(
            min(DEAR, cost + (deterrent if visit.pinned else 0))
            for cost, visit in zip(leave_out, visits, strict=True)
        ),
        deterrent=deterrent,
    )


def _grouped(problem: Problem) -> tuple[tuple[int, ...], ...]:
    """Shifts with the same hours, places, limits and the same answer about every visit."""
    wished = {who for visit in problem.visits for who in visit.therapist_costs}
    barred = {who for visit in problem.visits for who in visit.forbidden_therapists}
    pinned = {visit.pinned.shift for visit in problem.visits if visit.pinned}
    groups: dict[Hashable, list[int]] = {}
    for s, shift in enumerate(problem.shifts):
        own = shift.therapist if shift.therapist in wished | barred else None
        key = (
            (shift.start_location, shift.end_location, shift.window_s, shift.skills),
            (shift.max_visits, shift.max_travel_s, shift.overtime_s, shift.overtime_cost_per_s),
            (shift.breaks, shift.open_from_s, own, shift.id if shift.id in pinned else None),
        )
        groups.setdefault(key, []).append(s)
    return tuple(tuple(shifts) for shifts in groups.values())


def _net(problem: Problem, shifts: list[Shift]) -> Net:
    visits, weights = problem.visits, problem.weights
    tables = np.array([band.travel_s for band in problem.travel.bands], dtype=np.int32)
    at = np.array([visit.location for visit in visits], dtype=np.int64)
    origins = np.array([shift.start_location for shift in shifts], dtype=np.int64)
    targets = np.array([shift.end_location for shift in shifts], dtype=np.int64)
    legs = np.ascontiguousarray(tables[:, at[:, None], at[None, :]])
    out = np.ascontiguousarray(tables[:, origins[:, None], at[None, :]])
    back = np.ascontiguousarray(tables[:, at[:, None], targets[None, :]])
    ok = np.array([[eligible(v, s) for v in visits] for s in shifts], dtype=np.bool_)
    ok = ok.reshape(len(shifts), len(visits))
    service = np.array([visit.service_s for visit in visits], dtype=np.int64)
    timed = np.array([_is_timed(visit) for visit in visits], dtype=np.bool_)
    hours, rests = _hours(problem, shifts)
    opens, closes, lasts = _windows(problem, shifts, hours, back.min(axis=0).T, ok)
    serve = [[_serving(problem, v, s) if eligible(v, s) else 0 for v in visits] for s in shifts]
    _flag(hours, lasts, ok, timed)
    least = legs.min(axis=0)
    first, after = successors(least, out.min(axis=0), service, opens, lasts, ok, timed, hours)
    return Net(
        starts=np.array([band.from_s for band in problem.travel.bands], dtype=np.int64),
        legs=legs,
        out=out,
        back=back,
        closed=least.copy(),
        service=service,
        opens=opens,
        closes=closes,
        lasts=lasts,
        late=np.array([_late_price(problem, v) for v in visits], dtype=np.int64),
        serve=np.array(serve, dtype=np.int64).reshape(ok.shape),
        ok=ok,
        timed=timed,
        hours=hours,
        rests=rests,
        price=SCALE * weights.travel,
        first=first,
        after=after,
    )


def _flag(hours: Ints, lasts: Ints, ok: Flags, timed: Flags) -> None:
    """Mark the groups in which a window may be waited for or a stop is pinned to a time."""
    many = (lasts[:, :, 1:] > -FAR).any(axis=2) & ok
    hours[:, FLAGS] |= np.where(many.any(axis=1), CHOOSING, 0)
    hours[:, FLAGS] |= np.where((ok & timed[None, :]).any(axis=1), TIMED, 0)


def _late_price(problem: Problem, visit: Visit) -> int:
    """Of a second; the lateness of a fact is settled and part of `serve`."""
    if _is_timed(visit):
        return 0
    return SCALE * problem.weights.lateness * (visit.late_cost_per_s or 0)


def _is_timed(visit: Visit) -> bool:
    return visit.pinned is not None and visit.pinned.start_s is not None


def _serving(problem: Problem, visit: Visit, shift: Shift) -> int:
    """What serving this visit in this shift costs, whatever the way: wishes, and the lateness of
    a stop that is pinned to a time.
    """
    cost = therapist.cost(problem.weights, visit, shift)
    pinned = pinned_start_s(visit, shift)
    if pinned is not None:
        cost += lateness.cost(problem.weights, visit, pinned)
    return SCALE * min(cost, MOST)


def _hours(problem: Problem, shifts: list[Shift]) -> tuple[Ints, Ints]:
    """What each group's shift allows, and its breaks that can still fall due."""
    hours = np.zeros((len(shifts), 10), dtype=np.int64)
    rests = np.zeros((len(shifts), 4, 3), dtype=np.int64)
    for row, mine, shift in zip(hours, rests, shifts, strict=True):
        opens = opens_s(shift)
        due = [rest for rest in shift.breaks if rest.window_s[1] >= opens]
        price = problem.weights.overtime * shift.overtime_cost_per_s
        closes, more = shift.window_s[1], min(shift.overtime_s, MOST // max(1, price))
        flags = RESTING if due else 0
        flags |= 0 if shift.max_visits is None else COUNTED
        flags |= 0 if shift.max_travel_s is None else METERED
        row[[OPENS, BEGINS, SOFT, HARD]] = (opens, shift.window_s[0], closes, closes + more)
        row[[OVERTIME, FLAGS, RESTS]] = (SCALE * price, flags, len(due))
        row[MAX_VISITS] = FAR if shift.max_visits is None else shift.max_visits
        row[MAX_TRAVEL] = FAR if shift.max_travel_s is None else shift.max_travel_s
        for one, rest in zip(mine, due, strict=False):
            one[:] = (*rest.window_s, rest.duration_s)
    return hours, rests


def _windows(
    problem: Problem, shifts: list[Shift], hours: Ints, back: Small, ok: Flags
) -> tuple[Ints, Ints, Ints]:
    """Segments of every visit in every group, cut where the shift could not be back in time."""
    price = problem.weights.lateness
    all_segments = [segments_of(visit, price) for visit in problem.visits]
    width = max((len(one) for one in all_segments), default=1)
    shape = (len(problem.visits), width)
    table = np.full((3, *shape), -FAR, dtype=np.int64)
    table[0] = FAR
    for v, mine in enumerate(all_segments):
        for k, one in enumerate(mine):
            table[:, v, k] = one
    service = np.array([visit.service_s for visit in problem.visits], dtype=np.int64)
    opens, closes, lasts = (np.repeat(one[None], len(shifts), axis=0) for one in table)
    latest = hours[:, HARD, None] - service[None, :] - back
    lasts = np.minimum(lasts, latest[:, :, None])
    lasts = np.where((opens <= lasts) & ok[:, :, None], lasts, -FAR)
    return np.where(lasts == -FAR, FAR, opens), closes, lasts
