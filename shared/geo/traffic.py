"""How much slower than on empty roads a trip is, by local hour, kind of day and part of town.

A proposal, not a measurement: the anchors are published city-wide figures and the hours between
them are interpolated, so no error in traffic is claimed. Anchors: TomTom 2018 (morning peak +34 %,
evening +48 %, mean +23 %; dubaigazette.com, wheels.ae), raised by INRIX's growth of lost hours
from 35 in 2024 to 45 in 2025 (filipinotimes.net 2025-12-05); weekday weights from Dubai Police
incident counts 2018 to 2026 (data.dubai). Trips within the core: TomTom 2025 (18.4 minutes for
10 km in the morning, 26.3 in the evening; dubainewsfeed.com). Ramadan: the evening peak moves to
14-17, a lull at iftar, busy from 21 to 1; no figures are published.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from shared.domain.calendar import Calendar

HOURS_A_WEEK = 168
# Leaving later must not arrive earlier. For a leg of free-flow time T this needs T times the fall
# of the delay to stay below the time it takes to fall; three hours is further than a shift drives.
_LONGEST_LEG_H, _LONGEST_CORE_LEG_H = 3.0, 1.0
_LARGEST_DELAY = 5.0
_SUNDAY = 6
_ALIKE = (1.0,) * 24
_ORDINARY = Calendar()


@dataclass(frozen=True, slots=True)
class TrafficProfile:
    """Relative delay by hour (0.25 = a quarter longer) times a factor by weekday from Monday.

    An hour's figure holds at its middle, half past; between middles the delay is linear. Public
    holidays count as Sundays. `core_by_hour` multiplies the delay of trips within the core.
    """

    by_hour: tuple[float, ...]
    by_weekday: tuple[float, ...]
    zone: ZoneInfo
    ramadan_by_hour: tuple[float, ...] = ()
    core_by_hour: tuple[float, ...] = _ALIKE
    _shapes: dict[bool, tuple[float, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        _figures("by_hour", self.by_hour, 24, "from midnight")
        _figures("by_weekday", self.by_weekday, 7, "from Monday")
        _figures("core_by_hour", self.core_by_hour, 24, "from midnight")
        shapes = {False: self.by_hour, True: self.ramadan_by_hour or self.by_hour}
        _figures("ramadan_by_hour", shapes[True], 24, "from midnight")
        object.__setattr__(self, "_shapes", shapes)
        for ramadan in (False, True):
            for core, longest_h in ((False, _LONGEST_LEG_H), (True, _LONGEST_CORE_LEG_H)):
                _refuse_nonsense(
                    [
                        self._figure(hour % 24, hour // 24, ramadan=ramadan, core=core)
                        for hour in range(HOURS_A_WEEK)
                    ],
                    longest_h,
                )

    def delay_at(
        self, departure: datetime, calendar: Calendar = _ORDINARY, *, core: bool = False
    ) -> float:
        """Relative delay for leaving at that instant, which must carry its offset."""
        if departure.tzinfo is None:
            raise ValueError(f"departure {departure} has no offset: give an aware time")
        since_middle = departure.astimezone(self.zone) - timedelta(minutes=30)
        second = since_middle.minute * 60 + since_middle.second + since_middle.microsecond / 1e6
        before = self._of_hour(since_middle, calendar, core=core)
        after = self._of_hour(since_middle + timedelta(hours=1), calendar, core=core)
        return before + (after - before) * second / 3600

    def _of_hour(self, local: datetime, calendar: Calendar, *, core: bool) -> float:
        day = local.date()
        weekday = _SUNDAY if calendar.is_holiday(day) else local.weekday()
        return self._figure(local.hour, weekday, ramadan=calendar.is_ramadan(day), core=core)

    def _figure(self, hour: int, weekday: int, *, ramadan: bool, core: bool) -> float:
        delay = self._shapes[ramadan][hour] * self.by_weekday[weekday]
        return delay * self.core_by_hour[hour] if core else delay


def _figures(name: str, figures: tuple[float, ...], needed: int, start: str) -> None:
    if len(figures) != needed:
        raise ValueError(f"{name} has {len(figures)} figures: it needs {needed}, {start}")


def _refuse_nonsense(week: list[float], longest_leg_h: float) -> None:
    for delay in week:
        if not 0 <= delay <= _LARGEST_DELAY:
            raise ValueError(f"a delay of {delay:.2f} is not believable: use 0 to {_LARGEST_DELAY}")
    for before, after in pairwise([*week, week[0]]):
        if (before - after) * longest_leg_h > 1:
            raise ValueError(
                f"the delay falls from {before:.2f} to {after:.2f} within an hour: a long leg "
                f"that leaves later would arrive earlier; let it fall by at most "
                f"{1 / longest_leg_h:.2f} an hour"
            )


DUBAI_TRAFFIC = TrafficProfile(
    by_hour=(
        *(0.00, 0.00, 0.00, 0.00, 0.00, 0.02),
        *(0.15, 0.40, 0.45, 0.32, 0.22, 0.20),
        *(0.22, 0.25, 0.27, 0.32, 0.45, 0.62),
        *(0.65, 0.48, 0.30, 0.22, 0.15, 0.08),
    ),
    by_weekday=(1.0, 1.0, 1.0, 1.03, 0.88, 0.95, 0.88),
    zone=ZoneInfo("Asia/Dubai"),
    ramadan_by_hour=(
        *(0.18, 0.10, 0.04, 0.02, 0.02, 0.02),
        *(0.06, 0.18, 0.38, 0.40, 0.30, 0.22),
        *(0.24, 0.38, 0.55, 0.60, 0.55, 0.35),
        *(0.12, 0.12, 0.24, 0.34, 0.34, 0.28),
    ),
    core_by_hour=(
        *(1.0, 1.0, 1.0, 1.0, 1.0, 1.0),
        *(1.08, 1.15, 1.15, 1.15, 1.08, 1.0),
        *(1.0, 1.2, 1.4, 1.6, 1.8, 1.8),
        *(1.8, 1.6, 1.3, 1.0, 1.0, 1.0),
    ),
)
