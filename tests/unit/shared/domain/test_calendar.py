"""What kind of day a date is, and what a tenant knows better."""

from datetime import date

import pytest

from shared.domain.calendar import Calendar, DayOverride
from shared.domain.errors import Invalid

NATIONAL_DAY, FIRST_OF_RAMADAN = date(2026, 12, 2), date(2026, 2, 18)


def test_libraries_know_holidays_ramadan_and_weekend() -> None:
    """National Day is a holiday, the day before is not; Ramadan 1447 begins on 18 February 2026."""
    calendar = Calendar()
    assert calendar.on(NATIONAL_DAY).holiday == "National Day"
    assert calendar.on(date(2026, 12, 1)).holiday is None
    assert calendar.is_ramadan(FIRST_OF_RAMADAN)
    assert not calendar.is_ramadan(date(2026, 2, 17))
    assert [calendar.on(date(2026, 11, day)).weekend for day in (27, 28, 29, 30)] == [
        False,
        True,
        True,
        False,
    ]


def test_lunar_dates_that_are_not_announced_are_provisional() -> None:
    """The name is plain; that the date may move is said apart."""
    eid = Calendar().on(date(2027, 3, 9))
    assert eid.holiday == "Eid al-Fitr"
    assert eid.provisional
    assert not Calendar().on(NATIONAL_DAY).provisional


def test_tenant_moves_the_moon() -> None:
    """A day taken out of Ramadan, one put in, a holiday made ordinary and one made."""
    moved = Calendar(
        (
            DayOverride(FIRST_OF_RAMADAN, ramadan=False),
            DayOverride(date(2026, 3, 19), ramadan=True, holiday=""),
            DayOverride(date(2026, 11, 25), holiday="Founder's day"),
        )
    )
    assert not moved.is_ramadan(FIRST_OF_RAMADAN)
    assert moved.is_ramadan(date(2026, 3, 19))
    assert not moved.is_holiday(date(2026, 3, 19))
    assert Calendar().is_holiday(date(2026, 3, 19))
    assert moved.on(date(2026, 11, 25)).holiday == "Founder's day"
    assert moved.on(date(2026, 11, 25)).overridden


def test_calendars_are_equal_by_their_overrides() -> None:
    """So that travel can be kept by calendar."""
    one = Calendar((DayOverride(NATIONAL_DAY, holiday=""),))
    assert one == Calendar((DayOverride(NATIONAL_DAY, holiday=""),))
    assert len({one, Calendar(), Calendar(())}) == 2


def test_a_day_has_one_override() -> None:
    """Two would contradict each other."""
    with pytest.raises(ValueError, match="twice"):
        Calendar((DayOverride(NATIONAL_DAY), DayOverride(NATIONAL_DAY)))


def test_years_beyond_the_tables_are_refused() -> None:
    """Named with what would be right."""
    with pytest.raises(Invalid, match="1925 to 2076"):
        Calendar().is_ramadan(date(2090, 1, 1))
