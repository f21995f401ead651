"""Service starts after the arrival and is given whole. (V5)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.visits)


RULE = Rule(
    name="service",
    sentence="Every visit is served whole.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    violations=(
        "start_before_arrival",
        "service_cut",
    ),
)
