"""What a rule of home care is: a sentence, a class, and its word on one visit in one shift.

Each file of `rules/` holds one; `registry.py` lists them. Rules on a whole route or on several
visits have no word on a single case: their file then holds the plain function that `compiled` and
`breakdown` call. The verifier states every rule a second time in `referee/` and calls none of this.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from shared.routing.plan import Reason
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.spans import Spans
from shared.routing.surroundings import Place, Therapist
from shared.routing.visit import Visit


class RuleClass(StrEnum):
    """DESIGN 1: safety nobody overrides, a promise is broken by name at a price, comfort costs."""

    SAFETY = "safety"
    PROMISE = "promise"
    COMFORT = "comfort"


@dataclass(frozen=True, slots=True)
class Case:
    """One visit in one shift, with what is known of the therapist and the place."""

    problem: Problem
    visit: Visit
    shift: Shift
    therapist: Therapist
    place: Place


@dataclass(frozen=True, slots=True)
class Rule:
    """`is_used` tells whether a problem says anything of the rule at all. `allows` False keeps the
    visit out of the shift at any time, told as `reason`. `spans` are the starts that the rule
    leaves open (None: all). `cost` is the assignment's fixed price, not weighted, told as `term`.
    `violations` are the words of the verifier that answer for the rule.
    """

    name: str
    sentence: str
    class_: RuleClass
    is_used: Callable[[Problem], bool]
    allows: Callable[[Case], bool] | None = None
    reason: Reason | None = None
    spans: Callable[[Case], Spans | None] | None = None
    cost: Callable[[Case], int] | None = None
    term: str | None = None
    violations: tuple[str, ...] = ()
