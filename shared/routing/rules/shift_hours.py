"""A route leaves its start place when the shift opens and is back at its end place before it
closes, overtime included. (V7)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return bool(problem.shifts)


def latest_end_s(shift: Shift) -> int:
    return shift.window_s[1] + shift.overtime_s


RULE = Rule(
    name="shift_hours",
    sentence="The therapist is back before the shift, with its overtime, ends.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.NO_SHIFT_HOURS,
    violations=("shift_end",),
)
