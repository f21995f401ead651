"""The cheapest legal schedule of a sequence in a shift, under every rule, in plain Python.

It reads `Compiled` only, as the kernels do, and is what they are tested against. Ties to visits of
other shifts (pairs, gaps) are not judged: they are no matter of one route.

Convention: in the segment that is chosen for a visit service starts as early as it can, and a stop
is left when its service ends. Waiting for a later segment is weighed, waiting inside one to meet a
cheaper hour of the road is not.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import permutations

from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import NEVER, ShiftView
from shared.routing.starts import Segment

# Arrival and start of a stop.
Door = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Schedule:
    """`doors` are arrival and start of each stop; `cost` is the route's, all its terms weighted."""

    doors: tuple[Door, ...]
    back_s: int
    travel_s: int
    cost: int


@dataclass(frozen=True, slots=True)
class Label:
    """A partial schedule: when the therapist is free, what it took, which breaks are taken;
    `night_s` is the service at night.
    """

    leave_s: int
    cost: int
    travel_s: int
    night_s: int
    taken: frozenset[int]
    doors: tuple[Door, ...]


def cheapest_schedule(view: Compiled, s: int, route: Sequence[int]) -> Schedule | None:
    """Of shift index `s` and visit indices in order; None where no legal schedule exists."""
    labels = first_labels(view, s)
    for i in range(len(route)):
        labels = longer_labels(view, s, labels, route[: i + 1])
    return closed(view, s, labels, route)


def first_labels(view: Compiled, s: int) -> list[Label]:
    """A therapist at the start place who will be called out."""
    shift = view.shifts[s]
    return [Label(shift.leaves_s, shift.fixed_cost, 0, 0, frozenset(), ())]


def longer_labels(
    view: Compiled,
    s: int,
    labels: Iterable[Label],
    route: Sequence[int],
    starts: tuple[Segment, ...] | None = None,
) -> list[Label]:
    """`labels` of all stops but the last of `route`, prolonged to it; none if it cannot be. With
    `starts` the last starts in these, which are some of its own.
    """
    shift, v = view.shifts[s], route[-1]
    row = int(view.start_list[s, v])
    if row < 0 or len(route) > shift.max_visits:
        return []
    frozen = all(view.pin_shift[u] == s and view.pin_start[u] != NEVER for u in route)
    here = int(view.location[route[-2]]) if len(route) > 1 else shift.start
    segments = view.start_lists[row] if starts is None else starts
    step = _Step(view, shift, here, v, segments, frozen)
    wish = int(view.assign_cost[s, v])
    return _kept(longer for label in labels for longer in step.extend(label, wish))


def closed(
    view: Compiled, s: int, labels: Iterable[Label], route: Sequence[int]
) -> Schedule | None:
    """The cheapest way home of these labels; an empty route is not driven and costs nothing."""
    if not route:
        return Schedule((), view.shifts[s].leaves_s, 0, 0)
    if not _is_in_order(view, route):
        return None
    service = sum(int(view.service[v]) for v in route)
    here = int(view.location[route[-1]])
    homes = (_home(view, view.shifts[s], label, here, service) for label in labels)
    legal = (home for home in homes if home is not None)
    return min(legal, key=lambda one: (one.cost, one.back_s), default=None)


def leg_s(view: Compiled, start: int, end: int, departure_s: int) -> int:
    """Linear between band starts, rounded up; constant outside them."""
    begins, ways = view.band_from, view.travel_s[:, start, end]
    k = int((begins <= departure_s).sum())
    if k == 0 or k == len(begins):
        return int(ways[min(k, len(begins)) - 1 if k else 0])
    low, high = int(ways[k - 1]), int(ways[k])
    passed, span = departure_s - int(begins[k - 1]), int(begins[k] - begins[k - 1])
    return low - (low - high) * passed // span


def leg_toll(view: Compiled, start: int, end: int, departure_s: int) -> int:
    """Weighted, of the last band that has begun."""
    if not len(view.toll_from):
        return 0
    k = int((view.toll_from <= departure_s).sum())
    return int(view.toll[max(k - 1, 0), start, end])


def _is_in_order(view: Compiled, route: Sequence[int]) -> bool:
    at = {v: i for i, v in enumerate(route)}
    for before, after, directly in view.orders:
        if before in at and after in at:
            apart = at[after] - at[before]
            if apart < 1 or (directly and apart > 1):
                return False
    return True


@dataclass(frozen=True, slots=True)
class _Step:
    """The way to one more visit, and its service."""

    view: Compiled
    shift: ShiftView
    here: int
    v: int
    segments: tuple[Segment, ...]
    frozen: bool

    def extend(self, label: Label, wish: int) -> Iterator[Label]:
        """The label with this visit, once for each way to rest at its door and each segment."""
        view, shift, there = self.view, self.shift, int(self.view.location[self.v])
        leave = label.leave_s if self.frozen else max(label.leave_s, shift.opens_s)
        leg = leg_s(view, self.here, there, leave)
        arrival, pinned = leave + leg, int(view.pin_start[self.v])
        if self.frozen:
            if label.doors and pinned < leave:
                return
            arrival = min(arrival, pinned)
        elif leg > shift.max_leg_s:
            return
        way = leg * view.travel_price + leg_toll(view, self.here, there, leave)
        for taken, ready in _rests(shift, label.taken, arrival):
            for start, price, night in self._starts(ready):
                service = int(view.service[self.v])
                yield Label(
                    leave_s=start + service,
                    cost=label.cost + way + price + wish,
                    travel_s=label.travel_s + leg,
                    night_s=label.night_s + night * service,
                    taken=taken,
                    doors=(*label.doors, (arrival, start)),
                )

    def _starts(self, ready_s: int) -> Iterator[tuple[int, int, int]]:
        """The earliest start in each segment that is still open, its price, 1 if at night."""
        late, moved = int(self.view.late_price[self.v]), int(self.view.moved_price[self.v])
        told = int(self.view.moved_from[self.v])
        for opens, closes, due, cost, night in self.segments:
            start = max(ready_s, opens)
            if start <= closes:
                price = cost + late * max(0, start - due) + moved * max(0, start - told)
                yield start, price, night


def _rests(
    shift: ShiftView, taken: frozenset[int], arrival_s: int
) -> Iterator[tuple[frozenset[int], int]]:
    """Every set of open breaks that can be taken at a door, and when the therapist is ready."""
    yield taken, arrival_s
    left = [i for i in range(len(shift.breaks)) if i not in taken]
    for count in range(1, len(left) + 1):
        for order in permutations(left, count):
            ready: int | None = arrival_s
            for i in order:
                opens, closes, lasts = shift.breaks[i]
                begins = max(ready, opens) if ready is not None else closes + 1
                ready = begins + lasts if begins <= closes else None
            if ready is not None:
                yield taken | frozenset(order), ready


def _kept(labels: Iterable[Label]) -> list[Label]:
    """Of labels that are free at the same instant after the same breaks the cheapest ones."""
    best: dict[tuple[int, frozenset[int], int, int], Label] = {}
    for label in labels:
        key = (label.leave_s, label.taken, label.travel_s, label.night_s)
        if key not in best or label.cost < best[key].cost:
            best[key] = label
    return list(best.values())


def _load(steps: Iterable[tuple[int, int]], seconds: int) -> int:
    return sum(price * max(0, seconds - above) // 60 for above, price in steps)


def _home(
    view: Compiled, shift: ShiftView, label: Label, here: int, service_s: int
) -> Schedule | None:
    """The way back, if the shift's end, its limits and the breaks that fell due allow it."""
    leave = max(label.leave_s, shift.opens_s)
    leg = leg_s(view, here, shift.end, leave)
    back, travel = leave + leg, label.travel_s + leg
    work = travel + service_s
    within = leg <= shift.max_leg_s and travel <= shift.max_travel_s and work <= shift.max_work_s
    if back > shift.latest_end_s or not within:
        return None
    for i, (_, closes, _) in enumerate(shift.breaks):
        if shift.opens_s <= closes < back and i not in label.taken:
            return None
    cost = (
        label.cost
        + leg * view.travel_price
        + leg_toll(view, here, shift.end, leave)
        + shift.overtime_price * max(0, back - shift.closes_s)
        + shift.load_weight * _load(shift.load, work)
        + shift.night_weight * _load(shift.night_load, label.night_s)
    )
    return Schedule(label.doors, back, travel, cost)
