"""What each therapist costs at a visit: wishes, in either direction. (C5)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.therapist_costs for visit in problem.visits)


def cost(case: Case) -> int:
    return case.visit.therapist_costs.get(case.shift.therapist, 0)


RULE = Rule(
    name="preferred_therapists",
    sentence="The patient is served by a therapist they prefer.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    cost=cost,
    term="therapist",
)
