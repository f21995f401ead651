"""What changes one tenant's travel: its calendar, disruptions, what it has learned, how careful it
plans, and the time to each door. Laid over the matrix of whichever engine answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shared.domain.calendar import Calendar
from shared.geo.areas import sectors
from shared.geo.disruption import Disruption
from shared.geo.doors import Doorstep
from shared.geo.learned import NOTHING_LEARNED, Learned
from shared.geo.place import Point
from shared.geo.travel import ORDINARY, DepartureBands, TravelMatrix, without_overtaking

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Conditions:
    """Hashable: travel is kept by it. `careful`: plan with the 80th percentile."""

    calendar: Calendar = ORDINARY
    disruptions: tuple[Disruption, ...] = ()
    learned: Learned = NOTHING_LEARNED
    careful: bool = False

    def bands(self, opens: datetime, closes: datetime, zone: ZoneInfo) -> DepartureBands:
        """Hourly, and on both sides of where a disruption begins and ends."""
        hourly = DepartureBands.hourly(opens, closes, zone)
        first, last = hourly.starts[0], hourly.starts[-1]
        edges = {
            edge.replace(microsecond=0).astimezone(first.tzinfo)
            for one in self.disruptions
            for edge in (one.starts_at - _MINUTE, one.starts_at, one.ends_at, one.ends_at + _MINUTE)
        }
        inside = {edge for edge in edges if first < edge < last}
        return DepartureBands(tuple(sorted({*hourly.starts, *inside})))

    def applied(
        self,
        matrix: TravelMatrix,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        zone: ZoneInfo,
    ) -> TravelMatrix:
        """The matrix as this tenant will meet it, again without overtaking."""
        seconds = matrix.seconds.astype(np.float64)
        if self.learned.legs:
            seconds *= self._learned_factors(matrix.bands, origins, destinations, zone)
        for one in self.disruptions:
            on = np.array([one.is_on(start) for start in matrix.bands.starts])
            if on.any():
                seconds[on] *= one.slowing(list(origins), list(destinations))[None, :, :]
        drives = matrix.seconds.min(axis=0, initial=np.iinfo(np.int32).max) > 0
        if self.careful:
            margin_s = np.where(drives, self.learned.p80_s, 0.0)
            seconds = seconds * np.exp(self.learned.p80) + margin_s[None, :, :]
        doors = self._door_seconds(origins, destinations)
        if not (self.learned.legs or self.disruptions or self.careful or doors.any()):
            return matrix
        whole = np.ceil(seconds + doors[None, :, :]).astype(np.int32)
        return TravelMatrix(
            without_overtaking(whole, matrix.bands),
            matrix.bands,
            estimated=matrix.estimated,
            provisional=matrix.provisional,
        )

    def _learned_factors(
        self,
        bands: DepartureBands,
        origins: Sequence[Point],
        destinations: Sequence[Point],
        zone: ZoneInfo,
    ) -> NDArray[np.float64]:
        by_sector = np.array(self.learned.by_sector)
        of_area = (
            by_sector[sectors(origins)][:, None] + by_sector[sectors(destinations)][None, :]
        ) / 2
        local = [start.astimezone(zone) for start in bands.starts]
        of_time = np.array(
            [self.learned.by_hour[at.hour] + self.learned.by_weekday[at.weekday()] for at in local]
        )
        return np.asarray(np.exp(of_time[:, None, None] + of_area[None, :, :]))

    def _door_seconds(
        self, origins: Sequence[Point], destinations: Sequence[Point]
    ) -> NDArray[np.float64]:
        """Added on arriving; staying at the same door costs nothing."""
        to_door = np.array([self._door_s(point) for point in destinations], dtype=np.float64)
        if not to_door.any():
            return np.zeros((len(origins), len(destinations)))
        index = {point: i for i, point in enumerate(origins)}
        doors = np.tile(to_door, (len(origins), 1))
        for j, point in enumerate(destinations):
            if point in index:
                doors[index[point], j] = 0.0
        return doors

    def _door_s(self, point: Point) -> int:
        if not isinstance(point, Doorstep):
            return 0
        if point.door_s is not None:
            return point.door_s
        return self.learned.door_s(point.kind, point.building)


NORMAL = Conditions()
