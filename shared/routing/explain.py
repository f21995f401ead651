"""Why a visit has no stop: the one reason that sums up what blocks it in each shift."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from shared.routing.compiled import Compiled, compiled
from shared.routing.explain_blockers import OTHERS, TOO_COSTLY, obstacles
from shared.routing.insertion_spots import best_spots
from shared.routing.live_day import LiveDay, live_day
from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.registry import RULES
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
# What stands in the way of a visit that has a shift for itself.
_REASONS = {rule.name: rule.reason for rule in RULES if rule.reason is not None} | {
    OTHERS: Reason.OUTPRIORITISED,
    TOO_COSTLY: Reason.OUTPRIORITISED,
}


@dataclass(frozen=True, slots=True)
class Explanation:
    """The reason to tell, and how many shifts each obstacle blocks."""

    reason: Reason
    blocked_shifts: dict[Reason, int]


class Explainer:
    """Explains visits that are not in `routes` (visits in order, by shift id; each legal).

    Ties to other visits and the order of visits are not looked at.
    """

    def __init__(
        self,
        problem: Problem,
        routes: Mapping[str, Sequence[Visit]],
        view: Compiled | None = None,
    ) -> None:
        """`view` is the problem compiled, for who has it already."""
        self._problem, self._given = problem, view
        self._at = {visit.id: v for v, visit in enumerate(problem.visits)}
        self._routes = [
            [self._at[visit.id] for visit in routes.get(shift.id, ())] for shift in problem.shifts
        ]

    def explain(self, visit: Visit) -> Explanation:
        """Why this visit has no stop, every shift looked at."""
        v = self._at[visit.id]
        roomy = {spot.shift for spot in best_spots(self._day, v)}
        blocked = Counter(
            Reason.TOO_COSTLY if s in roomy else _REASONS[obstacle]
            for s, obstacle in enumerate(obstacles(self._alone, v))
        )
        if visit.pinned is not None:
            return Explanation(Reason.PINNED_IMPOSSIBLE, dict(blocked))
        nearest = (reason for reason in _FROM_NEAREST if blocked[reason])
        return Explanation(next(nearest, Reason.NO_SHIFT_HOURS), dict(blocked))

    def reason(self, visit: Visit) -> Reason:
        """The same reason as `explain` gives, found sooner: most visits nearly fit somewhere."""
        if visit.pinned is not None:
            return Reason.PINNED_IMPOSSIBLE
        v = self._at[visit.id]
        if best_spots(self._day, v, 1):
            return Reason.TOO_COSTLY
        if best_spots(self._alone, v, 1):
            return Reason.OUTPRIORITISED
        return self.explain(visit).reason

    @cached_property
    def _view(self) -> Compiled:
        view = self._given or compiled(self._problem)
        return replace(view, pairs=(), gaps=(), orders=())

    @cached_property
    def _day(self) -> LiveDay:
        return live_day(self._view, self._routes)

    @cached_property
    def _alone(self) -> LiveDay:
        """Every shift without a visit."""
        return live_day(self._view, [()] * len(self._routes))
