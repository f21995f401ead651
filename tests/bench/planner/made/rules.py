"""Which maker puts which rule of the registry on, and days with one, some or all of them."""

from collections.abc import Callable, Iterable

from shared.routing.registry import RULES
from tests.bench.planner.made import money, people, times
from tests.bench.planner.made.day import MadeDay, made_day

Maker = Callable[[MadeDay], None]

# Every day has these: they are part of the day without optional rules.
ALWAYS = frozenset({"service", "travel"})
TIES = frozenset({"pairs", "gaps"})
# A pin or an order settles a visit: a day with all rules on has them for a few visits only.
_FEW = 0.05
_MODULES = (people, times, money)
# What cuts shifts in two comes first, what asks who may serve whom last.
_FIRST, _LAST = ("blocks",), ("pinned_shift", "pinned_time", "must", "max_changes")


def maker_of(rule: str) -> Maker:
    """KeyError for a rule that nobody makes."""
    for module in _MODULES:
        if rule in vars(module):
            maker: Maker = vars(module)[rule]
            return maker
    raise KeyError(rule)


def optional_rules() -> list[str]:
    """Every rule that a day may be without, in the order of the registry."""
    return [rule.name for rule in RULES if rule.name not in ALWAYS]


def day_with(rules: Iterable[str], seed: int, visits: int = 100) -> MadeDay:
    """The day of this seed with these rules on; the day itself is the same whatever is put on."""
    chosen = list(rules)
    day = made_day(seed, visits)
    if len(chosen) > 1:
        day.fixing = _FEW
    others = (rule for rule in optional_rules() if rule not in (*_FIRST, *_LAST))
    for rule in (*_FIRST, *others, *_LAST):
        if rule in chosen:
            day.rng.seed(f"{seed} {rule}")
            maker_of(rule)(day)
    return day
