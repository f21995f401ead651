"""Breaks of a therapist who keeps prayers or fasts: windows in which a break starts.

Class: promise, to the therapist. The Friday prayer is at one fixed time nationwide (12:45 since
January 2026); the others follow the sun, by `adhanpy` after the Dubai method. At the maghrib of a
fasting day the break has always begun: nobody who fasts drives then.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

from adhanpy.calculation import CalculationMethod
from adhanpy.PrayerTimes import PrayerTimes

from shared.domain.calendar import Calendar

_FRIDAY = 4
# Where the sun is looked at: the middle of the city. East to west Dubai differs by two minutes.
_DUBAI = (25.2, 55.3)


class Prayer(StrEnum):
    """Prayers that can be given a break of their own."""

    FAJR = "fajr"
    DHUHR = "dhuhr"
    ASR = "asr"
    MAGHRIB = "maghrib"
    ISHA = "isha"


class BreakKind(StrEnum):
    """Why there is a break."""

    FRIDAY_PRAYER = "friday-prayer"
    IFTAR = "iftar"
    PRAYER = "prayer"


@dataclass(frozen=True, slots=True)
class Observance:
    """What one therapist has asked to be kept free for; nothing unless asked for."""

    friday_prayer: bool = False
    fasting: bool = False
    prayers: frozenset[Prayer] = frozenset()

    @property
    def is_empty(self) -> bool:
        return not (self.friday_prayer or self.fasting or self.prayers)


NONE_OBSERVED = Observance()


@dataclass(frozen=True, slots=True)
class BreakLengths:
    """A tenant's figures, in minutes."""

    friday_prayer_at: time = time(12, 45)
    friday_prayer: int = 45
    iftar: int = 30
    prayer: int = 15


@dataclass(frozen=True, slots=True)
class BreakWindow:
    """A break that starts from `opens` to `closes`, both inclusive, and lasts `minutes`."""

    kind: BreakKind
    opens: datetime
    closes: datetime
    minutes: int


def breaks_on(
    day: date,
    observance: Observance,
    calendar: Calendar,
    lengths: BreakLengths,
    zone: ZoneInfo,
) -> list[BreakWindow]:
    """The break windows of a date, by when they close."""
    found = [
        *_friday(day, observance, calendar, lengths, zone),
        *_iftar(day, observance, calendar, lengths, zone),
        *_prayers(day, observance, calendar, lengths, zone),
    ]
    return sorted(found, key=lambda one: (one.closes, one.opens))


@lru_cache(maxsize=1024)
def prayer_times(day: date, zone: ZoneInfo) -> dict[Prayer, datetime]:
    """When each prayer's time begins."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=zone)
    times = PrayerTimes(_DUBAI, noon, calculation_method=CalculationMethod.DUBAI, time_zone=zone)
    return {prayer: getattr(times, prayer.value).replace(microsecond=0) for prayer in Prayer}


def _friday(
    day: date, observance: Observance, calendar: Calendar, lengths: BreakLengths, zone: ZoneInfo
) -> Iterator[BreakWindow]:
    if not observance.friday_prayer or day.weekday() != _FRIDAY:
        return
    at = calendar.on(day).friday_prayer_at or lengths.friday_prayer_at
    yield _covering(BreakKind.FRIDAY_PRAYER, datetime.combine(day, at, zone), lengths.friday_prayer)


def _iftar(
    day: date, observance: Observance, calendar: Calendar, lengths: BreakLengths, zone: ZoneInfo
) -> Iterator[BreakWindow]:
    if not observance.fasting or not calendar.is_ramadan(day):
        return
    yield _covering(BreakKind.IFTAR, maghrib(day, calendar, zone), lengths.iftar)


def maghrib(day: date, calendar: Calendar, zone: ZoneInfo) -> datetime:
    """Sunset's prayer, as the tenant corrected it where it did."""
    said = calendar.on(day).iftar_at
    if said is not None:
        return datetime.combine(day, said, zone)
    return prayer_times(day, zone)[Prayer.MAGHRIB]


def _prayers(
    day: date, observance: Observance, calendar: Calendar, lengths: BreakLengths, zone: ZoneInfo
) -> Iterator[BreakWindow]:
    begins = prayer_times(day, zone) if observance.prayers else {}
    for prayer, until in _UNTIL.items():
        if prayer not in observance.prayers:
            continue
        if prayer is Prayer.DHUHR and observance.friday_prayer and day.weekday() == _FRIDAY:
            continue  # the Friday prayer stands in its place
        if prayer is Prayer.MAGHRIB and observance.fasting and calendar.is_ramadan(day):
            continue  # prayed at iftar
        opens = begins[prayer]
        latest = begins[until] if until else opens + _OPEN_END
        closes = max(opens, latest - timedelta(minutes=lengths.prayer))
        yield BreakWindow(BreakKind.PRAYER, opens, closes, lengths.prayer)


_UNTIL: dict[Prayer, Prayer | None] = {
    Prayer.FAJR: None,
    Prayer.DHUHR: Prayer.ASR,
    Prayer.ASR: Prayer.MAGHRIB,
    Prayer.MAGHRIB: Prayer.ISHA,
    Prayer.ISHA: None,
}
_OPEN_END = timedelta(minutes=75)


def _covering(kind: BreakKind, at: datetime, minutes: int) -> BreakWindow:
    """It starts up to a third of its length before `at`: whichever start, `at` lies in it."""
    return BreakWindow(kind, at - timedelta(minutes=minutes // 3), at, minutes)
