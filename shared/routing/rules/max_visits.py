"""A shift has at most so many stops. (V7)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(shift.max_visits is not None for shift in problem.shifts)


RULE = Rule(
    name="max_visits",
    sentence="A shift has no more visits than it may.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.SHIFT_LIMIT,
    violations=("max_visits",),
)
