"""What kind of day a date is in the Emirates: holiday, Ramadan, weekend; and what a tenant knows
better, since lunar days are settled by sighting the moon.

Holidays from `holidays` (AE), Ramadan from `hijridate` (Umm al-Qura), weekend Saturday and Sunday
since 2022. Both libraries compute; neither reads a clock or the network.
"""

from dataclasses import dataclass, field
from datetime import date, time
from functools import cache

import holidays
from hijridate import Gregorian

from shared.domain.errors import FieldError, Invalid

# What hijridate's tables hold, in whole years.
FIRST_YEAR, LAST_YEAR = 1925, 2076
_RAMADAN_MONTH = 9
_WEEKEND = (5, 6)
# How the library marks a lunar date that is not announced yet.
_ESTIMATED = " (estimated)"


@dataclass(frozen=True, slots=True)
class DayOverride:
    """What a tenant says of one date; None leaves what the libraries say.

    `holiday`: its name, or "" for "an ordinary day after all".
    """

    day: date
    holiday: str | None = None
    ramadan: bool | None = None
    friday_prayer_at: time | None = None
    iftar_at: time | None = None

    def __post_init__(self) -> None:
        _refuse_far_years(self.day)


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One date with the tenant's word in it. `provisional`: a lunar date that may still move."""

    day: date
    holiday: str | None
    ramadan: bool
    weekend: bool
    provisional: bool
    overridden: bool
    friday_prayer_at: time | None = None
    iftar_at: time | None = None


@dataclass(frozen=True, slots=True)
class Calendar:
    """The Emirates' calendar as one tenant keeps it; equal and hashable by its overrides."""

    overrides: tuple[DayOverride, ...] = ()
    _by_day: dict[date, DayOverride] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        by_day = {one.day: one for one in self.overrides}
        if len(by_day) < len(self.overrides):
            raise ValueError("overrides names a day twice: one entry a day")
        object.__setattr__(self, "_by_day", by_day)

    def on(self, day: date) -> CalendarDay:
        """What that date is; raises `Invalid` for years that no table reaches."""
        said = self._by_day.get(day)
        name, provisional = _holiday(day)
        if said is not None and said.holiday is not None:
            name, provisional = said.holiday or None, False
        return CalendarDay(
            day=day,
            holiday=name,
            ramadan=self.is_ramadan(day),
            weekend=day.weekday() in _WEEKEND,
            provisional=provisional,
            overridden=said is not None,
            friday_prayer_at=None if said is None else said.friday_prayer_at,
            iftar_at=None if said is None else said.iftar_at,
        )

    def is_ramadan(self, day: date) -> bool:
        """Whether that date's daylight is fasted."""
        said = self._by_day.get(day)
        return _ramadan(day) if said is None or said.ramadan is None else said.ramadan

    def is_holiday(self, day: date) -> bool:
        """Whether it is a public holiday."""
        said = self._by_day.get(day)
        if said is not None and said.holiday is not None:
            return bool(said.holiday)
        return _holiday(day)[0] is not None


def _holiday(day: date) -> tuple[str | None, bool]:
    name = _holidays(day.year).get(day)
    if name is None:
        return None, False
    return name.removesuffix(_ESTIMATED), name.endswith(_ESTIMATED)


@cache
def _holidays(year: int) -> dict[date, str]:
    found = holidays.country_holidays("AE", years=year, language="en_US")
    return {day: name for day, name in found.items() if day.year == year}


@cache
def _ramadan(day: date) -> bool:
    _refuse_far_years(day)
    return Gregorian(day.year, day.month, day.day).to_hijri().month == _RAMADAN_MONTH


def _refuse_far_years(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        told = f"The calendar reaches from {FIRST_YEAR} to {LAST_YEAR}, not to {day.year}."
        raise Invalid((FieldError("day", told),))
