"""No woman is sent alone at night to a flagged place; a paired visit that lasts as long lifts it.
(V6)
"""

from shared.domain.person import Gender
from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.spans import Spans, by_day
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return bool(problem.nights_s) and any(place.no_lone_woman for place in problem.places)


def spans(case: Case) -> Spans | None:
    if not case.place.no_lone_woman or case.therapist.gender is not Gender.FEMALE:
        return None
    if is_accompanied(case.problem, case.visit):
        return None
    return by_day(case.problem.nights_s, case.visit.service_s)


def is_accompanied(problem: Problem, visit: Visit) -> bool:
    """Whether another therapist starts at the same instant and stays at least as long."""
    service = {one.id: one.service_s for one in problem.visits}
    for pair in problem.pairs:
        if visit.id in pair.visits:
            return min(service[key] for key in pair.visits) >= visit.service_s
    return False


RULE = Rule(
    name="lone_nights",
    sentence="No woman is alone at night at a place that is flagged for it.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    reason=Reason.FORBIDDEN,
    spans=spans,
    violations=("lone_night",),
)
