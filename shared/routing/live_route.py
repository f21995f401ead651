"""A live route as arrays: what is needed to answer "what fits here" without re-timing it.

`latest_arrival_s` looks back from the end of the route: arriving at the end of leg k by then
breaks no promise behind it. Promises are read strictly here: no stop may become late, none that is
late already may become later, and nobody is pushed into overtime (docs/optimiser.md section 2).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.routing.shift import Shift
from shared.routing.timing import Timed, frozen_stops, opens_s, pinned_start_s, time_route
from shared.routing.travel import Travel
from shared.routing.visit import Visit
from shared.routing.weights import Weights


@dataclass(frozen=True, slots=True)
class LiveRoute:
    """A shift's legal sequence with the slack of each leg; leg k ends at stop k, the last at the
    end place. Legs before `first_open_leg` are facts and take nothing in.
    """

    travel: Travel
    weights: Weights
    shift: Shift
    visits: tuple[Visit, ...]
    timed: Timed
    nodes: tuple[int, ...]
    leave_s: tuple[int, ...]
    latest_arrival_s: tuple[int, ...]
    first_open_leg: int

    @property
    def is_exact(self) -> bool:
        """Whether slack alone decides legality; else insertions are confirmed by re-timing."""
        shift = self.shift
        summable = self.travel.is_constant or shift.max_travel_s is None
        slack_only = shift.max_leg_s is None and shift.max_work_s is None
        return not shift.breaks and summable and slack_only

    @property
    def travel_s(self) -> int:
        """Seconds on the road; a route without stops is not driven."""
        return self.timed.travel_s if self.visits else 0

    def timed_with(self, visit: Visit, position: int) -> Timed | None:
        """The route re-timed with one more visit before stop `position`, or None if a promise
        would break.
        """
        strict = [
            _strict(one, stop.start_s)
            for one, stop in zip(self.visits, self.timed.stops, strict=True)
        ]
        strict.insert(position, visit)
        latest_back = max(self.shift.window_s[1], self.timed.back_s)
        shift = replace(self.shift, overtime_s=latest_back - self.shift.window_s[1])
        return time_route(self.travel, shift, strict)


def live_route(
    travel: Travel, weights: Weights, shift: Shift, visits: Sequence[Visit]
) -> LiveRoute | None:
    """The arrays of a route, or None when this sequence has no legal schedule.

    A shift without visits is a route too. Who is late beyond `max_late_s` has no legal schedule:
    pin stops that are under way to their times, or give the late ones what lateness they have.
    """
    timed = time_route(travel, shift, visits)
    if timed is None:
        return None
    now = opens_s(shift)
    leave_s = (now, *(max(stop.departure_s, now) for stop in timed.stops))
    nodes = (shift.start_location, *(visit.location for visit in visits), shift.end_location)
    return LiveRoute(
        travel=travel,
        weights=weights,
        shift=shift,
        visits=tuple(visits),
        timed=timed,
        nodes=nodes,
        leave_s=leave_s,
        latest_arrival_s=_latest_arrivals(travel, shift, visits, timed, nodes),
        first_open_leg=_first_open_leg(travel, shift, visits, leave_s),
    )


def _first_open_leg(
    travel: Travel, shift: Shift, visits: Sequence[Visit], leave_s: tuple[int, ...]
) -> int:
    """The first leg that may be cut. Cutting one makes the pinned stops behind it plan instead of
    fact, so each of them must be reachable in its time from the one before.
    """
    for i in range(frozen_stops(shift, visits) - 1, 0, -1):
        before, behind = visits[i - 1].location, visits[i].location
        pinned = pinned_start_s(visits[i], shift)
        arrival = leave_s[i] + travel.seconds(before, behind, leave_s[i])
        if pinned is not None and arrival > pinned:
            return i
    return 0


def _latest_arrivals(
    travel: Travel,
    shift: Shift,
    visits: Sequence[Visit],
    timed: Timed,
    nodes: tuple[int, ...],
) -> tuple[int, ...]:
    """Backward over the legs; exact, because nobody overtakes and waiting is allowed."""
    bound = max(shift.window_s[1], timed.back_s)
    latest = [bound]
    for i in range(len(visits) - 1, -1, -1):
        leave = travel.latest_departure_s(nodes[i + 1], nodes[i + 2], bound)
        bound = _latest_start(shift, visits[i], leave - visits[i].service_s, timed.stops[i].start_s)
        latest.append(bound)
    return tuple(reversed(latest))


def _latest_start(shift: Shift, visit: Visit, limit_s: int, planned_s: int) -> int:
    """The latest start up to `limit_s` that is inside a window, at least the planned one."""
    pinned = pinned_start_s(visit, shift)
    if pinned is not None:
        return pinned
    inside = [min(closes, limit_s) for opens, closes in visit.windows_s if opens <= limit_s]
    return max([planned_s, *inside])


def _strict(visit: Visit, planned_s: int) -> Visit:
    """The visit without leave to be late, except where it is late already: then not later."""
    if not visit.max_late_s and not visit.must:
        return visit
    windows = visit.windows_s
    if not any(opens <= planned_s <= closes for opens, closes in windows):
        # A stop pinned to a time may start before all its windows: nothing has opened then.
        opened = [opens for opens, _ in visit.windows_s if opens <= planned_s]
        late_open = max(opened, default=planned_s)
        windows = (*windows, (late_open, planned_s))
    return replace(visit, windows_s=windows, max_late_s=0, must=False)
