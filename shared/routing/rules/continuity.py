"""Continuity of care: who has served the patient most costs nothing, a stranger all of it. (C6)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.continuity_cost for visit in problem.visits)


def cost(case: Case) -> int:
    """The share of the price by which this therapist is less known, rounded down."""
    most = max(case.visit.history.values(), default=0)
    known = case.visit.history.get(case.shift.therapist, 0)
    return case.visit.continuity_cost * (most - known) // most if most else 0


RULE = Rule(
    name="continuity",
    sentence="The patient keeps the therapists they know.",
    class_=RuleClass.COMFORT,
    is_used=is_used,
    cost=cost,
    term="continuity",
)
