"""A visit that is pinned to a time, or frozen, starts then and at no other time. (V5)"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.spans import Spans
from shared.routing.timing import pinned_start_s


def is_used(problem: Problem) -> bool:
    return any(visit.pinned and visit.pinned.start_s is not None for visit in problem.visits)


def spans(case: Case) -> Spans | None:
    start = pinned_start_s(case.visit, case.shift)
    return None if start is None else ((start, start),)


RULE = Rule(
    name="pinned_time",
    sentence="A frozen visit keeps its time.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.PINNED_IMPOSSIBLE,
    spans=spans,
    violations=("pin_time",),
)
