"""A therapist may refuse nights: no service of theirs overlaps one, unless a person pinned its
start. (V6)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.spans import Spans, by_day
from shared.routing.timing import pinned_start_s


def is_used(problem: Problem) -> bool:
    return bool(problem.nights_s) and any(not one.nights for one in problem.therapists)


def spans(case: Case) -> Spans | None:
    if case.therapist.nights or pinned_start_s(case.visit, case.shift) is not None:
        return None
    return by_day(case.problem.nights_s, case.visit.service_s)


RULE = Rule(
    name="own_nights",
    sentence="A therapist who does not work at night has no service then.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    reason=Reason.NO_SHIFT_HOURS,
    spans=spans,
    violations=("own_nights",),
)
