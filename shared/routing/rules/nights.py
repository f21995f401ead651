"""Fairness of nights: each minute of a service that overlaps a night costs what this shift says.
(C10)
"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return bool(problem.nights_s) and any(shift.night_cost_per_min for shift in problem.shifts)


def cost(shift: Shift, visit: Visit) -> int:
    """Of a service that overlaps a night: its whole length counts."""
    return shift.night_cost_per_min * visit.service_s // 60


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
