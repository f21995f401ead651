"""What passing a Salik gate costs at an instant, in fils.

Since 2025-01-31: AED 6 at 06-10 and 16-20, AED 4 at 10-16 and 20-01, free 01-06; Sundays that are
no public holiday AED 4 all day. In Ramadan, Monday to Saturday: AED 6 at 09-17, AED 4 at 07-09 and
17-02, free 02-07; Sundays AED 4 from 07 to 02. Sources: emirates247.com 2025-02-27,
thenationalnews.com 2026-02-16, whatson.ae 2025-01.
"""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.calendar import Calendar

FREE, LOW, HIGH = 0, 400, 600
_SUNDAY = 6
# Hours since midnight of the tariff day; a window may run into the next morning.
_Window = tuple[int, int, int]
_REGULAR: tuple[_Window, ...] = ((6, 10, HIGH), (10, 16, LOW), (16, 20, HIGH), (20, 25, LOW))
_SUNDAYS: tuple[_Window, ...] = ((6, 25, LOW),)
_RAMADAN: tuple[_Window, ...] = ((7, 9, LOW), (9, 17, HIGH), (17, 26, LOW))
_RAMADAN_SUNDAYS: tuple[_Window, ...] = ((7, 26, LOW),)
# Nothing is charged from 2 to 6 on any day: there the tariff day can turn over.
_DAY_BEGINS_H = 6
DUBAI = ZoneInfo("Asia/Dubai")


def gate_fils(instant: datetime, calendar: Calendar) -> int:
    """The charge of one gate; `instant` must carry its offset."""
    if instant.tzinfo is None:
        raise ValueError(f"{instant} has no offset: give an aware time")
    local = instant.astimezone(DUBAI)
    day = (local - timedelta(hours=_DAY_BEGINS_H)).date()
    hour = local.hour + (0 if local.date() == day else 24)
    sunday = day.weekday() == _SUNDAY and not calendar.is_holiday(day)
    if calendar.is_ramadan(day):
        windows = _RAMADAN_SUNDAYS if day.weekday() == _SUNDAY else _RAMADAN
    else:
        windows = _SUNDAYS if sunday else _REGULAR
    return next((fils for opens, closes, fils in windows if opens <= hour < closes), FREE)
