"""Where one more visit fits into live routes, and at what extra cost.

Slack of a leg gives the answer in constant time: the visit is reached at the earliest from the
stop before it and must be left so that the stop behind it is reached in time (docs/optimiser.md
equations 4 and 5). Routes with breaks are re-timed instead. The api's offers, holds and moves
stand on this; nothing here reads a clock: "now" is the shift's `open_from_s`.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shared.routing.costs import therapist
from shared.routing.eligible import eligible
from shared.routing.live_route import LiveRoute
from shared.routing.reading import Window
from shared.routing.timing import Timed, pinned_start_s
from shared.routing.visit import Visit


@dataclass(frozen=True, slots=True)
class Interval:
    """The visit may start anywhere from `earliest_start_s` to `latest_start_s` before stop
    `position` (0 is the first) and no promise breaks; on a route that is not `is_exact` each start
    still has to be confirmed by re-timing. The added figures are those of the earliest start.
    """

    route: LiveRoute
    position: int
    arrival_s: int
    earliest_start_s: int
    latest_start_s: int
    added_travel_s: int
    added_cost: int


@dataclass(frozen=True, slots=True)
class Insertion:
    """A confirmed place: the visit goes before stop `position` of the shift's route."""

    shift: str
    position: int
    arrival_s: int
    start_s: int
    added_travel_s: int
    added_cost: int


def best_insertions(
    routes: Iterable[LiveRoute], visit: Visit, limit: int | None = None
) -> list[Insertion]:
    """Every place (or the first `limit`) where the visit fits inside its windows, cheapest first,
    earlier first among equals. Each is legal with all stops that are there.
    """
    found: list[Insertion] = []
    for interval in sorted(_all_intervals(routes, visit), key=_rank):
        insertion = _confirmed(interval, visit, interval.earliest_start_s, interval.latest_start_s)
        if insertion is not None:
            found.append(insertion)
            if limit is not None and len(found) >= limit:
                break
    return found


def cheapest_by_window(
    routes: Iterable[LiveRoute], visit: Visit, windows: Sequence[Window]
) -> list[Insertion | None]:
    """For each window that could be promised the cheapest place that starts inside it, or None.

    The visit's own windows bind as well. `windows` must ascend in both ends, as a grid does; one
    sweep over the places answers all of them.
    """
    opens, closes = [window[0] for window in windows], [window[1] for window in windows]
    if opens != sorted(opens) or closes != sorted(closes):
        raise ValueError("windows must ascend by opening and by closing")
    answers: list[Insertion | None] = [None] * len(windows)
    unanswered = _Unanswered(len(windows))
    for interval in sorted(_all_intervals(routes, visit), key=_rank):
        first = bisect_left(closes, interval.earliest_start_s)
        last = bisect_right(opens, interval.latest_start_s)
        for w in unanswered.between(first, last):
            start = max(interval.earliest_start_s, opens[w])
            latest = min(interval.latest_start_s, closes[w])
            answers[w] = _confirmed(interval, visit, start, latest)
            if answers[w] is not None:
                unanswered.remove(w)
        if unanswered.is_empty():
            break
    return answers


def insertion_intervals(route: LiveRoute, visit: Visit) -> list[Interval]:
    """Where in this route the visit may start, by position, inside its own windows."""
    shift = route.shift
    if not eligible(visit, shift):
        return []
    if shift.max_visits is not None and len(route.visits) >= shift.max_visits:
        return []
    if shift.breaks:
        return list(_by_retiming(route, visit))
    return list(_by_slack(route, visit))


def _all_intervals(routes: Iterable[LiveRoute], visit: Visit) -> Iterator[Interval]:
    for route in routes:
        yield from insertion_intervals(route, visit)


def _rank(interval: Interval) -> tuple[int, int]:
    return interval.added_cost, interval.earliest_start_s


def _by_slack(route: LiveRoute, visit: Visit) -> Iterator[Interval]:
    """Constant time a leg: reachable from before, and the stop behind still reached in time."""
    travel, nodes, leaves, at = route.travel, route.nodes, route.leave_s, visit.location
    wish = therapist.cost(route.weights, visit, route.shift)
    limit = route.shift.max_travel_s if route.travel.is_constant else None
    room = None if limit is None else limit - route.travel_s
    windows = _windows(route, visit)
    first_open = min(opens for opens, _ in windows)
    for k in range(route.first_open_leg, len(leaves)):
        before, behind, by = nodes[k], nodes[k + 1], route.latest_arrival_s[k]
        arrival = leaves[k] + travel.seconds(before, at, leaves[k])
        # Cheap refusal first: most legs end long before the visit could be served.
        if max(arrival, first_open) + visit.service_s > by:
            continue
        latest = travel.latest_departure_s(at, behind, by) - visit.service_s
        for opens, closes in windows:
            start, end = max(arrival, opens), min(latest, closes)
            if start <= end:
                onward = travel.seconds(at, behind, start + visit.service_s)
                direct = travel.seconds(before, behind, leaves[k]) if route.visits else 0
                added = arrival - leaves[k] + onward - direct
                if room is None or added <= room:
                    cost = route.weights.travel * added + wish
                    yield Interval(route, k, arrival, start, end, added, cost)


def _by_retiming(route: LiveRoute, visit: Visit) -> Iterator[Interval]:
    """Routes with breaks: the earliest start is exact, the latest found by halving."""
    wish = therapist.cost(route.weights, visit, route.shift)
    for k in range(route.first_open_leg, len(route.visits) + 1):
        for opens, closes in _windows(route, visit):
            timed = _timed_between(route, visit, k, opens, closes)
            if timed is None:
                continue
            stop = timed.stops[k]
            low, high = stop.start_s, min(closes, route.latest_arrival_s[k])
            while low < high:
                middle = (low + high + 1) // 2
                if _timed_between(route, visit, k, middle, middle):
                    low = middle
                else:
                    high = middle - 1
            added = timed.travel_s - route.travel_s
            cost = route.weights.travel * added + wish
            yield Interval(route, k, stop.arrival_s, stop.start_s, low, added, cost)


def _windows(route: LiveRoute, visit: Visit) -> tuple[Window, ...]:
    """When the visit may start: its windows, or the one instant it is pinned to."""
    pinned = pinned_start_s(visit, route.shift)
    return visit.windows_s if pinned is None else ((pinned, pinned),)


def _confirmed(interval: Interval, visit: Visit, start_s: int, latest_s: int) -> Insertion | None:
    """The place with a start between the two, re-timed where slack alone does not decide."""
    route, arrival = interval.route, interval.arrival_s
    added, cost = interval.added_travel_s, interval.added_cost
    if not route.is_exact:
        timed = _timed_between(route, visit, interval.position, start_s, latest_s)
        if timed is None:
            return None
        stop = timed.stops[interval.position]
        start_s, arrival = stop.start_s, stop.arrival_s
        cost += route.weights.travel * (timed.travel_s - route.travel_s - added)
        added = timed.travel_s - route.travel_s
    return Insertion(route.shift.id, interval.position, arrival, start_s, added, cost)


def _timed_between(
    route: LiveRoute, visit: Visit, position: int, start_s: int, latest_s: int
) -> Timed | None:
    narrowed = replace(visit, windows_s=((start_s, latest_s),), max_late_s=0)
    return route.timed_with(narrowed, position)


class _Unanswered:
    """The windows without an answer: skips over answered ones in nearly constant time."""

    def __init__(self, size: int) -> None:
        self._next = list(range(size + 1))

    def between(self, first: int, last: int) -> Iterator[int]:
        w = self._find(first)
        while w < last:
            yield w
            w = self._find(w + 1)

    def remove(self, w: int) -> None:
        self._next[w] = w + 1

    def is_empty(self) -> bool:
        return self._find(0) == len(self._next) - 1

    def _find(self, w: int) -> int:
        root = w
        while self._next[root] != root:
            root = self._next[root]
        while self._next[w] != root and w != root:
            self._next[w], w = root, self._next[w]
        return root
