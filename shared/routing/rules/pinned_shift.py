"""A visit that a person pinned stays in its shift and is not dropped for its price. (V1, V3)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.pinned for visit in problem.visits)


def allows(case: Case) -> bool:
    return case.visit.pinned is None or case.visit.pinned.shift == case.shift.id


RULE = Rule(
    name="pinned_shift",
    sentence="A pinned visit stays in its shift.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    allows=allows,
    reason=Reason.PINNED_IMPOSSIBLE,
    violations=(
        "pin_shift",
        "pin_dropped",
    ),
)
