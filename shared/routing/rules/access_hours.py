"""The whole service lies in one of the hours in which the place lets people in, unless its start
is pinned. (V6)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.spans import Spans, merged
from shared.routing.timing import pinned_start_s


def is_used(problem: Problem) -> bool:
    return any(place.access_s for place in problem.places)


def spans(case: Case) -> Spans | None:
    if not case.place.access_s or pinned_start_s(case.visit, case.shift) is not None:
        return None
    stay = case.visit.service_s
    return merged([(opens, closes - stay) for opens, closes in case.place.access_s])


RULE = Rule(
    name="access_hours",
    sentence="The place is open to visitors during the whole service.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.WINDOW_CLOSED,
    spans=spans,
    violations=("access",),
)
