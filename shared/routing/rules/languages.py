"""The therapist speaks at least one of the languages that the visit needs; unknown is none. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.languages for visit in problem.visits)


def allows(case: Case) -> bool:
    return not case.visit.languages or bool(case.visit.languages & case.therapist.languages)


RULE = Rule(
    name="languages",
    sentence="Therapist and patient have a language in common.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("languages",),
)
