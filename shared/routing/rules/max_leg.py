"""Each leg that is still to be driven takes at most so long, home included. (V7)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(shift.max_leg_s is not None for shift in problem.shifts)


RULE = Rule(
    name="max_leg",
    sentence="No single way is longer than the therapist may drive.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.SHIFT_LIMIT,
    violations=("max_leg",),
)
