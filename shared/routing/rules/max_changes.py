"""A dispatcher limits how many visits another therapist may come to than was told. (V11)"""

from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return limit(problem) is not None


def limit(problem: Problem) -> int | None:
    return None if problem.replan is None else problem.replan.max_changes


def is_change(visit: Visit, therapist: str) -> bool:
    """Whether this therapist is not the one who was told."""
    return visit.told is not None and visit.told.therapist not in {None, therapist}


RULE = Rule(
    name="max_changes",
    sentence="No more visits than allowed get another therapist.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    violations=("max_changes",),
)
