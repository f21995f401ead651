"""Seconds on the road of all used routes cost, from start place to end place. (C1)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.visits)


RULE = Rule(
    name="travel",
    sentence="Less driving is better.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="travel",
)
