"""All legs of a shift together take at most so long. (V7)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(shift.max_travel_s is not None for shift in problem.shifts)


RULE = Rule(
    name="max_travel",
    sentence="A shift drives no longer than it may.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.SHIFT_LIMIT,
    violations=("max_travel",),
)
