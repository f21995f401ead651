"""Each break that falls due before the return starts in its window, at a door or at home. (V8)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(shift.breaks for shift in problem.shifts)


RULE = Rule(
    name="breaks",
    sentence="The therapist gets lunch and prayer breaks.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.NO_SHIFT_HOURS,
    violations=("breaks",),
)
