"""A therapist who must not serve a visit never does, until the patient agrees otherwise. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.forbidden_therapists for visit in problem.visits)


def allows(case: Case) -> bool:
    return case.shift.therapist not in case.visit.forbidden_therapists


RULE = Rule(
    name="forbidden_therapists",
    sentence="A therapist whom the patient refused does not come.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("forbidden_therapist",),
)
