"""Single changes of a problem that somebody could agree to, so that a visit fits.

Safety is not among them: skills, certificates, rest, the maximum working time and who may not be
sent alone are no matter of agreement.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from shared.routing.compiled import Compiled
from shared.routing.compiled_columns import with_column
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.visit import Visit


@dataclass(frozen=True, slots=True)
class Widen:
    """Every window of the visit opens sooner and closes later by these seconds."""

    visit: str
    earlier_s: int
    later_s: int


@dataclass(frozen=True, slots=True)
class AnyGender:
    """A therapist of any gender will do."""

    visit: str


@dataclass(frozen=True, slots=True)
class AnyLanguage:
    """A therapist without a language in common will do."""

    visit: str


@dataclass(frozen=True, slots=True)
class Accept:
    """Therapists who were kept out by name may come after all."""

    visit: str
    therapists: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unpin:
    """The visit may leave the shift and the time that a person fixed."""

    visit: str


@dataclass(frozen=True, slots=True)
class MoreOvertime:
    """The shift may end so many seconds later than now, at its price."""

    shift: str
    more_s: int


@dataclass(frozen=True, slots=True)
class MoreTravel:
    """The shift may drive so many seconds more than now."""

    shift: str
    more_s: int


@dataclass(frozen=True, slots=True)
class LongerLeg:
    """A single way of the shift may take so many seconds more than now."""

    shift: str
    more_s: int


@dataclass(frozen=True, slots=True)
class MoreVisits:
    """The shift may have so many visits more than now."""

    shift: str
    more: int


@dataclass(frozen=True, slots=True)
class MoveOther:
    """Another visit makes room and goes to this shift (perhaps its own, at another place)."""

    visit: str
    shift: str


@dataclass(frozen=True, slots=True)
class AsItIs:
    """Nothing has to change: it fits, at its cost."""


OfVisit = Widen | AnyGender | AnyLanguage | Accept | Unpin
OfShift = MoreOvertime | MoreTravel | LongerLeg | MoreVisits
Change = OfVisit | OfShift | MoveOther | AsItIs


def applied(problem: Problem, change: Change) -> Problem:
    """The problem in which this is agreed; the very same where only the plan changes."""
    match change:
        case Widen() | AnyGender() | AnyLanguage() | Accept() | Unpin():
            return _with_visit(problem, change.visit, lambda one: changed_visit(one, change))
        case MoreOvertime() | MoreTravel() | LongerLeg() | MoreVisits():
            shifts = (
                changed_shift(one, change) if one.id == change.shift else one
                for one in problem.shifts
            )
            return replace(problem, shifts=tuple(shifts))
        case MoveOther() | AsItIs():
            return problem
        case _:
            assert_never(change)


def changed_visit(visit: Visit, change: OfVisit) -> Visit:
    match change:
        case Widen(earlier_s=earlier, later_s=later):
            windows = tuple((opens - earlier, closes + later) for opens, closes in visit.windows_s)
            return replace(visit, windows_s=windows)
        case AnyGender():
            return replace(visit, gender=None)
        case AnyLanguage():
            return replace(visit, languages=frozenset())
        case Accept(therapists=therapists):
            return replace(visit, forbidden_therapists=visit.forbidden_therapists - set(therapists))
        case Unpin():
            return replace(visit, pinned=None)
        case _:
            assert_never(change)


def changed_shift(shift: Shift, change: OfShift) -> Shift:
    match change:
        case MoreOvertime(more_s=more):
            return replace(shift, overtime_s=shift.overtime_s + more)
        case MoreTravel(more_s=more):
            return replace(shift, max_travel_s=_more(shift.max_travel_s, more))
        case LongerLeg(more_s=more):
            return replace(shift, max_leg_s=_more(shift.max_leg_s, more))
        case MoreVisits(more=more):
            return replace(shift, max_visits=_more(shift.max_visits, more))
        case _:
            assert_never(change)


def view_with(view: Compiled, v: int, *changes: OfVisit) -> Compiled:
    """The compiled problem after changes of visit index `v`: only its column is worked out."""
    changed = view.problem.visits[v]
    for change in changes:
        changed = changed_visit(changed, change)
    return with_column(view, v, changed)


def _more(limit: int | None, more: int) -> int | None:
    return None if limit is None else limit + more


def _with_visit(problem: Problem, name: str, change: Callable[[Visit], Visit]) -> Problem:
    visits = (change(one) if one.id == name else one for one in problem.visits)
    return replace(problem, visits=tuple(visits))
