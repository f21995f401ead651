"""Fairness of nights: service at night above each step of a shift costs by the minute, the more
the steeper; of a service that overlaps a night the whole counts. (C10)
"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return bool(problem.nights_s) and any(shift.night_load for shift in problem.shifts)


def cost(shift: Shift, night_s: int) -> int:
    return sum(
        step.cost_per_min * max(0, night_s - step.above_s) // 60 for step in shift.night_load
    )


def is_at_night(problem: Problem, visit: Visit, start_s: int) -> bool:
    """Whether any of the service lies in a night; to meet at an edge is no overlap."""
    ends = start_s + visit.service_s
    return any(start_s < dawn and ends > dusk for dusk, dawn in problem.nights_s)


RULE = Rule(
    name="nights",
    sentence="Nights are shared fairly.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="nights",
)
