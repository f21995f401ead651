"""What happens on a day that people were told: one event, on the problem and the plan in force."""

import random
from collections.abc import Callable
from dataclasses import replace

from shared.routing.plan import Plan, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.surroundings import Replan
from shared.routing.visit import Pin, Promised, Told, Visit

Event = Callable[[random.Random, Problem, Plan], Problem]
HALF_WINDOW_S = 1800


def told_day(problem: Problem, plan: Plan, max_changes: int | None = None) -> Problem:
    """The same day once everybody with a stop was told who comes, and promised an hour."""
    therapists = {shift.id: shift.therapist for shift in problem.shifts}
    stops = {
        stop.visit: (stop, therapists[route.shift]) for route in plan.routes for stop in route.stops
    }
    return replace(
        problem,
        visits=tuple(_told(visit, *stops.get(visit.id, (None, ""))) for visit in problem.visits),
        replan=Replan(max_changes),
        previous=plan,
    )


def _told(visit: Visit, stop: Stop | None, therapist: str) -> Visit:
    if stop is None:
        return replace(visit, told=None, promised=None)
    told = Told(stop.start_s, therapist, moved_cost_per_s=1, changed_cost=600)
    window = (stop.start_s - HALF_WINDOW_S, stop.start_s + HALF_WINDOW_S)
    return replace(visit, told=told, promised=Promised(window, 9000))


def therapist_ill(rng: random.Random, day: Problem, _: Plan) -> Problem:
    """Goes home at some time of the shift, or never came."""
    who = rng.choice(day.shifts).therapist

    def home(shift: Shift) -> Shift:
        if shift.therapist != who:
            return shift
        opens, closes = shift.window_s
        return replace(shift, window_s=(opens, rng.choice((opens, rng.randint(opens, closes)))))

    return replace(day, shifts=tuple(home(shift) for shift in day.shifts))


def overrun(rng: random.Random, day: Problem, plan: Plan) -> Problem:
    """The first visit of a route takes up to an hour and a half longer: a fact."""
    routes = [route for route in plan.routes if route.stops]
    if not routes:
        return day
    route = rng.choice(routes)
    first, longer = route.stops[0], rng.randint(600, 5400)
    pin = Pin(route.shift, first.start_s)
    return _with_visit(
        day,
        first.visit,
        lambda one: replace(one, pinned=pin, service_s=one.service_s + longer),
    )


def decline(rng: random.Random, day: Problem, plan: Plan) -> Problem:
    """A therapist will not go to one of the visits."""
    stops = [(route, stop) for route in plan.routes for stop in route.stops]
    if not stops:
        return day
    route, stop = rng.choice(stops)
    who = next(shift.therapist for shift in day.shifts if shift.id == route.shift)
    return _with_visit(
        day,
        stop.visit,
        lambda one: replace(
            one, pinned=None, forbidden_therapists=one.forbidden_therapists | {who}
        ),
    )


def no_show(rng: random.Random, day: Problem, _: Plan) -> Problem:
    """Nobody is at home: the visit is off the plan."""
    gone = rng.choice(day.visits).id
    return replace(
        day,
        visits=tuple(visit for visit in day.visits if visit.id != gone),
        orders=tuple(one for one in day.orders if gone not in {one.before, one.after}),
    )


def urgent_visit(rng: random.Random, day: Problem, _: Plan) -> Problem:
    """Somebody must be seen soon, and is worth more than anybody who waits."""
    return _with_new(rng, day, 60_000, 3600)


def new_booking(rng: random.Random, day: Problem, _: Plan) -> Problem:
    return _with_new(rng, day, 9000, 14_400)


def certificate_lost(rng: random.Random, day: Problem, _: Plan) -> Problem:
    """A therapist may not do one thing any more."""
    shift = rng.choice(day.shifts)
    if not shift.skills:
        return day
    lost = rng.choice(sorted(shift.skills))
    dated = {skill: spans for skill, spans in shift.skill_windows_s.items() if skill != lost}
    less = replace(shift, skills=shift.skills - {lost}, skill_windows_s=dated)
    return replace(day, shifts=tuple(less if one is shift else one for one in day.shifts))


def _with_new(rng: random.Random, day: Problem, worth: int, open_s: int) -> Problem:
    opens = rng.randint(0, 15_000)
    visit = Visit(
        id="new",
        location=rng.randrange(day.travel.locations),
        service_s=rng.randint(600, 3600),
        windows_s=((opens, opens + open_s),),
        unassigned_cost=worth,
    )
    return replace(day, visits=(*day.visits, visit))


def _with_visit(day: Problem, name: str, change: Callable[[Visit], Visit]) -> Problem:
    return replace(day, visits=tuple(change(one) if one.id == name else one for one in day.visits))


EVENTS: tuple[Event, ...] = (
    therapist_ill,
    overrun,
    decline,
    no_show,
    urgent_visit,
    new_booking,
    certificate_lost,
)
