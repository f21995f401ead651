"""Another therapist than the one who was last told has a price. (C14)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.told and visit.told.changed_cost for visit in problem.visits)


def cost(case: Case) -> int:
    told = case.visit.told
    if told is None or told.therapist in {None, case.shift.therapist}:
        return 0
    return told.changed_cost


RULE = Rule(
    name="changed",
    sentence="The therapist who was announced comes.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    cost=cost,
    term="changed",
)
