"""Service starts inside one of the windows, which may lie on several days, or late at its price.
(V6)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.visits)


RULE = Rule(
    name="windows",
    sentence="Service starts inside one of the promised windows.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.WINDOW_CLOSED,
    violations=("window",),
)
