"""Travel and service of a shift together take at most so long; waiting is no work. (V7)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(shift.max_work_s is not None for shift in problem.shifts)


RULE = Rule(
    name="max_work",
    sentence="Nobody works longer than the maximum working time.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    reason=Reason.SHIFT_LIMIT,
    violations=("max_work",),
)
