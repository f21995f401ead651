"""(V10) Visits that are tied to one another, and who is alone where."""

from collections.abc import Iterator, Sequence

from shared.domain.person import Gender
from shared.routing.problem import Problem
from shared.routing.referee.reading import Door, Reading, overlaps_night
from shared.routing.violation import Violation, promise, safety

Found = dict[str, tuple[Reading, int]]


def found_in(routes: Sequence[Reading]) -> Found:
    """Where each visit is served: its route and position; of twins the first."""
    found: Found = {}
    for route in routes:
        for i, door in enumerate(route.doors):
            found.setdefault(door.visit.id, (route, i))
    return found


def orders(problem: Problem, found: Found) -> Iterator[Violation]:
    for order in problem.orders:
        if order.before not in found or order.after not in found:
            continue
        (route, i), (other, j) = found[order.before], found[order.after]
        here = route.shift.id
        if other.shift.id != here:
            text = f"{order.before} is in {here}, {order.after} in {other.shift.id}: they belong"
            yield promise("order", order.after, other.shift.id, f"{text} together")
        elif j <= i or (order.directly and j != i + 1):
            how = "directly before" if order.directly else "before"
            text = f"{order.before} does not come {how} {order.after} in {here}"
            yield promise("order", order.after, here, text)


def pairs(problem: Problem, found: Found) -> Iterator[Violation]:
    """One therapist where two are needed is no visit at all."""
    for pair in problem.pairs:
        there = [key for key in pair.visits if key in found]
        if not there:
            continue
        route, i = found[there[0]]
        if len(there) < 2:
            text = f"{there[0]} is served in {route.shift.id} without its pair"
            yield safety("pair", there[0], route.shift.id, text)
            continue
        other, j = found[there[1]]
        starts = route.doors[i].stop.start_s, other.doors[j].stop.start_s
        if starts[0] != starts[1]:
            text = f"{there[0]} starts at {starts[0]}, its pair {there[1]} at {starts[1]}"
            yield safety("pair", there[0], route.shift.id, text, *starts)
        elif route.shift.therapist == other.shift.therapist:
            text = f"{route.shift.therapist} cannot serve both {there[0]} and {there[1]}"
            yield safety("pair", there[0], route.shift.id, text)


def gaps(problem: Problem, found: Found) -> Iterator[Violation]:
    for gap in problem.gaps:
        if gap.first not in found or gap.second not in found:
            continue
        (route, i), (other, j) = found[gap.first], found[gap.second]
        apart = other.doors[j].stop.start_s - route.doors[i].served_s
        if not gap.min_s <= apart <= gap.max_s:
            text = f"{gap.second} in {other.shift.id} starts {apart} s after {gap.first} ends"
            text += f", must be {gap.min_s} to {gap.max_s}"
            allowed = gap.min_s if apart < gap.min_s else gap.max_s
            yield promise("apart", gap.second, other.shift.id, text, apart, allowed)


def lone_nights(problem: Problem, found: Found) -> Iterator[Violation]:
    for route, i in found.values():
        door = route.doors[i]
        alone = door.place.no_lone_woman and route.therapist.gender == Gender.FEMALE
        if not alone or not overlaps_night(problem, door.stop.start_s, door.served_s):
            continue
        if not _is_accompanied(problem, found, door, route.shift.therapist):
            text = f"{route.shift.therapist} would be alone at night at {door.visit.id}"
            yield safety("lone_night", door.visit.id, route.shift.id, text, door.stop.start_s)


def _is_accompanied(problem: Problem, found: Found, door: Door, therapist: str) -> bool:
    """Another therapist comes with her and stays as long."""
    key = door.visit.id
    partners = {one for pair in problem.pairs if key in pair.visits for one in pair.visits} - {key}
    for partner in partners & found.keys():
        route, i = found[partner]
        other = route.doors[i]
        together = other.stop.start_s == door.stop.start_s and other.served_s >= door.served_s
        if together and route.shift.therapist != therapist:
            return True
    return False
