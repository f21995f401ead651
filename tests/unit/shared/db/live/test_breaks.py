"""Observed breaks in the planner's shifts, and in the times that routes are written with."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from shared.db.live.breaks import breaks_of
from shared.db.live.horizon import Horizon
from shared.db.live.problem import live_problem
from shared.db.live.schedule import schedule
from shared.domain.calendar import Calendar, DayOverride
from shared.domain.prayer_breaks import Observance, Prayer, prayer_times
from shared.geo.conditions import Conditions
from tests.support.horizons import EPOCH, HOUR, horizon, number, shift, visit

DAY, UTC_ZONE = EPOCH.date(), ZoneInfo("UTC")
FASTED = Conditions(calendar=Calendar((DayOverride(DAY, ramadan=True),)))


def observing(day: Horizon, **asked: object) -> Horizon:
    """Everybody asked for the same."""
    who = Observance(**asked)  # type: ignore[arg-type]  # fields by name, as given
    people = {key: replace(one, observance=who) for key, one in day.therapists.items()}
    return replace(day, therapists=people, span=replace(day.span, conditions=FASTED))


def sunset_s() -> int:
    """Seconds of the test day at which the sun sets in Dubai."""
    return int((prayer_times(DAY, UTC_ZONE)[Prayer.MAGHRIB] - EPOCH).total_seconds())


def test_only_breaks_that_can_still_start_in_the_part_are_there() -> None:
    """A part that begins after sunset has no iftar; one over sunset has."""
    day = observing(horizon([shift(1)], []), fasting=True)
    whole = breaks_of(day, day.shifts[number(1)], 8 * HOUR, 18 * HOUR)
    assert [one.duration_s for one in whole] == [1800]
    assert whole[0].window_s[1] == sunset_s()
    assert breaks_of(day, day.shifts[number(1)], sunset_s() + 60, 18 * HOUR) == ()


def test_a_break_without_time_is_left_out_and_blocks_nobody() -> None:
    """A visit over sunset was promised before the break was asked for."""
    start = sunset_s() / HOUR - 0.4
    over = visit(1, 1, (start, start), service_s=HOUR)
    day = observing(horizon([shift(1)], [over], {number(1): [(number(1), start)]}), fasting=True)
    [part] = live_problem(day).problem.shifts
    assert part.breaks == ()
    later = visit(2, 1, (start + 3, start + 3))
    free = observing(
        horizon([shift(1)], [later], {number(1): [(number(2), start + 3)]}), fasting=True
    )
    assert len(live_problem(free).problem.shifts[0].breaks) == 1


def test_nobody_who_fasts_drives_at_sunset() -> None:
    """The way to a visit after iftar is driven before it, and the break held at that door."""
    start = sunset_s() / HOUR + 0.75
    after = visit(1, 59, (start, start))
    day = horizon([shift(1, (6, 20))], [after])
    just_in_time = schedule(day, number(1), [number(1)]).times[number(1)]
    assert just_in_time.leave_s <= sunset_s() < just_in_time.arrival_s
    kept = schedule(observing(day, fasting=True), number(1), [number(1)]).times[number(1)]
    assert kept.arrival_s <= sunset_s()
    assert kept.start_s == just_in_time.start_s


def test_who_asked_for_nothing_is_planned_as_ever() -> None:
    """In Ramadan, too."""
    day = observing(horizon([shift(1)], []))
    assert breaks_of(day, day.shifts[number(1)], 0, 24 * HOUR) == ()
