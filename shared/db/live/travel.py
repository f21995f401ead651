"""Travel between the places of one horizon, kept while the same places come up again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.geo.place import Point
from shared.geo.travel import DepartureBands, TravelMatrix, TravelTimes
from shared.routing.travel import Band, Travel

_KEPT = 64


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody drives: travel is stated from `opens` to `closes`, counted from `epoch`."""

    epoch: datetime
    opens: datetime
    closes: datetime


_Key = tuple[UUID, date, Span]


class TravelCache:
    """Matrices by horizon. A horizon changes its places far less often than its routes, and
    building a matrix costs more than all else in reading one.
    """

    def __init__(self, times: TravelTimes) -> None:
        self._times = times
        self._kept: dict[_Key, tuple[tuple[Point, ...], Travel, bool]] = {}

    async def between(
        self, whose: tuple[UUID, date], points: Sequence[Point], span: Span, zone: ZoneInfo
    ) -> tuple[tuple[Point, ...], Travel, bool]:
        """Locations, their travel times in seconds from `span.epoch`, and whether an
        estimate stood in for a road engine. The locations hold at least `points`, in an order
        of their own.
        """
        if not points:
            return (), Travel.constant(((0,),)), False
        key = (*whose, span)
        known = self._kept.get(key)
        if known is not None and set(points) <= set(known[0]):
            return known
        bands = DepartureBands.hourly(span.opens, span.closes, zone)
        places = tuple(dict.fromkeys((*(known[0] if known else ()), *points)))
        matrix = await self._times.matrix(places, bands)
        made = places, _travel(matrix, span.epoch), matrix.estimated
        if len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = made
        return made


def _travel(matrix: TravelMatrix, epoch: datetime) -> Travel:
    return Travel(
        tuple(
            Band(from_s, tuple(map(tuple, matrix.seconds[k].tolist())))
            for k, from_s in enumerate(matrix.bands.offsets_s(epoch))
        )
    )
