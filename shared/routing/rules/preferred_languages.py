"""A therapist who speaks none of the preferred languages has a price. (C8)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.language_cost for visit in problem.visits)


def cost(case: Case) -> int:
    wanted = case.visit.preferred_languages
    return 0 if not wanted or wanted & case.therapist.languages else case.visit.language_cost


RULE = Rule(
    name="preferred_languages",
    sentence="The therapist speaks a language that the patient prefers.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    cost=cost,
    term="language",
)
