"""Days with pairs or gaps: the bound without these ties, plans with their starts fixed.

The day without ties in time is a relaxation: its bound holds. Its plan wishes starts; days with
tied starts fixed near them (`fixing`) give plans that keep every tie. Not exact: gap and status
tell how near the best of them is.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.fixing import Starts, with_fixed_ties
from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.search import Search
from shared.routing.breakdown import with_terms
from shared.routing.compiled import Compiled
from shared.routing.plan import Plan, Status, gap_of

_SHARES = (0.4, 0.65, 0.85, 1.0)
_UNTIMED = 400


@dataclass(slots=True)
class TiedDay:
    """One solve of a day whose visits are tied in time."""

    view: Compiled
    params: Params
    stop: Callable[[], bool]
    rng: random.Random
    on_progress: Callable[[Progress], None]
    _best: Plan | None = None
    _relaxed: Search | None = None

    def solve(self) -> Plan:
        """The best legal plan met, with the bound of the day without its ties."""
        self._searched(with_fixed_ties(self.view, {}), -1)
        starts = self._without_ties()
        for k, wished in enumerate((starts, {}, starts), start=1):
            if self._is_proven() or self.stop():
                break
            drawn = self.rng if k > 1 else None
            self._searched(with_fixed_ties(self.view, wished, drawn), k)
        if self._best is None:
            raise AssertionError("the first search gives a plan")
        return self._bounded(self._best)

    def _searched(self, view: Compiled, k: int) -> None:
        """Search a day with fixed ties; the first one only builds a plan."""
        search = self._search(view, k, self._tell)
        try:
            search.begin()
            if k >= 0:
                search.run()
            self._keep(search.plan())
        finally:
            search.pricer.close()

    def _without_ties(self) -> Starts:
        """The starts that the day without ties would like best."""
        search = self._relaxed = self._search(self.view, 0, lambda _: None)
        try:
            search.begin()
            search.run()
            self._keep(search.plan())
            return search.starts()
        finally:
            search.pricer.close()

    def _search(self, view: Compiled, k: int, tell: Callable[[Progress], None]) -> Search:
        return Search(view, self._effort(k), self.rng, self.params.threads, tell)

    def _effort(self, k: int) -> Effort:
        """What search k may use; time that one leaves is the next one's."""
        params, count = self.params, self.params.deterministic_iterations
        remaining, k = params.remaining_s, max(0, k)
        share = _SHARES[k] - (_SHARES[k - 1] if k else 0.0)
        if count is not None or remaining is None:
            counted = max(1, int(share * (_UNTIMED if count is None else count)))
            return Effort(self.stop, params.time_limit_s, counted, None)
        reserve = (1.0 - _SHARES[k]) * params.time_limit_s
        limit = share * params.time_limit_s
        return Effort(self.stop, limit, None, lambda: max(0.0, remaining() - reserve))

    def _keep(self, plan: Plan) -> None:
        if self._best is None or self._rank(plan) < self._rank(self._best):
            self._best = plan

    def _rank(self, plan: Plan) -> tuple[int, int]:
        """What is pinned or must be served comes before cost."""
        out = {one.visit for one in plan.unassigned}
        held = [one for one in self.view.problem.visits if one.pinned or one.must]
        return sum(one.id in out for one in held), plan.cost

    def _tell(self, progress: Progress) -> None:
        """Told is what is better than all before, with the bound of the day without ties."""
        if self._best is None or progress.cost < self._best.cost:
            plan = progress.plan()
            self._keep(plan)
            if self._best is plan:
                told = self._bounded(plan)
                self.on_progress(
                    replace(
                        progress,
                        cost=told.cost,
                        bound=told.bound,
                        gap=gap_of(told.cost, told.bound),
                        plan=partial(_same, told),
                    )
                )

    def _bounded(self, plan: Plan) -> Plan:
        out = {one.visit for one in plan.unassigned}
        left = [v for v, one in enumerate(self.view.problem.visits) if one.id in out]
        bound = 0 if self._relaxed is None else self._relaxed.bound_over(left)
        return with_terms(self.view.problem, replace(plan, bound=bound, status=Status.OPTIMAL))

    def _is_proven(self) -> bool:
        return self._best is not None and self._bounded(self._best).status is Status.OPTIMAL


def _same(plan: Plan) -> Plan:
    return plan
