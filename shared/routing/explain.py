"""Why a visit has no stop: what blocks it in each shift, and the one reason that sums it up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shared.routing.compiled import Compiled, compiled
from shared.routing.insertion import insertion_intervals
from shared.routing.live_route import LiveRoute, live_route
from shared.routing.lowered import blocker, lowered_shift, lowered_visit
from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.timing import opens_s, pinned_start_s, time_route
from shared.routing.travel import Travel
from shared.routing.visit import Visit

# From "nearly fits" to "not at all": the least obstacle over all shifts is the one to tell.
_FROM_NEAREST = (
    Reason.TOO_COSTLY,
    Reason.OUTPRIORITISED,
    Reason.SHIFT_LIMIT,
    Reason.NO_SHIFT_HOURS,
    Reason.WINDOW_CLOSED,
    Reason.FORBIDDEN,
    Reason.SKILL_MISSING,
)


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reason to tell, and how many shifts each obstacle blocks."""

    reason: Reason
    blocked_shifts: dict[Reason, int]


class Explainer:
    """Explains visits that are not in `routes` (visits in order, by shift id; each legal).

    Visits and shifts are judged as every rule leaves them (`lowered`); the order of visits and
    ties to visits elsewhere are not looked at.
    """

    def __init__(
        self,
        problem: Problem,
        routes: Mapping[str, Sequence[Visit]],
        view: Compiled | None = None,
    ) -> None:
        """`view` is the problem compiled, for who has it already."""
        self._travel, self._weights = problem.travel, problem.weights
        self._view = view or compiled(problem)
        self._at = {visit.id: v for v, visit in enumerate(problem.visits)}
        self._shifts = [lowered_shift(self._view, s) for s in range(len(problem.shifts))]
        self._routes = [
            tuple(self._lowered(s, visit) or visit for visit in routes.get(shift.id, ()))
            for s, shift in enumerate(problem.shifts)
        ]
        self._live: dict[tuple[int, bool], LiveRoute | None] = {}

    def explain(self, visit: Visit) -> Explanation:
        """Why this visit has no stop, every shift looked at."""
        blocked = Counter(self._blocker(s, visit) for s in range(len(self._shifts)))
        if visit.pinned is not None:
            return Explanation(Reason.PINNED_IMPOSSIBLE, dict(blocked))
        nearest = (reason for reason in _FROM_NEAREST if blocked[reason])
        return Explanation(next(nearest, Reason.NO_SHIFT_HOURS), dict(blocked))

    def reason(self, visit: Visit) -> Reason:
        """The same reason as `explain` gives, found sooner: most visits nearly fit somewhere."""
        if visit.pinned is not None:
            return Reason.PINNED_IMPOSSIBLE
        able = [s for s in range(len(self._shifts)) if self._lowered(s, visit) is not None]
        alone = [s for s in able if self._fits(s, visit, alone=True)]
        if not alone:
            return self.explain(visit).reason
        if any(self._fits(s, visit, alone=False) for s in alone):
            return Reason.TOO_COSTLY
        return Reason.OUTPRIORITISED

    def _lowered(self, s: int, visit: Visit) -> Visit | None:
        return lowered_visit(self._view, s, self._at[visit.id])

    def _blocker(self, s: int, visit: Visit) -> Reason:
        """The first obstacle in this shift: who, then when, then its limits, then the others."""
        reason = blocker(self._view, s, self._at[visit.id])
        if reason is not None:
            return reason
        if not self._fits(s, visit, alone=True):
            lowered = self._lowered(s, visit)
            return _alone(self._travel, self._shifts[s], lowered or visit)
        if self._fits(s, visit, alone=False):
            return Reason.TOO_COSTLY
        return Reason.OUTPRIORITISED

    def _fits(self, s: int, given: Visit, *, alone: bool) -> bool:
        """Whether there is a legal place for the visit, lateness and overtime at their price."""
        visit, shift = self._lowered(s, given), self._shifts[s]
        route = self._live_route(s, alone=alone)
        if visit is None or route is None:
            return False
        if route.is_exact:
            if insertion_intervals(route, visit):
                return True
            if not shift.overtime_s:
                return False
        visits = route.visits
        return any(
            time_route(self._travel, shift, (*visits[:k], visit, *visits[k:]))
            for k in range(len(visits) + 1)
            if not _is_hopeless(route, visit, k)
        )

    def _live_route(self, s: int, *, alone: bool) -> LiveRoute | None:
        key = (s, alone)
        if key not in self._live:
            visits = () if alone else self._routes[s]
            self._live[key] = live_route(self._travel, self._weights, self._shifts[s], visits)
        return self._live[key]


def _is_hopeless(route: LiveRoute, visit: Visit, k: int) -> bool:
    """Whether nothing can make the visit fit before stop k: too late there, or too late behind."""
    travel, shift, at = route.travel, route.shift, visit.location
    arrival = route.leave_s[k] + travel.least_s(route.nodes[k], at)
    if arrival > _last_start_s(visit, shift):
        return True
    start = max(arrival, min(opens for opens, _ in visit.windows_s))
    reached = start + visit.service_s + travel.least_s(at, route.nodes[k + 1])
    behind = route.visits[k] if k < len(route.visits) else None
    if behind is None:
        return reached > shift.window_s[1] + shift.overtime_s
    return reached > _last_start_s(behind, shift)


def _last_start_s(visit: Visit, shift: Shift) -> int:
    pinned = pinned_start_s(visit, shift)
    if pinned is not None:
        return pinned
    return max(closes for _, closes in visit.windows_s) + visit.max_late_s


def _alone(travel: Travel, shift: Shift, visit: Visit) -> Reason:
    """Why the shift could not even serve this visit alone."""
    free = replace(shift, max_visits=None, max_travel_s=None, max_leg_s=None, max_work_s=None)
    if time_route(travel, free, (visit,)):
        return Reason.SHIFT_LIMIT
    opens = opens_s(shift)
    arrival = opens + travel.seconds(shift.start_location, visit.location, opens)
    if arrival > _last_start_s(visit, shift):
        return Reason.WINDOW_CLOSED
    return Reason.NO_SHIFT_HOURS
