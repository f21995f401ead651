"""Age in whole years, counted at an instant: the visit's start, never the day of the call."""

from datetime import date, datetime
from zoneinfo import ZoneInfo


def age_at(date_of_birth: date, instant: datetime, zone: ZoneInfo) -> int:
    """Full years by the tenant's calendar; who was born on 29 February ages on 1 March."""
    today = instant.astimezone(zone).date()
    had_birthday = (today.month, today.day) >= (date_of_birth.month, date_of_birth.day)
    return today.year - date_of_birth.year - (0 if had_birthday else 1)
