"""The kernel that times a route: the earliest legal schedule of a sequence in a shift.

The start place is left when the shift opens, a stop when its service ends; waiting and breaks are
at the next door (docs/optimiser.md section 2). Stops at the head of a route that are pinned to a
time are facts: they start then, however long the way is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from shared.routing.plan import Stop
from shared.routing.reading import MAX_TIME_S
from shared.routing.shift import Break, Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit


@dataclass(frozen=True, slots=True)
class Timed:
    """A legal route's stops, its return to the end place and its seconds on the road."""

    stops: tuple[Stop, ...]
    back_s: int
    travel_s: int


@dataclass(frozen=True, slots=True)
class _Label:
    """A partial route: where and when the therapist is free, which breaks are taken."""

    leave_s: int
    travel_s: int
    taken: frozenset[int]
    stops: tuple[Stop, ...]


def time_route(travel: Travel, shift: Shift, visits: Sequence[Visit]) -> Timed | None:
    """The earliest schedule, or None where no legal one exists.

    Judges times, breaks and the shift's limits, not who may serve whom. "Earliest" is exact for
    legality; where lateness has a price, waiting for a later window is not considered.
    """
    if shift.max_visits is not None and len(visits) > shift.max_visits:
        return None
    labels = [_Label(shift.window_s[0], 0, frozenset(), ())]
    here, frozen = shift.start_location, True
    for visit in visits:
        frozen = frozen and pinned_start_s(visit, shift) is not None
        labels = _best(
            longer
            for label in labels
            for longer in _extend(travel, shift, label, (here, frozen), visit)
        )
        if not labels:
            return None
        here = visit.location
    service = sum(visit.service_s for visit in visits)
    homes = [_home(travel, shift, label, here, service) for label in labels]
    return min((home for home in homes if home), key=lambda home: home.back_s, default=None)


def pinned_start_s(visit: Visit, shift: Shift) -> int | None:
    """The start time that this visit is pinned to in this shift, if any."""
    pinned = visit.pinned
    return pinned.start_s if pinned is not None and pinned.shift == shift.id else None


def opens_s(shift: Shift) -> int:
    """The earliest departure that is still open to planning."""
    now = shift.open_from_s
    return shift.window_s[0] if now is None else max(now, shift.window_s[0])


def start_of(visit: Visit, ready_s: int) -> int | None:
    """The earliest start from `ready_s` on, inside a window or late at its price."""
    late = 2 * MAX_TIME_S if visit.must else visit.max_late_s
    best: int | None = None
    for opens, closes in visit.windows_s:
        start = max(ready_s, opens)
        if start <= closes + late and (best is None or start < best):
            best = start
    return best


def _extend(
    travel: Travel, shift: Shift, label: _Label, at: tuple[int, bool], visit: Visit
) -> Iterator[_Label]:
    """The label with this visit appended, once for each way to rest at its door."""
    here, frozen = at
    leave = label.leave_s if frozen else max(label.leave_s, opens_s(shift))
    leg = travel.seconds(here, visit.location, leave)
    pinned = pinned_start_s(visit, shift)
    arrival = leave + leg
    if frozen and pinned is not None:
        if label.stops and pinned < leave:
            return
        arrival = min(arrival, pinned)
    elif shift.max_leg_s is not None and leg > shift.max_leg_s:
        return
    for taken, ready in _rests(shift, label.taken, arrival):
        start = start_of(visit, ready) if pinned is None else pinned
        if start is not None and ready <= start:
            end = start + visit.service_s
            stop = Stop(visit.id, arrival, start, end)
            yield _Label(end, label.travel_s + leg, taken, (*label.stops, stop))


def _rests(
    shift: Shift, taken: frozenset[int], arrival_s: int
) -> Iterator[tuple[frozenset[int], int]]:
    """Every set of open breaks that can be taken at a door, and when the therapist is ready."""
    yield taken, arrival_s
    if not shift.breaks:
        return
    open_breaks = [i for i in range(len(shift.breaks)) if i not in taken]
    for count in range(1, len(open_breaks) + 1):
        for order in permutations(open_breaks, count):
            ready = _rested_s([shift.breaks[i] for i in order], arrival_s)
            if ready is not None:
                yield taken | frozenset(order), ready


def _rested_s(rests: list[Break], arrival_s: int) -> int | None:
    clock = arrival_s
    for rest in rests:
        clock = max(clock, rest.window_s[0])
        if clock > rest.window_s[1]:
            return None
        clock += rest.duration_s
    return clock


def _best(labels: Iterator[_Label]) -> list[_Label]:
    """The earliest label of each set of taken breaks: nobody overtakes, so it is never worse."""
    best: dict[frozenset[int], _Label] = {}
    for label in labels:
        known = best.get(label.taken)
        if known is None or label.leave_s < known.leave_s:
            best[label.taken] = label
    return list(best.values())


def _home(travel: Travel, shift: Shift, label: _Label, here: int, service_s: int) -> Timed | None:
    """The way back, if the shift's end, its limits and the breaks that fell due allow it."""
    leave = max(label.leave_s, opens_s(shift))
    leg = travel.seconds(here, shift.end_location, leave)
    back, total = leave + leg, label.travel_s + leg
    if back > shift.window_s[1] + shift.overtime_s:
        return None
    if shift.max_travel_s is not None and total > shift.max_travel_s:
        return None
    if label.stops and shift.max_leg_s is not None and leg > shift.max_leg_s:
        return None
    if shift.max_work_s is not None and total + service_s > shift.max_work_s:
        return None
    for i, rest in enumerate(shift.breaks):
        due = opens_s(shift) <= rest.window_s[1] < back
        if due and i not in label.taken:
            return None
    return Timed(label.stops, back, total)
