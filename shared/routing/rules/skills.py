"""A visit goes to a shift that has every skill it needs. (V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.skills for visit in problem.visits)


def allows(case: Case) -> bool:
    return case.visit.skills <= case.shift.skills


RULE = Rule(
    name="skills",
    sentence="The therapist has every skill that the visit needs.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    allows=allows,
    reason=Reason.SKILL_MISSING,
    violations=("skills",),
)
