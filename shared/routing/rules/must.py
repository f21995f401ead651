"""A visit that somebody is on the way to is never left out, however late it is. (V1)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return any(visit.must for visit in problem.visits)


RULE = Rule(
    name="must",
    sentence="A visit that is on its way is never dropped.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.PINNED_IMPOSSIBLE,
    violations=("must_dropped",),
)
