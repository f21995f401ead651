"""Fairness of load: work above each step of a shift costs by the minute, the more the steeper.
(C9)
"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return any(shift.load for shift in problem.shifts)


def cost(shift: Shift, work_s: int) -> int:
    return sum(step.cost_per_min * max(0, work_s - step.above_s) // 60 for step in shift.load)


RULE = Rule(
    name="load",
    sentence="Work is shared fairly.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="load",
)
