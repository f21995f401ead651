"""One visit starts a minimum and maximum time after another has ended. (V10)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass


def is_used(problem: Problem) -> bool:
    return bool(problem.gaps)


RULE = Rule(
    name="gaps",
    sentence="Visits in sequence keep their distance in time.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    violations=("apart",),
)
