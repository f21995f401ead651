"""The whole day again with every fact known from the beginning: how many promises could be kept?

The facts are those of the events, at their edges on the generous side: who falls ill may still
serve what could begin before. The answer is a plan, so what it keeps could be kept.
"""

from dataclasses import replace

from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.visit import Visit
from tests.bench.planner.disrupted.events import OVERRUN_S, Event, Kind
from tests.bench.planner.disrupted.facts import longer, refused, valid_until, with_visits, without

# From the hour of the illness: what is under way is ended, then the way home.
_HOME_S = 2 * 3600


def whole_day(morning: Problem, events: tuple[Event, ...], start: Plan) -> Problem:
    """The morning's problem with all that happened; `start` is where the search begins."""
    day = morning
    for event in events:
        day = _known(day, event)
    return replace(day, previous=start)


def _known(day: Problem, event: Event) -> Problem:
    def of_visit(visit: Visit) -> Visit:
        if visit.id != event.visit:
            return visit
        if event.kind is Kind.OVERRUN:
            return longer(visit, OVERRUN_S)
        return refused(visit, event.therapist)

    match event.kind:
        case Kind.BOOKING | Kind.URGENT:
            assert event.new is not None
            return replace(day, visits=(*day.visits, event.new))
        case Kind.OVERRUN | Kind.DECLINE:
            return with_visits(day, of_visit)
        case Kind.NO_SHOW | Kind.CANCELLATION:
            return without(day, event.visit)
        case Kind.ILLNESS:
            return _ill(day, event)
        case Kind.CERTIFICATE:
            return replace(day, shifts=tuple(_less(shift, event) for shift in day.shifts))


def _less(shift: Shift, event: Event) -> Shift:
    if shift.therapist != event.therapist:
        return shift
    return valid_until(shift, event.skill, event.at_s)


def _ill(day: Problem, event: Event) -> Problem:
    """Nothing begins after the hour of the illness."""

    def home(shift: Shift) -> Shift:
        if shift.therapist != event.therapist:
            return shift
        opens = shift.window_s[0]
        closes = max(opens, min(shift.window_s[1], event.at_s))
        return replace(
            shift,
            window_s=(opens, closes),
            overtime_s=_HOME_S,
            overtime_cost_per_s=0,
            breaks=(),
            max_visits=0 if opens >= event.at_s else shift.max_visits,
        )

    def too_late(visit: Visit) -> Visit:
        if visit.windows_s[0][0] <= event.at_s:
            return visit
        return refused(visit, event.therapist)

    shifts = tuple(home(shift) for shift in day.shifts)
    return with_visits(replace(day, shifts=shifts), too_late)
