"""Why a visit has no stop: what blocks it in each shift, and the one reason that sums it up."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from shared.routing.eligible import blocker
from shared.routing.insertion import insertion_intervals
from shared.routing.live_route import LiveRoute, live_route
from shared.routing.plan import Reason
from shared.routing.problem import Problem, Shift, Visit
from shared.routing.timing import opens_s, pinned_start_s, time_route

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


def explain(problem: Problem, routes: dict[str, Sequence[Visit]], visit: Visit) -> Explanation:
    """Why `visit` is not in `routes` (visits in order, by shift id; every route legal)."""
    blocked = Counter(
        _blocker(problem, shift, routes.get(shift.id, ()), visit) for shift in problem.shifts
    )
    if visit.pinned is not None:
        return Explanation(Reason.PINNED_IMPOSSIBLE, dict(blocked))
    nearest = (reason for reason in _FROM_NEAREST if blocked[reason])
    return Explanation(next(nearest, Reason.NO_SHIFT_HOURS), dict(blocked))


def _blocker(problem: Problem, shift: Shift, visits: Sequence[Visit], visit: Visit) -> Reason:
    """The first obstacle in this shift: who, then when, then its limits, then the others."""
    reason = blocker(visit, shift)
    if reason is not None:
        return reason
    if not _fits(problem, shift, (), visit):
        return _alone(problem, shift, visit)
    if _fits(problem, shift, visits, visit):
        return Reason.TOO_COSTLY
    return Reason.OUTPRIORITISED


def _fits(problem: Problem, shift: Shift, visits: Sequence[Visit], visit: Visit) -> bool:
    """Whether there is a legal place for the visit, lateness and overtime at their price too."""
    route: LiveRoute | None = live_route(problem.travel, problem.weights, shift, visits)
    if route is not None and insertion_intervals(route, visit):
        return True
    return any(
        time_route(problem.travel, shift, (*visits[:k], visit, *visits[k:]))
        for k in range(len(visits) + 1)
    )


def _alone(problem: Problem, shift: Shift, visit: Visit) -> Reason:
    """Why the shift could not even serve this visit alone."""
    free = replace(shift, max_visits=None, max_travel_s=None)
    if time_route(problem.travel, free, (visit,)):
        return Reason.SHIFT_LIMIT
    opens = opens_s(shift)
    arrival = opens + problem.travel.seconds(shift.start_location, visit.location, opens)
    last = max(closes for _, closes in visit.windows_s) + visit.max_late_s
    pinned = pinned_start_s(visit, shift)
    if arrival > (last if pinned is None else pinned):
        return Reason.WINDOW_CLOSED
    return Reason.NO_SHIFT_HOURS
