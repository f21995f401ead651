"""Another gender than the one the patient would like has a price; unknown is another. (C7)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.gender_cost for visit in problem.visits)


def cost(case: Case) -> int:
    wanted = case.visit.preferred_gender
    return 0 if wanted is None or case.therapist.gender is wanted else case.visit.gender_cost


RULE = Rule(
    name="preferred_gender",
    sentence="The patient is served by the gender they prefer.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    cost=cost,
    term="gender",
)
