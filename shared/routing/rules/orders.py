"""A person fixed that one visit comes (directly) before another in the same shift. (V10)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.orders)


RULE = Rule(
    name="orders",
    sentence="Visits keep the order that a person gave them.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    violations=("order",),
)
