"""Levels as prices: which levels are searched together, and the day that is searched for them.

docs/optimiser.md section 9. A stage minimises its free levels; each level above them has a price.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.routing.cost_ceiling import ceilings
from shared.routing.disturbance import LEVEL_TERMS
from shared.routing.errors import ProblemInvalid
from shared.routing.plan import Disturbance, Plan
from shared.routing.problem import Problem
from shared.routing.visit import Visit
from shared.routing.weights import MAX_WEIGHT, TERMS, Weights

LEVELS = ("broken", "left_out", "changed", "moved_s", "rest")
Prices = Mapping[str, int]

# Above this the levels of a stage are no longer told apart safely by HiGHS's tolerances.
_TOGETHER = 1 << 32
# Larger days are searched once, all levels together: each search of a large day costs seconds.
_STAGED = 60
_MOVED, _CHANGED, _LEFT, _BROKEN = 30, 108_000, 16, 4


def stages_of(problem: Problem) -> list[tuple[str, ...]]:
    """The levels that this day has, from above, as many together as stay exact."""
    most = most_of(problem)
    used = [level for level in LEVELS if most[level] or level == "rest"]
    if len(problem.visits) > _STAGED and _can_pay(problem, far_apart(problem.visits)):
        return [tuple(used)]
    stages: list[tuple[str, ...]] = [()]
    for level in used:
        if stages[-1] and _weight((*stages[-1], level), most) > _TOGETHER:
            stages.append(())
        stages[-1] = (*stages[-1], level)
    return stages


def _can_pay(problem: Problem, prices: Prices) -> bool:
    try:
        priced(problem, prices, None)
    except ProblemInvalid:
        return False
    return True


def most_of(problem: Problem) -> dict[str, int]:
    """What no plan's levels exceed."""
    day = priced(problem, dict.fromkeys(LEVELS, 1), problem.previous)
    most = ceilings(day.travel, day.visits, day.shifts, day.weights, day.toll_bands)
    told = {level: most.get(term, 0) for level, term in zip(LEVELS, LEVEL_TERMS, strict=False)}
    return told | {"rest": sum(amount for term, amount in most.items() if term not in LEVEL_TERMS)}


def _weight(levels: Sequence[str], most: Prices) -> int:
    return sum(price * most[level] for level, price in strict(levels, most).items())


def strict(levels: Sequence[str], most: Prices) -> dict[str, int]:
    """(18) Prices at which one unit of a level outweighs all of the levels behind it."""
    prices: dict[str, int] = {}
    behind = 0
    for level in reversed(levels):
        prices[level] = payable(level, behind + 1)
        behind += prices[level] * most[level]
    return prices


def free_prices(problem: Problem, levels: Sequence[str]) -> tuple[dict[str, int], bool]:
    """Of a stage's own levels, and whether they are strict: else they are only far apart."""
    most = most_of(problem)
    if len(levels) == 1 or _weight(levels, most) <= _TOGETHER:
        return strict(levels, most), True
    apart = far_apart(problem.visits)
    return {level: apart[level] for level in levels}, False


def far_apart(visits: Iterable[Visit]) -> dict[str, int]:
    """Prices that no ordinary gain behind a level outweighs, small enough for good bounds: a change
    of therapist is worth an hour's delay, any visit left out much more (a visit finds its place by
    way of many changes), a promise most.
    """
    worth = [visit.unassigned_cost for visit in visits if visit.unassigned_cost] or [1]
    left_out = -(-_LEFT * _CHANGED // min(worth))
    broken = _BROKEN * left_out * max(worth)
    prices = (broken, left_out, _CHANGED, _MOVED, 1)
    return dict(zip(LEVELS, prices, strict=True))


def enough(fixed: Sequence[str], prices: Prices, told: Disturbance, tail: int) -> dict[str, int]:
    """(19) Prices of the fixed levels above which no plan with worse ones can be cheaper than one
    that has `told` and costs `tail` in the levels behind them.
    """
    caps: dict[str, int] = {}
    behind = tail
    for level in reversed(fixed):
        caps[level] = payable(level, behind + 1)
        behind += min(prices[level], caps[level]) * int(getattr(told, level))
    return caps


def payable(level: str, price: int) -> int:
    """Rounded up to what the day can say: seconds moved are priced by a weight and a price."""
    if level != "moved_s" or price <= MAX_WEIGHT:
        return price
    return -(-price // MAX_WEIGHT) * MAX_WEIGHT


def total(told: Disturbance, prices: Prices) -> int:
    """What these levels come to at these prices."""
    return sum(price * int(getattr(told, level)) for level, price in prices.items())


def priced(problem: Problem, prices: Prices, previous: Plan | None) -> Problem:
    """The day whose cost is the priced sum of levels; `ProblemInvalid` where that could be too much
    to be counted exactly.
    """
    moved = prices.get("moved_s", 0)
    many = 1 if moved <= MAX_WEIGHT else moved // MAX_WEIGHT
    rest = prices.get("rest", 0)
    weights = {
        term: rest * int(getattr(problem.weights, term))
        for term in TERMS
        if term not in LEVEL_TERMS
    }
    each = {**prices, "moved_s": moved // many}
    return replace(
        problem,
        visits=tuple(_priced(visit, each) for visit in problem.visits),
        weights=Weights(**weights, moved=many),
        previous=previous,
    )


def _priced(visit: Visit, prices: Prices) -> Visit:
    promised, told = visit.promised, visit.told
    if promised is not None:
        promised = replace(promised, cost=prices.get("broken", 0))
    if told is not None:
        told = replace(
            told,
            changed_cost=prices.get("changed", 0),
            moved_cost_per_s=prices.get("moved_s", 0),
        )
    worth = prices.get("left_out", 0) * visit.unassigned_cost
    return replace(visit, promised=promised, told=told, unassigned_cost=worth)
