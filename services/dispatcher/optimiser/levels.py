"""Replanning: plans compared level by level, what people were told first (docs/optimiser.md 9).

Each stage minimises its levels on a day whose prices say them (`stages`), with every level above
held at its optimum by a price. Whether the price was enough shows in the answer: a proven plan that
keeps the optimum is the best of all that keep it; else the price is raised.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.solve import solve
from services.dispatcher.optimiser.stages import (
    enough,
    far_apart,
    free_prices,
    payable,
    priced,
    stages_of,
    total,
)
from shared.routing.breakdown import with_terms
from shared.routing.disturbance import disturbance_of, least_price
from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Disturbance, Plan, Status
from shared.routing.problem import Problem

_RAISE = 64
_UNTIMED = 400
# A plan is told when this many times the seconds of telling one have passed since the last.
_APART = 10.0
# The end takes about so many times that: the last better plan, the answer and its terms.
_ENDING = 2.0


@dataclass(frozen=True, slots=True)
class Replanned:
    """`proven` are the levels, from above, that no plan keeps better; `plan.bound` is a bound over
    all plans that disturb as this one does.
    """

    plan: Plan
    disturbance: Disturbance
    proven: tuple[str, ...]


def planned(
    problem: Problem,
    params: Params,
    stop: Callable[[], bool],
    rng: random.Random,
    on_progress: Callable[[Progress], None],
) -> Plan:
    """The best plan found: by levels where the problem is a replan, else by cost."""
    if problem.replan is None:
        return solve(problem, params, stop, rng, on_progress)
    return replanned(problem, params, stop, rng, on_progress).plan


def replanned(
    problem: Problem,
    params: Params,
    stop: Callable[[], bool],
    rng: random.Random,
    on_progress: Callable[[Progress], None],
) -> Replanned:
    """The plan that disturbs least, level by level, as far as `stop()` and the limits allow."""
    return _Levels(problem, params, stop, rng, on_progress).solve()


@dataclass(slots=True)
class _Levels:
    """One replan: the best plan in hand, what it disturbs and what of that is proven."""

    problem: Problem
    params: Params
    stop: Callable[[], bool]
    rng: random.Random
    on_progress: Callable[[Progress], None]
    _best: Plan | None = None
    _told: Disturbance | None = None
    _proven: list[str] = field(default_factory=list)
    _rest: int = 0
    _done: int = 0
    _telling_s: float = 0.0
    _told_at: float = float("inf")
    _waiting: Callable[[], None] | None = None

    def solve(self) -> Replanned:
        stages = stages_of(self.problem)
        above: tuple[str, ...] = ()
        for k, levels in enumerate(stages, start=1):
            if self._best is not None and self.stop():
                break
            self._stage(above, levels, k / len(stages))
            above = (*above, *levels)
        plan, told = self._in_hand()
        whole = len(self._proven) == sum(map(len, stages))
        status = Status.OPTIMAL if whole else Status.FEASIBLE
        answer = self._bounded(plan, told, self._rest, status)
        return Replanned(answer, told, tuple(self._proven))

    def _stage(self, above: Sequence[str], levels: Sequence[str], share: float) -> None:
        """Minimise `levels` among plans that keep what is in hand of the levels above."""
        free, is_strict = free_prices(self.problem, levels)
        apart = far_apart(self.problem.visits)
        held = {level: apart[level] for level in above}
        while True:
            caps = self._caps(above, held, free)
            held = {level: min(price, caps[level]) for level, price in held.items()}
            answer = self._searched(held | free, share)
            if answer is None:
                return
            worse = self._worse(above, answer)
            if not worse:
                self._note(above, levels if is_strict else (), answer, held | free)
                return
            raised = {
                level: min(caps[level], payable(level, held[level] * _RAISE)) for level in worse
            }
            is_proven = answer.status is Status.OPTIMAL
            if not is_proven or self.stop() or not raised.items() - held.items():
                return
            held |= raised

    def _caps(
        self, above: Sequence[str], held: Mapping[str, int], free: Mapping[str, int]
    ) -> dict[str, int]:
        if not above:
            return {}
        told = self._in_hand()[1]
        return enough(above, held, told, total(told, free))

    def _worse(self, above: Sequence[str], answer: Plan) -> list[str]:
        """The levels above that this plan keeps worse than the one in hand."""
        found = disturbance_of(self.problem, with_terms(self.problem, answer))
        told = self._in_hand()[1]
        return [level for level in above if getattr(found, level) > getattr(told, level)]

    def _note(
        self, above: Sequence[str], levels: Sequence[str], answer: Plan, prices: Mapping[str, int]
    ) -> None:
        """What a search proves of the plan in hand, whose levels above its answer keeps."""
        told = self._in_hand()[1]
        if "rest" in prices:
            self._rest = _rest_bound(told, prices, answer.bound)
        is_best = answer.status is Status.OPTIMAL and total(told, prices) == answer.cost
        if is_best and self._proven == list(above):
            self._proven += levels

    def _searched(self, prices: Mapping[str, int], share: float) -> Plan | None:
        """Search the day at these prices; None where they are beyond exact numbers."""
        start = self._best or self.problem.previous
        try:
            day = priced(self.problem, prices, start)
        except ProblemInvalid:
            return None
        least: int | None = None
        before = self._done

        def tell(progress: Progress) -> None:
            nonlocal least
            self._done = before + progress.iterations
            if least is None or progress.cost < least:
                least = progress.cost
                self._waiting = lambda: self._consider(progress.plan(), prices)
                self._catch_up()

        def stop() -> bool:
            self._catch_up()
            return self.stop()

        answer = solve(day, self._share(share), stop, self.rng, tell)
        self._waiting = None
        self._consider(answer, prices)
        return answer

    def _catch_up(self) -> None:
        """Consider the best plan met since the last, unless that was only just: writing a plan
        down takes as long as thousands of steps of ruin and recreate. The search asks on one
        thread, and never while it changes a plan, whether to stop: then this is called too.
        """
        remaining, consider = self.params.remaining_s, self._waiting
        if consider is None:
            return
        if self.params.deterministic_iterations is not None or remaining is None:
            self._waiting = None
            consider()
            return
        began = remaining()
        if self._told is not None and self._told_at - began < _APART * self._telling_s:
            return
        self._waiting = None
        consider()
        self._told_at = remaining()
        self._telling_s = max(self._telling_s, began - self._told_at)

    def _share(self, share: float) -> Params:
        """What a search may use that ends when `share` of the whole effort is spent."""
        params, count = self.params, self.params.deterministic_iterations
        if count is not None or params.remaining_s is None:
            whole = _UNTIMED if count is None else count
            return replace(params, deterministic_iterations=max(1, int(share * whole) - self._done))
        remaining, reserve = params.remaining_s, (1.0 - share) * params.time_limit_s
        limit = max(0.0, remaining() - reserve)

        def left_s() -> float:
            return max(0.0, remaining() - reserve - _ENDING * self._telling_s)

        return replace(params, time_limit_s=limit, remaining_s=left_s)

    def _consider(self, plan: Plan, prices: Mapping[str, int]) -> None:
        """Keep and tell what disturbs less than all before; these prices gave `plan.bound`."""
        whole = with_terms(self.problem, replace(plan, bound=0, status=Status.FEASIBLE))
        told = disturbance_of(self.problem, whole)
        if self._told is not None and told >= self._told:
            return
        self._best, self._told = whole, told
        rest = _rest_bound(told, prices, plan.bound)
        shown = self._bounded(whole, told, rest, Status.FEASIBLE)
        self.on_progress(
            Progress(shown.cost, shown.bound, shown.gap, self._done, plan=lambda: shown)
        )

    def _in_hand(self) -> tuple[Plan, Disturbance]:
        if self._best is None or self._told is None:
            raise AssertionError("the first search gives a plan")
        return self._best, self._told

    def _bounded(self, plan: Plan, told: Disturbance, rest: int, status: Status) -> Plan:
        """(20) A bound over all plans that have these levels, but for the rest."""
        bound = least_price(self.problem, told) + rest
        return with_terms(self.problem, replace(plan, bound=bound, status=status))


def _rest_bound(told: Disturbance, prices: Mapping[str, int], bound: int) -> int:
    """The least rest of a plan with these levels, where `bound` is one of the day so priced."""
    if "rest" not in prices:
        return 0
    others = {level: price for level, price in prices.items() if level != "rest"}
    return max(0, bound - total(told, others))
