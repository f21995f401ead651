"""A therapist may limit the areas they go to; a place without an area is outside. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(one.areas is not None for one in problem.therapists)


def allows(case: Case) -> bool:
    return case.therapist.areas is None or case.place.area in case.therapist.areas


RULE = Rule(
    name="areas",
    sentence="A therapist goes only to the areas they accept.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("area",),
)
