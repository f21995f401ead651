"""Between two shifts of a therapist lies their rest: the earlier one ends so much before the next
opens. Who has no rest to keep is still not in two places at once. (V7)
"""

from collections import Counter

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.rule import Rule, RuleClass
from shared.routing.shift import Shift


def is_used(problem: Problem) -> bool:
    """A rest that is named, or two shifts of one therapist."""
    named = any(one.min_rest_s is not None for one in problem.therapists)
    return named or max(Counter(one.therapist for one in problem.shifts).values(), default=0) > 1


def latest_end_s(problem: Problem, shift: Shift) -> int | None:
    """The end that leaves the rest before the next shift, used or not; None without a limit."""
    rest, known = _rest_s(problem, shift.therapist)
    opens = [one.window_s[0] for one in later_shifts(problem, shift) if not _one_duty(one, shift)]
    opens += [] if known is None else [known]
    return min(opens) - rest if opens else None


def later_shifts(problem: Problem, shift: Shift) -> list[Shift]:
    """The therapist's shifts that open later; of equal ones those that come later in the file."""
    own = [one for one in problem.shifts if one.therapist == shift.therapist]
    at = next(i for i, one in enumerate(own) if one.id == shift.id)
    return [one for i, one in enumerate(own) if (one.window_s[0], i) > (shift.window_s[0], at)]


def _rest_s(problem: Problem, therapist: str) -> tuple[int, int | None]:
    for one in problem.therapists:
        if one.id == therapist:
            return one.min_rest_s or 0, one.next_shift_s
    return 0, None


def _one_duty(one: Shift, other: Shift) -> bool:
    return one.duty is not None and one.duty == other.duty


RULE = Rule(
    name="min_rest",
    sentence="Therapists rest between two shifts, which never overlap.",
    class_=RuleClass.SAFETY,
    is_used=is_used,
    reason=Reason.NO_SHIFT_HOURS,
    violations=("min_rest",),
)
