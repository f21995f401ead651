"""The state of a day under way: what has happened is frozen, what is learnt changes the problem.

A stop is a fact once its therapist must have left for it: everybody leaves at the last moment, so
that whoever is not yet on the way can still be sent elsewhere. What has happened is always legal:
limits that a fact has passed are raised to it (`with_room`).
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from shared.routing.plan import Plan, Route, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.surroundings import Replan
from shared.routing.timing import opens_s
from shared.routing.visit import Pin, Promised, Told, Visit
from tests.bench.planner.disrupted.events import OVERRUN_S, PROMISE_COST, Event, Kind
from tests.bench.planner.disrupted.room import start_of, with_room

HALF_PROMISE_S = 1800
MOVED_PER_S, CHANGED_COST = 1, 600
# Who finds nobody waits so long before leaving again.
AT_THE_DOOR_S = 600


def published(problem: Problem, plan: Plan, named: frozenset[str]) -> Problem:
    """The day once everybody was told who comes, and promised an hour around the start; `named`
    visits were promised the therapist too.
    """
    stops = _stops_of(problem, plan)

    def promised(visit: Visit) -> Visit:
        if visit.id not in stops:
            return visit
        stop, who = stops[visit.id]
        window = (stop.start_s - HALF_PROMISE_S, stop.start_s + HALF_PROMISE_S)
        name = who if visit.id in named else None
        return replace(visit, promised=Promised(window, PROMISE_COST, name))

    return told(with_visits(problem, promised), plan)


def told(problem: Problem, plan: Plan) -> Problem:
    """Everybody hears of the plan; who is left out expects nobody any more."""
    stops = _stops_of(problem, plan)

    def hears(visit: Visit) -> Visit:
        if visit.id not in stops:
            return replace(visit, told=None)
        stop, who = stops[visit.id]
        return replace(visit, told=Told(stop.start_s, who, MOVED_PER_S, CHANGED_COST))

    return replace(with_visits(problem, hears), replan=Replan(), previous=plan)


def at(problem: Problem, plan: Plan, now_s: int) -> Problem:
    """The same day at this hour: what has begun or is on its way is pinned, no leg leaves before
    now; whoever had to leave for home by now to be back in time has gone.
    """
    shifts = {shift.id: shift for shift in problem.shifts}
    facts = {route.shift: tuple(_begun(shifts[route.shift], route, now_s)) for route in plan.routes}
    pins = {stop.visit: Pin(name, stop.start_s) for name, stops in facts.items() for stop in stops}
    home = {
        route.shift
        for route in plan.routes
        if len(facts[route.shift]) == len(route.stops)
        and _has_gone(problem, shifts[route.shift], route, now_s)
    }

    def later(shift: Shift) -> Shift:
        if shift.id in home:
            return replace(shift, max_visits=len(facts[shift.id]))
        return replace(shift, open_from_s=now_s)

    pinned = with_visits(problem, lambda one: replace(one, pinned=pins.get(one.id, one.pinned)))
    return replace(pinned, shifts=tuple(map(later, problem.shifts)))


def _has_gone(problem: Problem, shift: Shift, route: Route, now_s: int) -> bool:
    """Home after the last stop, as late as the end of the shift allows."""
    visits = {visit.id: visit for visit in problem.visits}
    last = route.stops[-1]
    if last.departure_s > now_s or last.visit not in visits:
        return False
    leg = problem.travel.seconds(visits[last.visit].location, shift.end_location, now_s)
    return now_s + leg > shift.window_s[1]


def _begun(shift: Shift, route: Route, now_s: int) -> Iterable[Stop]:
    leave = shift.window_s[0]
    for stop in route.stops:
        leg = max(0, stop.arrival_s - max(leave, opens_s(shift)))
        if stop.start_s - leg > now_s:
            return
        yield stop
        leave = stop.departure_s


def happen(problem: Problem, plan: Plan, event: Event) -> Problem:
    """The day after the event, at its hour; the plan is the one in force."""
    day = at(problem, plan, event.at_s)
    match event.kind:
        case Kind.BOOKING | Kind.URGENT:
            assert event.new is not None
            day = replace(day, visits=(*day.visits, event.new))
        case Kind.OVERRUN:
            day = _with(day, event.visit, lambda one: longer(one, OVERRUN_S))
        case Kind.ILLNESS:
            day = _ill(day, event)
        case Kind.NO_SHOW:
            day = _nobody_there(day, event)
        case Kind.CANCELLATION:
            day = without(day, event.visit)
        case Kind.DECLINE:
            day = _with(day, event.visit, lambda one: refused(one, event.therapist))
        case Kind.CERTIFICATE:
            day = _lost(day, event)
    return with_room(day, plan)


def longer(visit: Visit, more_s: int) -> Visit:
    return replace(visit, service_s=visit.service_s + more_s)


def refused(visit: Visit, therapist: str | None) -> Visit:
    """By this therapist, who turns back if on the way."""
    assert therapist is not None
    is_theirs = visit.told is not None and visit.told.therapist == therapist
    return replace(
        visit,
        pinned=None if is_theirs else visit.pinned,
        forbidden_therapists=visit.forbidden_therapists | {therapist},
    )


def without(problem: Problem, name: str | None) -> Problem:
    return replace(problem, visits=tuple(one for one in problem.visits if one.id != name))


def _nobody_there(day: Problem, event: Event) -> Problem:
    """Whoever is on the way finds the door closed; nobody else is sent."""
    visit = next(one for one in day.visits if one.id == event.visit)
    if visit.pinned is None:
        return without(day, event.visit)
    return _with(day, event.visit, lambda one: replace(one, service_s=AT_THE_DOOR_S, promised=None))


def _ill(day: Problem, event: Event) -> Problem:
    """Ends what has begun and goes home; who is waited for by this therapist is free again."""
    mine = {shift.id for shift in day.shifts if shift.therapist == event.therapist}

    def released(visit: Visit) -> Visit:
        is_mine = visit.pinned is not None and visit.pinned.shift in mine
        return replace(visit, pinned=None) if is_mine and start_of(visit) > event.at_s else visit

    day = with_visits(day, released)
    done = [visit.pinned.shift for visit in day.visits if visit.pinned]

    def home(shift: Shift) -> Shift:
        if shift.id not in mine:
            return shift
        opens, closes = shift.window_s
        return replace(
            shift,
            window_s=(opens, max(opens, min(closes, event.at_s))),
            max_visits=done.count(shift.id),
            overtime_cost_per_s=0,
            breaks=(),
        )

    return replace(day, shifts=tuple(home(shift) for shift in day.shifts))


def _lost(day: Problem, event: Event) -> Problem:
    """What is being done with it is still ended."""
    ends = {
        visit.pinned.shift: start_of(visit) + visit.service_s
        for visit in sorted(day.visits, key=start_of)
        if visit.pinned is not None
    }

    def less(shift: Shift) -> Shift:
        if shift.therapist != event.therapist:
            return shift
        return valid_until(shift, event.skill, max(event.at_s, ends.get(shift.id, 0)))

    return replace(day, shifts=tuple(less(shift) for shift in day.shifts))


def valid_until(shift: Shift, skill: str | None, until_s: int) -> Shift:
    """The certificate of this skill ends then, if it did not end before."""
    if skill not in shift.skills:
        return shift
    assert skill is not None
    spans = shift.skill_windows_s.get(skill, ((0, until_s),))
    cut = tuple((opens, min(closes, until_s)) for opens, closes in spans if opens <= until_s)
    return replace(shift, skill_windows_s={**shift.skill_windows_s, skill: cut})


def with_visits(problem: Problem, change: Callable[[Visit], Visit]) -> Problem:
    return replace(problem, visits=tuple(map(change, problem.visits)))


def _with(problem: Problem, name: str | None, change: Callable[[Visit], Visit]) -> Problem:
    return with_visits(problem, lambda one: change(one) if one.id == name else one)


def _stops_of(problem: Problem, plan: Plan) -> dict[str, tuple[Stop, str]]:
    who = {shift.id: shift.therapist for shift in problem.shifts}
    return {stop.visit: (stop, who[route.shift]) for route in plan.routes for stop in route.stops}
