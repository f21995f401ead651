"""A therapist who does not go to pets is not sent to any. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(not one.pets for one in problem.therapists)


def allows(case: Case) -> bool:
    return case.therapist.pets or not case.place.pets


RULE = Rule(
    name="pets",
    sentence="A therapist who does not go where pets are is not sent there.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("pets",),
)
