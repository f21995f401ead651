"""A therapist may limit the genders of the patients they treat; an unknown one is outside. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(one.patient_genders is not None for one in problem.therapists)


def allows(case: Case) -> bool:
    accepted = case.therapist.patient_genders
    return accepted is None or case.visit.patient_gender in accepted


RULE = Rule(
    name="patient_genders",
    sentence="A therapist treats only patients of the genders they accept.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("patient_gender",),
)
