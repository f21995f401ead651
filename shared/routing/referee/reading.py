"""A plan read route by route and leg by leg, in plain whole numbers; nothing is judged here."""

from dataclasses import dataclass

from shared.routing.plan import Plan, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.surroundings import Place, Therapist
from shared.routing.visit import Visit


@dataclass(frozen=True, slots=True)
class Door:
    """One stop of a route and the way to it. `pinned_s` is the start that a pin to this shift
    asks for; `frozen` stops lead the route and are facts.
    """

    visit: Visit
    stop: Stop
    place: Place
    leg_s: int
    toll: int
    earliest_s: int
    pinned_s: int | None
    frozen: bool

    @property
    def served_s(self) -> int:
        """When the service ends; the therapist may leave later."""
        return self.stop.start_s + self.visit.service_s


@dataclass(frozen=True, slots=True)
class Reading:
    """A used route: its doors in order, and the way back to the end place."""

    problem: Problem
    shift: Shift
    therapist: Therapist
    doors: tuple[Door, ...]
    home_leg_s: int
    home_toll: int
    back_s: int
    opens_s: int

    @property
    def travel_s(self) -> int:
        return sum(door.leg_s for door in self.doors) + self.home_leg_s

    @property
    def work_s(self) -> int:
        """Travel and service; neither waiting nor rest."""
        return self.travel_s + sum(door.visit.service_s for door in self.doors)


def readings(problem: Problem, plan: Plan) -> list[Reading]:
    """Every route of a known shift that has a known stop; what is unknown is told elsewhere."""
    visits = {visit.id: visit for visit in problem.visits}
    shifts = {shift.id: shift for shift in problem.shifts}
    read: list[Reading] = []
    for route in plan.routes:
        stops = [stop for stop in route.stops if stop.visit in visits]
        if route.shift in shifts and stops:
            read.append(_read(problem, shifts[route.shift], stops, visits))
    return read


def _read(problem: Problem, shift: Shift, stops: list[Stop], visits: dict[str, Visit]) -> Reading:
    """Leading stops pinned to a time are facts: neither their way nor their window is judged, only
    what follows from them. No other leg leaves before `open_from_s`.
    """
    places = {place.location: place for place in problem.places}
    known = {therapist.id: therapist for therapist in problem.therapists}
    now = shift.window_s[0] if shift.open_from_s is None else shift.open_from_s
    opens = max(shift.window_s[0], now)
    here, leave, frozen = shift.start_location, shift.window_s[0], True
    doors: list[Door] = []
    for stop in stops:
        visit = visits[stop.visit]
        pinned = visit.pinned.start_s if visit.pinned and visit.pinned.shift == shift.id else None
        frozen = frozen and pinned is not None
        leave = leave if frozen else max(leave, opens)
        leg = travel_s(problem, here, visit.location, leave)
        toll = toll_of(problem, here, visit.location, leave)
        place = places.get(visit.location, Place(visit.location))
        doors.append(Door(visit, stop, place, leg, toll, leave + leg, pinned, frozen))
        here, leave = visit.location, stop.departure_s
    leave = max(leave, opens)
    leg = travel_s(problem, here, shift.end_location, leave)
    return Reading(
        problem=problem,
        shift=shift,
        therapist=known.get(shift.therapist, Therapist(shift.therapist)),
        doors=tuple(doors),
        home_leg_s=leg,
        home_toll=toll_of(problem, here, shift.end_location, leave),
        back_s=leave + leg,
        opens_s=opens,
    )


def travel_s(problem: Problem, start: int, end: int, departure_s: int) -> int:
    """(V4) Linear in the departure between band starts, rounded up; constant outside them."""
    bands = problem.travel.bands
    after = [band for band in bands if band.from_s > departure_s]
    until = [band for band in bands if band.from_s <= departure_s]
    if not after or not until:
        return (until[-1] if until else after[0]).travel_s[start][end]
    low, high = until[-1].travel_s[start][end], after[0].travel_s[start][end]
    span = after[0].from_s - until[-1].from_s
    exact = low * span + (high - low) * (departure_s - until[-1].from_s)
    return -(-exact // span)


def toll_of(problem: Problem, start: int, end: int, departure_s: int) -> int:
    """(V4) Money by the band that has begun; before all of them by the first."""
    if not problem.toll_bands:
        return 0
    amount = problem.toll_bands[0].toll[start][end]
    for band in problem.toll_bands:
        if band.from_s <= departure_s:
            amount = band.toll[start][end]
    return amount


def overlaps_night(problem: Problem, begins_s: int, ends_s: int) -> bool:
    """Whether any of the interval lies in a night; to meet at an edge is no overlap."""
    return any(begins_s < dawn and ends_s > dusk for dusk, dawn in problem.nights_s)
