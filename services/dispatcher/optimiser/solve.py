"""The planner: problem in, best plan found out, with a bound. Anytime, no clock inside.

First version (docs/optimiser.md section 4): insertion by regret, ruin and recreate, and set
partitioning over the routes met on the way. The exact planner of DESIGN 6 takes its place.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from services.dispatcher.optimiser.certificate import lower_bound
from services.dispatcher.optimiser.construct import construct
from services.dispatcher.optimiser.facts import Facts, facts_of
from services.dispatcher.optimiser.improve import Improver
from services.dispatcher.optimiser.integer import Pool, recombine
from services.dispatcher.optimiser.report import plan_of
from shared.routing.plan import Plan, gap_of
from shared.routing.problem import Problem

_POOL = 6000
_RECOMBINATIONS = 10
_LONGEST_MIP_S = 2.0


@dataclass(frozen=True, slots=True)
class Params:
    """How long to search. With `deterministic_iterations` the work is counted instead of the
    time: same problem, seed and versions give the same plan.
    """

    time_limit_s: float
    seed: int = 1
    deterministic_iterations: int | None = None
    remaining_s: Callable[[], float] | None = None
    """Seconds left by the caller's clock; without it only `stop` ends a timed search."""


@dataclass(frozen=True, slots=True)
class Progress:
    """A better plan was found, or the search has just begun."""

    cost: int
    bound: int
    gap: float
    iterations: int
    plan: Callable[[], Plan]
    """Writes the best plan so far down, reasons and all: some hundredths of a second."""


def solve(
    problem: Problem,
    params: Params,
    stop: Callable[[], bool],
    rng: random.Random,
    on_progress: Callable[[Progress], None],
) -> Plan:
    """The best legal plan met before `stop()`; a first one is always built, however early."""
    facts = facts_of(problem)
    bound = lower_bound(facts)
    sheet = construct(facts)
    pool = Pool(facts, _POOL)
    for s, route in enumerate(sheet.routes):
        if route:
            pool.add(s, route, sheet.costs[s])
    improver = Improver(sheet, rng, pool.add)
    search = _Search(facts, bound, params, stop, on_progress, improver, pool)
    search.tell()
    search.run()
    return plan_of(facts, improver.best.routes, bound)


@dataclass(slots=True)
class _Search:
    facts: Facts
    bound: int
    params: Params
    stop: Callable[[], bool]
    on_progress: Callable[[Progress], None]
    improver: Improver
    pool: Pool
    iterations: int = 0

    def run(self) -> None:
        """Anneal; at fixed shares of the work put the best together from all routes met."""
        done = 0
        while not self._is_over():
            progress = self._progress()
            if progress * _RECOMBINATIONS >= done + 1:
                done += 1
                self._recombine()
            elif self.improver.step(progress):
                self.tell()
            self.iterations += 1
        if not self.stop() and self._left_s() > 0.2:
            self._recombine()

    def tell(self) -> None:
        best = self.improver.best
        gap = gap_of(best.cost, self.bound)
        plan = partial(plan_of, self.facts, best.routes, self.bound)
        self.on_progress(Progress(best.cost, self.bound, gap, self.iterations, plan))

    def _is_over(self) -> bool:
        if self.stop() or self.improver.best.cost <= self.bound:
            return True
        limit = self.params.deterministic_iterations
        if limit is not None:
            return self.iterations >= limit
        return self._left_s() <= self._reserve_s()

    def _reserve_s(self) -> float:
        """Time kept for the last recombination."""
        return min(_LONGEST_MIP_S, 0.1 * self.params.time_limit_s)

    def _left_s(self) -> float:
        remaining = self.params.remaining_s
        return self.params.time_limit_s if remaining is None else remaining()

    def _progress(self) -> float:
        limit = self.params.deterministic_iterations
        if limit is not None:
            return self.iterations / max(1, limit)
        return 1.0 - self._left_s() / max(self.params.time_limit_s, 1e-9)

    def _recombine(self) -> None:
        """Set partitioning over the pool; its plan is taken if it is better."""
        seconds = None
        if self.params.deterministic_iterations is None:
            # Building the model takes its share of what is left.
            seconds = max(0.05, min(_LONGEST_MIP_S, 0.7 * self._left_s()))
        before = self.improver.best
        routes = recombine(self.facts, self.pool, before.routes, seconds)
        if routes is None or self.improver.cost_of(routes) >= before.cost:
            routes = before.routes
        self.improver.restart(routes)
        if self.improver.best.cost < before.cost:
            self.tell()
