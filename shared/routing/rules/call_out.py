"""An on-call shift that gets any visit costs its call-out. (C12)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return any(shift.call_out_cost for shift in problem.shifts)


def cost(shift: Shift, visits: int) -> int:
    return shift.call_out_cost if visits else 0


RULE = Rule(
    name="call_out",
    sentence="Calling somebody out has its price.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="call_out",
)
