"""The port for travel times: matrices by departure band.

Every engine (offline model, OSRM) answers in this shape. The planner reads a leg as linear in the
departure between band starts, so a band holds the seconds *at* its start.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Protocol
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shared.domain.calendar import Calendar
from shared.geo.place import Point

ORDINARY = Calendar()
_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DepartureBands:
    """The instants at which travel is stated; before the first and after the last it is constant.

    Aware times on whole seconds, strictly increasing, at least one.
    """

    starts: tuple[datetime, ...]

    def __post_init__(self) -> None:
        if not self.starts:
            raise ValueError("starts is empty: travel needs at least one departure")
        for start in self.starts:
            if start.tzinfo is None or start.microsecond:
                raise ValueError(f"start {start}: give an aware time on a whole second")
        for earlier, later in pairwise(self.starts):
            if later <= earlier:
                raise ValueError(f"start {later} does not come after {earlier}: sort them")

    @classmethod
    def hourly(cls, opens: datetime, closes: datetime, zone: ZoneInfo) -> "DepartureBands":
        """From `opens` on, one at every local half past until `closes` is covered.

        Half past, because that is where the hourly figures of a traffic profile hold: linear
        interpolation between these bands is then exactly the profile.
        """
        if closes < opens:
            raise ValueError(f"closes {closes} lies before opens {opens}")
        first = opens.astimezone(UTC).replace(microsecond=0)
        local = first.astimezone(zone)
        to_half_past = timedelta(minutes=30 - local.minute, seconds=-local.second) % _HOUR
        starts = [first]
        following = first + (to_half_past or _HOUR)
        while starts[-1] < closes:
            starts.append(following)
            following += _HOUR
        return cls(tuple(starts))

    def offsets_s(self, origin: datetime) -> tuple[int, ...]:
        """Whole seconds from `origin` to each start: `from_s` of the planner's file."""
        return tuple(int((start - origin).total_seconds()) for start in self.starts)


@dataclass(frozen=True, slots=True, eq=False)
class TravelMatrix:
    """Whole seconds, indexed `[band, origin, destination]`, never negative.

    `estimated` says that a model stood in for a road engine, so that people can be told;
    `provisional` that an engine is there but did not answer: ask again soon.
    """

    seconds: NDArray[np.int32]
    bands: DepartureBands
    estimated: bool
    provisional: bool = False

    def __post_init__(self) -> None:
        if self.seconds.ndim != 3 or len(self.seconds) != len(self.bands.starts):
            raise ValueError(
                f"seconds has shape {self.seconds.shape}: it needs one origins-by-destinations "
                f"table for each of {len(self.bands.starts)} bands"
            )
        if self.seconds.size and int(self.seconds.min()) < 0:
            raise ValueError("seconds holds a negative travel time")
        self.seconds.setflags(write=False)


class TravelTimes(Protocol):
    """Whoever knows how long legs take. No overtaking: leaving later never arrives earlier.

    The calendar says which days are of Ramadan or holidays, which traffic knows.
    """

    async def matrix(
        self, points: Sequence[Point], departures: DepartureBands, calendar: Calendar = ORDINARY
    ) -> TravelMatrix:
        """All legs among `points`, in their order."""
        ...

    async def between(
        self,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        departures: DepartureBands,
        calendar: Calendar = ORDINARY,
    ) -> TravelMatrix:
        """Legs from each origin to each destination: what one new place adds to a live matrix."""
        ...


def without_overtaking(seconds: NDArray[np.int32], bands: DepartureBands) -> NDArray[np.int32]:
    """Raise later bands just enough that departure + travel never decreases from band to band."""
    offsets = bands.offsets_s(bands.starts[0])
    kept = seconds.copy()
    for band, (earlier, later) in enumerate(pairwise(offsets), start=1):
        np.maximum(kept[band], kept[band - 1] - (later - earlier), out=kept[band])
    return kept
