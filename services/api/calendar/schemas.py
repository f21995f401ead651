"""Calendar days and observed breaks on the wire."""

from datetime import date, datetime, time
from typing import Annotated, Literal
from uuid import UUID

import msgspec

PrayerName = Literal["fajr", "dhuhr", "asr", "maghrib", "isha"]


class DayOut(msgspec.Struct, rename="camel"):
    """A date that is not just any day, or one that the tenant said something of.

    `provisional`: a lunar date that may still move. `maghribAt` is shown for days of Ramadan.
    `version` 0: nothing was said of it yet.
    """

    day: date
    holiday: str | None
    ramadan: bool
    weekend: bool
    provisional: bool
    overridden: bool
    friday_prayer_at: time | None
    maghrib_at: time | None
    version: int


class CalendarOut(msgspec.Struct, rename="camel"):
    """The days of a year that are special: holidays, Ramadan, and what the tenant said."""

    year: int
    days: list[DayOut]


class DayIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What the tenant says of a date; null leaves what the libraries say.

    `holiday` "" says that it is an ordinary day. `iftarAt` moves maghrib's break.
    """

    holiday: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    ramadan: bool | None = None
    friday_prayer_at: time | None = None
    iftar_at: time | None = None


class ObservanceIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Which breaks a therapist has asked for."""

    friday_prayer: bool = False
    fasting: bool = False
    prayers: list[PrayerName] = []


class BreakOut(msgspec.Struct, rename="camel"):
    """A break that starts between these instants, both inclusive, and lasts `minutes`."""

    kind: str
    opens_at: datetime
    closes_at: datetime
    minutes: int


class ObservanceOut(msgspec.Struct, rename="camel"):
    """What was asked for, and the breaks of the coming week. `version` 0: never asked."""

    therapist_id: UUID
    friday_prayer: bool
    fasting: bool
    prayers: list[str]
    upcoming: list[BreakOut]
    version: int
