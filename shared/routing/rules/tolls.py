"""Money for a leg by the hour at which it is left, as far as the tenant weighs it. (C11)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.toll_bands)


def toll(problem: Problem, start: int, end: int, departure_s: int) -> int:
    """Of the last band that has begun; the first band counts before its start too."""
    begun = [band for band in problem.toll_bands if band.from_s <= departure_s]
    band = begun[-1] if begun else problem.toll_bands[0]
    return band.toll[start][end]


RULE = Rule(
    name="tolls",
    sentence="Tolls are paid by the hour of the day.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="tolls",
)
