"""Which shift could take an unassigned visit if it had a little more of what it may."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.routing.changes import (
    LongerLeg,
    MoreOvertime,
    MoreTravel,
    MoreVisits,
    OfShift,
    changed_shift,
)
from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import NEVER, shift_view
from shared.routing.insertion_spots import spot_of
from shared.routing.insertion_ties import tied_newcomer
from shared.routing.live_day import LiveDay
from shared.routing.proven import Suggestion, placed
from shared.routing.schedule import Schedule, leg_s
from shared.routing.schedule_gaps import cheapest_keeping_gaps

# What may be asked of a therapist at most.
MOST_OVERTIME_S = 2 * 3600
MOST_TRAVEL_S = 2 * 3600
MOST_LEG_S = 1800
_MINUTE_S = 60


def by_stretching_shifts(day: LiveDay, v: int, most: int = 3) -> list[Suggestion]:
    """The cheapest `most` shifts that fit it with one limit stretched as little as it takes."""
    tied = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    if tied is None:
        return []
    found = [
        one
        for s in range(len(day.routes))
        if tied.start_list[s, v] >= 0 and day.schedules[s] is not None
        for change in _stretches(day.view, s)
        if (one := _proven(day, tied, v, s, change)) is not None
    ]
    return sorted(found, key=lambda one: (one.added_cost, one.spot))[:most]


def _stretches(view: Compiled, s: int) -> Iterator[OfShift]:
    """The most that may be asked, of limits that there are."""
    given = view.problem.shifts[s]
    yield MoreOvertime(given.id, MOST_OVERTIME_S)
    if given.max_travel_s is not None:
        yield MoreTravel(given.id, MOST_TRAVEL_S)
    if given.max_leg_s is not None:
        yield LongerLeg(given.id, MOST_LEG_S)
    if given.max_visits is not None:
        yield MoreVisits(given.id, 1)


@dataclass(frozen=True, slots=True)
class _Found:
    position: int
    schedule: Schedule


def _proven(day: LiveDay, tied: Compiled, v: int, s: int, most: OfShift) -> Suggestion | None:
    """With all that may be asked it is found, with as little as that needs it is proven."""
    found = _best(day, _stretched(tied, s, most), s, v)
    if found is None:
        return None
    change = _needed(tied, s, most, (_route(day, s, v, found.position), found.schedule))
    least = _best(day, _stretched(tied, s, change), s, v)
    if least is None:
        return None
    return placed(day, v, change, spot_of(day, least.schedule, s, least.position))


def _stretched(view: Compiled, s: int, change: OfShift) -> Compiled:
    shift = shift_view(view.problem, changed_shift(view.problem.shifts[s], change))
    return replace(view, shifts=(*view.shifts[:s], shift, *view.shifts[s + 1 :]))


def _best(day: LiveDay, view: Compiled, s: int, v: int) -> _Found | None:
    best: _Found | None = None
    for k in range(len(day.routes[s]) + 1):
        route = _route(day, s, v, k)
        schedule = cheapest_keeping_gaps(view, s, route)
        if schedule is None or (best is not None and best.schedule.cost <= schedule.cost):
            continue
        best = _Found(k, schedule)
    return best


def _route(day: LiveDay, s: int, v: int, position: int) -> tuple[int, ...]:
    return (*day.routes[s][:position], v, *day.routes[s][position:])


def _needed(
    view: Compiled, s: int, most: OfShift, found: tuple[tuple[int, ...], Schedule]
) -> OfShift:
    """As little as this schedule needs, in whole minutes."""
    route, schedule = found
    shift = view.shifts[s]
    match most:
        case MoreOvertime():
            given = view.problem.shifts[s]
            over = schedule.back_s - given.window_s[1] - given.overtime_s
            return replace(most, more_s=min(_minutes(over), most.more_s))
        case MoreTravel():
            return replace(
                most, more_s=min(_minutes(schedule.travel_s - shift.max_travel_s), most.more_s)
            )
        case LongerLeg():
            longest = _longest_leg_s(view, s, route, schedule)
            return replace(most, more_s=min(_minutes(longest - shift.max_leg_s), most.more_s))
        case MoreVisits():
            return most


def _minutes(seconds: int) -> int:
    return max(0, -(-seconds // _MINUTE_S)) * _MINUTE_S


def _longest_leg_s(view: Compiled, s: int, route: tuple[int, ...], schedule: Schedule) -> int:
    """Of the legs that are still to be driven."""
    shift = view.shifts[s]
    here, leave, longest, frozen = shift.start, shift.leaves_s, 0, True
    for u, (_, start) in zip(route, schedule.doors, strict=True):
        there = int(view.location[u])
        frozen = frozen and view.pin_shift[u] == s and view.pin_start[u] != NEVER
        if not frozen:
            longest = max(longest, leg_s(view, here, there, max(leave, shift.opens_s)))
        here, leave = there, start + int(view.service[u])
    return max(longest, leg_s(view, here, shift.end, max(leave, shift.opens_s)))
