"""How much slower than on empty roads a trip is, by local hour and weekday.

A proposal, not a measurement: the anchors are published city-wide figures and the hours between
them are interpolated, so no error in traffic is claimed. Anchors: TomTom 2018 (morning peak +34 %,
evening +48 %, mean +23 %; dubaigazette.com, wheels.ae), raised by INRIX's growth of lost hours
from 35 in 2024 to 45 in 2025 (filipinotimes.net 2025-12-05); weekday weights from Dubai Police
incident counts 2018 to 2026 (data.dubai).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

HOURS_A_WEEK = 168
# Leaving later must not arrive earlier. For a leg of free-flow time T this needs T times the fall
# of the delay to stay below the time it takes to fall; three hours is further than a shift drives.
_LONGEST_LEG_H = 3.0
_LARGEST_DELAY = 5.0


@dataclass(frozen=True, slots=True)
class TrafficProfile:
    """Relative delay by hour (0.25 = a quarter longer) times a factor by weekday from Monday.

    An hour's figure holds at its middle, half past; between middles the delay is linear.
    """

    by_hour: tuple[float, ...]
    by_weekday: tuple[float, ...]
    zone: ZoneInfo

    def __post_init__(self) -> None:
        if len(self.by_hour) != 24:
            raise ValueError(f"by_hour has {len(self.by_hour)} figures: it needs 24, from midnight")
        if len(self.by_weekday) != 7:
            raise ValueError(
                f"by_weekday has {len(self.by_weekday)} figures: it needs 7, from Monday"
            )
        week = [self._of_hour(hour) for hour in range(HOURS_A_WEEK)]
        for delay in week:
            if not 0 <= delay <= _LARGEST_DELAY:
                raise ValueError(
                    f"a delay of {delay:.2f} is not believable: use 0 to {_LARGEST_DELAY}"
                )
        for before, after in pairwise([*week, week[0]]):
            if (before - after) * _LONGEST_LEG_H > 1:
                raise ValueError(
                    f"the delay falls from {before:.2f} to {after:.2f} within an hour: a long leg "
                    f"that leaves later would arrive earlier; let it fall by at most "
                    f"{1 / _LONGEST_LEG_H:.2f} an hour"
                )

    def delay_at(self, departure: datetime) -> float:
        """Relative delay for leaving at that instant, which must carry its offset."""
        if departure.tzinfo is None:
            raise ValueError(f"departure {departure} has no offset: give an aware time")
        since_middle = departure.astimezone(self.zone) - timedelta(minutes=30)
        hour = since_middle.weekday() * 24 + since_middle.hour
        second = since_middle.minute * 60 + since_middle.second + since_middle.microsecond / 1e6
        before, after = self._of_hour(hour), self._of_hour((hour + 1) % HOURS_A_WEEK)
        return before + (after - before) * second / 3600

    def _of_hour(self, hour_of_week: int) -> float:
        day, hour = divmod(hour_of_week, 24)
        return self.by_hour[hour] * self.by_weekday[day]


DUBAI_TRAFFIC = TrafficProfile(
    by_hour=(
        *(0.00, 0.00, 0.00, 0.00, 0.00, 0.02),
        *(0.15, 0.40, 0.45, 0.32, 0.22, 0.20),
        *(0.22, 0.25, 0.27, 0.32, 0.45, 0.62),
        *(0.65, 0.48, 0.30, 0.22, 0.15, 0.08),
    ),
    by_weekday=(1.0, 1.0, 1.0, 1.03, 0.88, 0.95, 0.88),
    zone=ZoneInfo("Asia/Dubai"),
)
