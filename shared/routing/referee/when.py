"""(V5, V6) When a service may start: ways, windows, hours of the place, nights, pins."""

from collections.abc import Iterator

from shared.routing.referee.reading import Door, Reading, overlaps_night
from shared.routing.violation import Violation, promise, safety


def travel_time(route: Reading, door: Door) -> Iterator[Violation]:
    """Nobody arrives before he can, or, at a fact that began sooner, before it began; facts do not
    begin before the stop before has ended.
    """
    stop, key = door.stop, door.visit.id
    earliest = min(door.earliest_s, stop.start_s) if door.frozen else door.earliest_s
    if stop.arrival_s < earliest:
        text = f"arrives at {key} at {stop.arrival_s}, earliest is {earliest}"
        yield safety("travel_time", key, route.shift.id, text, stop.arrival_s, earliest)
    if not door.frozen:
        return
    i = route.doors.index(door)
    if i and stop.start_s < route.doors[i - 1].stop.departure_s:
        ended = route.doors[i - 1].stop.departure_s
        text = f"{key} starts before the stop before it ends"
        yield safety("travel_time", key, route.shift.id, text, stop.start_s, ended)


def service(route: Reading, door: Door) -> Iterator[Violation]:
    """Nobody serves before he arrives or leaves before the end."""
    stop, visit = door.stop, door.visit
    if stop.start_s < stop.arrival_s:
        text = f"{visit.id} starts at {stop.start_s}, before the arrival {stop.arrival_s}"
        at = (stop.start_s, stop.arrival_s)
        yield safety("start_before_arrival", visit.id, route.shift.id, text, *at)
    if stop.departure_s < door.served_s:
        text = f"{visit.id} is left at {stop.departure_s}, {visit.service_s} s are not served"
        served = (stop.departure_s - stop.start_s, visit.service_s)
        yield safety("service_cut", visit.id, route.shift.id, text, *served)


def pinned_time(route: Reading, door: Door) -> Iterator[Violation]:
    start, key = door.stop.start_s, door.visit.id
    if door.pinned_s is not None and start != door.pinned_s:
        text = f"{key} starts at {start}, is pinned to {door.pinned_s}"
        yield promise("pin_time", key, route.shift.id, text, start, door.pinned_s)


def windows(route: Reading, door: Door) -> Iterator[Violation]:
    """Inside one window, or late by no more than is granted; what must be served, however late."""
    visit, start = door.visit, door.stop.start_s
    if door.pinned_s is not None:
        return
    granted = 0 if visit.late_cost_per_s is None else visit.max_late_s
    for opens, closes in visit.windows_s:
        if opens <= start and (visit.must or start <= closes + granted):
            return
    text = f"{visit.id} starts at {start}, outside its windows {list(visit.windows_s)}"
    yield promise("window", visit.id, route.shift.id, text, start)


def access_hours(route: Reading, door: Door) -> Iterator[Violation]:
    hours, start = door.place.access_s, door.stop.start_s
    if not hours or door.pinned_s is not None:
        return
    if not any(opens <= start and door.served_s <= closes for opens, closes in hours):
        text = f"{door.visit.id} from {start} to {door.served_s} is outside the hours {list(hours)}"
        yield promise("access", door.visit.id, route.shift.id, f"{text} of its place", start)


def own_nights(route: Reading, door: Door) -> Iterator[Violation]:
    if route.therapist.nights or door.pinned_s is not None:
        return
    if overlaps_night(route.problem, door.stop.start_s, door.served_s):
        text = f"{route.shift.therapist} does not work at night: {door.visit.id}"
        yield promise("own_nights", door.visit.id, route.shift.id, text, door.stop.start_s)
