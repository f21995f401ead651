"""Every second that service starts after the last window that closed has a price. (C3)"""

from shared.routing.problem import Problem
from shared.routing.reading import MAX_TIME_S
from shared.routing.rule import Rule, RuleClass
from shared.routing.visit import Visit


def is_used(problem: Problem) -> bool:
    return any(visit.late_cost_per_s for visit in problem.visits)


def late_s(visit: Visit, start_s: int) -> int:
    """0 inside a window and before all of them."""
    if any(opens <= start_s <= closes for opens, closes in visit.windows_s):
        return 0
    closed = [closes for _, closes in visit.windows_s if closes < start_s]
    return start_s - max(closed) if closed else 0


def start_cost(visit: Visit, start_s: int) -> int:
    return (visit.late_cost_per_s or 0) * late_s(visit, start_s)


def cap_s(visit: Visit) -> int:
    """How late it may be: what must be served, may be late without limit."""
    return 2 * MAX_TIME_S if visit.must else visit.max_late_s


RULE = Rule(
    name="lateness",
    sentence="A late start is paid for, up to a cap.",
    class_=RuleClass.PROMISE,
    is_used=is_used,
    term="lateness",
)
