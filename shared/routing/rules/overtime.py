"""Every second between the close of the shift and the return has a price. (C4)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return any(shift.overtime_cost_per_s for shift in problem.shifts)


def cost(shift: Shift, back_s: int) -> int:
    return shift.overtime_cost_per_s * max(0, back_s - shift.window_s[1])


RULE = Rule(
    name="overtime",
    sentence="Overtime is paid for.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    term="overtime",
)
