"""Nobody arrives before the way is driven, at the hour at which it is driven. (V4, V5)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.visits)


RULE = Rule(
    name="travel_time",
    sentence="The way takes its time, by the hour of the day.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    violations=("travel_time",),
)
