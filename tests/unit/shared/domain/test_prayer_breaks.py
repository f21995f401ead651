"""Breaks for prayers and fasting."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from shared.domain.calendar import Calendar, DayOverride
from shared.domain.prayer_breaks import (
    BreakKind,
    BreakLengths,
    Observance,
    Prayer,
    breaks_on,
    maghrib,
    prayer_times,
)

DUBAI = ZoneInfo("Asia/Dubai")
FRIDAY, THURSDAY = date(2026, 11, 27), date(2026, 11, 26)
RAMADAN_FRIDAY = date(2026, 2, 20)


def kinds(day: date, who: Observance, calendar: Calendar = Calendar()) -> list[str]:  # noqa: B008 - frozen
    return [one.kind for one in breaks_on(day, who, calendar, BreakLengths(), DUBAI)]


def test_times_are_those_of_the_dubai_method() -> None:
    """As computed for 22 November 2026."""
    times = prayer_times(date(2026, 11, 22), DUBAI)
    assert [times[prayer].strftime("%H:%M") for prayer in Prayer] == [
        "05:20",
        "12:08",
        "15:11",
        "17:32",
        "18:50",
    ]


def test_nobody_gets_a_break_unasked() -> None:
    """Neither on Fridays nor in Ramadan."""
    assert kinds(RAMADAN_FRIDAY, Observance()) == []


def test_friday_prayer_is_at_one_time_nationwide() -> None:
    """At 12:45 the break has begun and goes on; a tenant can move it, for all days or for one."""
    who = Observance(friday_prayer=True)
    (found,) = breaks_on(FRIDAY, who, Calendar(), BreakLengths(), DUBAI)
    assert found.closes == datetime(2026, 11, 27, 12, 45, tzinfo=DUBAI)
    assert found.opens + timedelta(minutes=found.minutes) > found.closes
    assert kinds(THURSDAY, who) == []
    (moved,) = breaks_on(FRIDAY, who, Calendar(), BreakLengths(time(13, 15)), DUBAI)
    assert moved.closes.time() == time(13, 15)
    today = Calendar((DayOverride(FRIDAY, friday_prayer_at=time(12, 30)),))
    (once,) = breaks_on(FRIDAY, who, today, BreakLengths(), DUBAI)
    assert once.closes.time() == time(12, 30)


@given(st.integers(0, 28))
def test_whenever_the_iftar_break_starts_maghrib_lies_in_it(days: int) -> None:
    """Nobody who fasts drives at maghrib, on any day of Ramadan."""
    day = date(2026, 2, 18) + timedelta(days=days)
    (iftar,) = breaks_on(day, Observance(fasting=True), Calendar(), BreakLengths(), DUBAI)
    sunset = maghrib(day, Calendar(), DUBAI)
    assert iftar.kind is BreakKind.IFTAR
    assert iftar.closes <= sunset < iftar.opens + timedelta(minutes=iftar.minutes)


def test_fasting_is_for_ramadan_and_iftar_can_be_corrected() -> None:
    """Outside Ramadan there is no iftar; the tenant's own time wins."""
    who = Observance(fasting=True)
    assert kinds(FRIDAY, who) == []
    said = Calendar((DayOverride(RAMADAN_FRIDAY, iftar_at=time(18, 25)),))
    (iftar,) = breaks_on(RAMADAN_FRIDAY, who, said, BreakLengths(), DUBAI)
    assert iftar.closes.time() == time(18, 25)


def test_prayers_do_not_double() -> None:
    """Friday's stands for dhuhr, and maghrib is prayed at iftar."""
    who = Observance(
        friday_prayer=True, fasting=True, prayers=frozenset({Prayer.DHUHR, Prayer.MAGHRIB})
    )
    assert kinds(RAMADAN_FRIDAY, who) == ["friday-prayer", "iftar"]
    assert kinds(THURSDAY, who) == ["prayer", "prayer"]


def test_a_prayer_may_be_kept_until_the_next_one_begins() -> None:
    """Dhuhr until asr, less the time it takes."""
    who = Observance(prayers=frozenset({Prayer.DHUHR}))
    (dhuhr,) = breaks_on(THURSDAY, who, Calendar(), BreakLengths(), DUBAI)
    times = prayer_times(THURSDAY, DUBAI)
    assert dhuhr.opens == times[Prayer.DHUHR]
    assert dhuhr.closes + timedelta(minutes=dhuhr.minutes) == times[Prayer.ASR]
