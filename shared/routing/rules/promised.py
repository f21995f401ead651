"""A promise that is broken by time, by therapist or by leaving the visit out costs, once. (C15)"""

from shared.routing.problem import Problem
from shared.routing.rule import Case, Rule, RuleClass
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return any(visit.promised and visit.promised.cost for visit in problem.visits)


def cost(case: Case) -> int:
    """Of another therapist than the one named; the promise is broken whatever the start."""
    return _price(case.visit) if names_another(case) else 0


def names_another(case: Case) -> bool:
    promised = case.visit.promised
    return promised is not None and promised.therapist not in {None, case.shift.therapist}


def is_broken(visit: Visit, therapist: str, start_s: int) -> bool:
    """Of a visit that is served; one that is left out breaks every promise."""
    promised = visit.promised
    if promised is None:
        return False
    opens, closes = promised.window_s
    return not opens <= start_s <= closes or promised.therapist not in {None, therapist}


def start_cost(visit: Visit, start_s: int) -> int:
    """Of a start outside the promised window, by whomever was named."""
    promised = visit.promised
    if promised is None or promised.window_s[0] <= start_s <= promised.window_s[1]:
        return 0
    return promised.cost


def left_out_cost(visit: Visit) -> int:
    return _price(visit)


def _price(visit: Visit) -> int:
    return 0 if visit.promised is None else visit.promised.cost


RULE = Rule(
    name="promised",
    sentence="Promises are kept.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    cost=cost,
    term="promise",
)
