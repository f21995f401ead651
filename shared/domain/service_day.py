"""Service day: the tenant's local day, from 04:00 to 04:00 by default (DESIGN 2).

A night shift belongs whole to the day on which it starts, so a night route is never cut.
"""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DEFAULT_START = time(4, 0)


def service_day(instant: datetime, zone: ZoneInfo, starts_at: time = DEFAULT_START) -> date:
    """The service day that holds this instant."""
    if instant.utcoffset() is None:
        raise ValueError(f"a service day needs an aware instant, got {instant}")
    day = instant.astimezone(zone).date()
    start, _ = bounds(day, zone, starts_at)
    return day if instant >= start else day - timedelta(days=1)


def bounds(day: date, zone: ZoneInfo, starts_at: time = DEFAULT_START) -> tuple[datetime, datetime]:
    """First instant of the day and first instant of the next one, in UTC.

    In UTC because Python compares two times of one zone by their clock faces, which is wrong on
    the nights when clocks change; such a day has 23 or 25 hours.
    """
    return _start(day, zone, starts_at), _start(day + timedelta(days=1), zone, starts_at)


def _start(day: date, zone: ZoneInfo, starts_at: time) -> datetime:
    return datetime.combine(day, starts_at, tzinfo=zone).astimezone(UTC)
