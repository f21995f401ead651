"""Each leg that is still to be driven takes at most so long, home included. (V7)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return any(shift.max_leg_s is not None for shift in problem.shifts)


def legal(shift: Shift, longest_leg_s: int) -> bool:
    return shift.max_leg_s is None or longest_leg_s <= shift.max_leg_s


RULE = Rule(
    name="max_leg",
    sentence="No single way is longer than the therapist may drive.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.SHIFT_LIMIT,
    violations=("max_leg",),
)
