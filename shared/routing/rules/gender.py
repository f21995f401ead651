"""A gender that was asked for is hard until the patient agrees otherwise; unknown is no match.
(V3)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.gender is not None for visit in problem.visits)


def allows(case: Case) -> bool:
    return case.visit.gender is None or case.therapist.gender is case.visit.gender


RULE = Rule(
    name="gender",
    sentence="The therapist has the gender that the patient asked for.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    allows=allows,
    reason=Reason.FORBIDDEN,
    violations=("gender",),
)
