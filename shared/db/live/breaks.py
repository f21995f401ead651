"""Breaks that therapists observe, as the planner's shifts need them.

Class: promise, to the therapist. A break that the live route has no time for any more (it was asked
for after the visits were promised) is left to the dispatcher: it never blocks the rest of the day.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta

from shared.db.live.conditions import break_lengths
from shared.db.live.horizon import Horizon, LiveShift
from shared.domain.prayer_breaks import breaks_on
from shared.routing.shift import MAX_BREAKS, Break, Shift
from shared.routing.timing import time_route
from shared.routing.travel import Travel
from shared.routing.visit import Visit

_DAY = timedelta(days=1)


def breaks_of(horizon: Horizon, shift: LiveShift, opens_s: int, closes_s: int) -> tuple[Break, ...]:
    """Those that can still start within these hours of the shift, the first four of them."""
    found = [
        Break((max(opens, opens_s), min(closes, closes_s)), duration_s)
        for opens, closes, duration_s in _windows(horizon, shift)
        if closes >= opens_s and opens <= closes_s
    ]
    return tuple(found[:MAX_BREAKS])


def _windows(horizon: Horizon, shift: LiveShift) -> Iterator[tuple[int, int, int]]:
    """All of the days that the shift touches, in seconds."""
    observance = horizon.therapists[shift.therapist_id].observance
    if observance.is_empty:
        return
    clock, zone = horizon.clock, horizon.zone
    day = clock.instant(shift.starts_s).astimezone(zone).date()
    last = clock.instant(shift.ends_s).astimezone(zone).date()
    calendar, lengths = horizon.span.conditions.calendar, break_lengths(horizon.policy)
    while day <= last:
        for one in breaks_on(day, observance, calendar, lengths, zone):
            yield clock.seconds_up(one.opens), clock.seconds(one.closes), 60 * one.minutes
        day += _DAY


def kept_breaks(travel: Travel, part: Shift, route: Sequence[Visit]) -> Shift:
    """The part with those of its breaks that its live route has time for, the first ones first."""
    if not part.breaks or not route:
        return part
    kept: tuple[Break, ...] = ()
    bare = replace(part, breaks=())
    if time_route(travel, bare, route) is None:
        return part  # not for the breaks' sake
    for one in part.breaks:
        if time_route(travel, replace(part, breaks=(*kept, one)), route) is not None:
            kept = (*kept, one)
    return replace(part, breaks=kept)
