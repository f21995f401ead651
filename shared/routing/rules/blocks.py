"""Blocks of one working day do not overlap: from one the therapist is home before the next opens.
(V7)
"""

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.rules.min_rest import later_shifts
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    return any(shift.duty is not None for shift in problem.shifts)


def latest_end_s(problem: Problem, shift: Shift) -> int | None:
    """When the next block of the same duty opens, used or not; None for the last one."""
    if shift.duty is None:
        return None
    opens = [one.window_s[0] for one in later_shifts(problem, shift) if one.duty == shift.duty]
    return min(opens, default=None)


RULE = Rule(
    name="blocks",
    sentence="Between two blocks of a day the therapist is at home.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    reason=Reason.NO_SHIFT_HOURS,
    violations=("block_overlap",),
)
