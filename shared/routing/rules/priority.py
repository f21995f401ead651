"""What it costs to leave a visit out; the dearer, the sooner it is served. (C2)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return any(visit.unassigned_cost for visit in problem.visits)


def left_out_cost(visit: Visit) -> int:
    return visit.unassigned_cost


RULE = Rule(
    name="priority",
    sentence="Important visits are served first.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="unassigned",
)
