"""Two therapists at one patient start at the same instant, or neither comes. (V10)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.pairs)


RULE = Rule(
    name="pairs",
    sentence="Two therapists come together, or neither.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    violations=("pair",),
)
