"""(V7, V8) A whole route: its hours, its limits, its breaks, the rest behind it."""

from collections.abc import Iterator
from itertools import permutations

from shared.routing.referee.reading import Reading
from shared.routing.shift import Break, Shift
from shared.routing.violation import Violation, promise, safety


def shift_hours(route: Reading) -> Iterator[Violation]:
    """Back before the shift closes plus overtime."""
    shift, back = route.shift, route.back_s
    if back > shift.window_s[1] + shift.overtime_s:
        closes, more = shift.window_s[1], shift.overtime_s
        text = f"{shift.id} is back at {back}, closes at {closes} with {more} overtime"
        yield promise("shift_end", None, shift.id, text, back, closes + more)


def max_visits(route: Reading) -> Iterator[Violation]:
    shift, stops = route.shift, len(route.doors)
    if shift.max_visits is not None and stops > shift.max_visits:
        text = f"{shift.id} has {stops} visits, may have {shift.max_visits}"
        yield promise("max_visits", None, shift.id, text, stops, shift.max_visits)


def max_travel(route: Reading) -> Iterator[Violation]:
    shift, travel = route.shift, route.travel_s
    if shift.max_travel_s is not None and travel > shift.max_travel_s:
        text = f"{shift.id} travels {travel} s, may travel {shift.max_travel_s}"
        yield promise("max_travel", None, shift.id, text, travel, shift.max_travel_s)


def max_leg(route: Reading) -> Iterator[Violation]:
    """Each way still to be driven, and the way home."""
    most, shift = route.shift.max_leg_s, route.shift.id
    if most is None:
        return
    for door in route.doors:
        if not door.frozen and door.leg_s > most:
            text = f"the way to {door.visit.id} in {shift} takes {door.leg_s} s, may take {most}"
            yield promise("max_leg", door.visit.id, shift, text, door.leg_s, most)
    if route.home_leg_s > most:
        text = f"the way home of {shift} takes {route.home_leg_s} s, may take {most}"
        yield promise("max_leg", None, shift, text, route.home_leg_s, most)


def max_work(route: Reading) -> Iterator[Violation]:
    shift, work = route.shift, route.work_s
    if shift.max_work_s is not None and work > shift.max_work_s:
        text = f"{shift.id} works {work} s, may work {shift.max_work_s}"
        yield safety("max_work", None, shift.id, text, work, shift.max_work_s)


def min_rest(route: Reading) -> Iterator[Violation]:
    """The rest before the therapist's next shift of another duty, used or not; without a rest the
    two only do not overlap.
    """
    rest, shift = route.therapist.min_rest_s or 0, route.shift
    following = [
        one.window_s[0] for one in _behind(route) if shift.duty is None or one.duty != shift.duty
    ]
    if route.therapist.next_shift_s is not None:
        following.append(route.therapist.next_shift_s)
    if following and route.back_s + rest > min(following):
        last = min(following) - rest
        why = f"rest of {rest} s needs" if rest else "its therapist's next shift opens at"
        text = f"{shift.id} is back at {route.back_s}, {why} {last}"
        yield safety("min_rest", None, shift.id, text, route.back_s, last)


def blocks(route: Reading) -> Iterator[Violation]:
    """Home before the next block of the same duty opens, used or not."""
    shift = route.shift
    following = [
        one.window_s[0]
        for one in _behind(route)
        if shift.duty is not None and one.duty == shift.duty
    ]
    if following and route.back_s > min(following):
        text = f"{shift.id} is back at {route.back_s}, its next block opens at {min(following)}"
        yield safety("block_overlap", None, shift.id, text, route.back_s, min(following))


def _behind(route: Reading) -> list[Shift]:
    """The therapist's shifts after this one: by opening, then by place in the file."""
    own = [one for one in route.problem.shifts if one.therapist == route.shift.therapist]
    own.sort(key=lambda one: one.window_s[0])  # stable: equal ones keep the file's order
    return own[own.index(route.shift) + 1 :]


def breaks(route: Reading) -> Iterator[Violation]:
    """Each break that falls due before the return has its own time at some door."""
    gaps = [(door.stop.arrival_s, door.stop.start_s) for door in route.doors]
    due = [rest for rest in route.shift.breaks if route.opens_s <= rest.window_s[1] < route.back_s]
    if not any(_fits(order, gaps) for order in permutations(due)):
        text = f"{route.shift.id} has no time for {len(due)} breaks"
        yield promise("breaks", None, route.shift.id, text, len(due))


def _fits(order: tuple[Break, ...], gaps: list[tuple[int, int]]) -> bool:
    """Whether breaks in this order, each as early as it can be, fit into the gaps."""
    free_from = gaps[0][0]
    for rest in order:
        opens, closes = rest.window_s
        for begins, ends in gaps:
            start = max(free_from, begins, opens)
            if start <= closes and start + rest.duration_s <= ends:
                free_from = start + rest.duration_s
                break
        else:
            return False
    return True
