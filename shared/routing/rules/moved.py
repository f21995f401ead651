"""Every second that a visit starts later than its patient was last told has a price. (C13)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return any(visit.told and visit.told.moved_cost_per_s for visit in problem.visits)


def start_cost(visit: Visit, start_s: int) -> int:
    told = visit.told
    return 0 if told is None else told.moved_cost_per_s * max(0, start_s - told.start_s)


RULE = Rule(
    name="moved",
    sentence="Nobody waits longer than they were told.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    term="moved",
)
