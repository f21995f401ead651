"""Travel between the places of one horizon, kept while the same places come up again."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from math import inf
from time import monotonic
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shared.geo.conditions import NORMAL, Conditions
from shared.geo.place import Point
from shared.geo.travel import DepartureBands, TravelMatrix, TravelTimes
from shared.routing.reading import MAX_TRAVEL_S
from shared.routing.travel import Band, Matrix, Travel
from shared.routing.travel_table import keep_table, table_of

_KEPT = 64
# An estimate that stands in for an engine is kept for so long; then the engine is asked again.
PROVISIONAL_S = 30.0


@dataclass(frozen=True, slots=True)
class Span:
    """When somebody drives, and what is special then: travel is stated from `opens` to `closes`,
    counted from `epoch`.
    """

    epoch: datetime
    opens: datetime
    closes: datetime
    conditions: Conditions = NORMAL


_Key = tuple[UUID, date, Span]


@dataclass(frozen=True, slots=True)
class _Known:
    """A matrix that is kept, `until` the clock says so."""

    places: tuple[Point, ...]
    travel: Travel
    estimated: bool
    until: float


class TravelCache:
    """Matrices by horizon. A horizon changes its places far less often than its routes, and
    building a matrix costs more than all else in reading one.
    """

    def __init__(self, times: TravelTimes, clock: Callable[[], float] = monotonic) -> None:
        self.times = times
        self._clock = clock
        self._kept: dict[_Key, _Known] = {}

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
        if known is not None and known.until <= self._clock():
            del self._kept[key]
            known = None
        if known is None:
            made = await self._made(tuple(dict.fromkeys(points)), span, zone)
        else:
            there = set(known.places)
            new = tuple(dict.fromkeys(point for point in points if point not in there))
            if not new:
                return known.places, known.travel, known.estimated
            made = await self._grown(known, new, span, zone)
        if known is None and len(self._kept) >= _KEPT:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = made
        return made.places, made.travel, made.estimated

    async def _made(self, places: tuple[Point, ...], span: Span, zone: ZoneInfo) -> _Known:
        bands = span.conditions.bands(span.opens, span.closes, zone)
        matrix = await self._asked(places, places, bands, span, zone)
        offsets = bands.offsets_s(span.epoch)
        cells = _checked(matrix, offsets)
        travel = _travel(offsets, [_rows(one) for one in cells])
        keep_table(travel, cells.astype(np.int64))
        return _Known(places, travel, matrix.estimated, self._until(matrix))

    async def _grown(
        self, known: _Known, new: tuple[Point, ...], span: Span, zone: ZoneInfo
    ) -> _Known:
        """Only the legs of the new places are asked for: a booking brings one at a time."""
        places, travel = known.places, known.travel
        bands = span.conditions.bands(span.opens, span.closes, zone)
        offsets = bands.offsets_s(span.epoch)
        there = await self._asked(places, new, bands, span, zone)
        back = await self._asked(new, (*places, *new), bands, span, zone)
        columns, rows = _checked(there, offsets), _checked(back, offsets)
        tables = [
            (
                *(row + more for row, more in zip(band.travel_s, _rows(columns[k]), strict=True)),
                *_rows(rows[k]),
            )
            for k, band in enumerate(travel.bands)
        ]
        grown = _travel(offsets, tables)
        wider = np.concatenate([table_of(travel), columns], axis=2)
        keep_table(grown, np.concatenate([wider, rows], axis=1))
        return _Known(
            (*places, *new),
            grown,
            known.estimated or there.estimated or back.estimated,
            min(known.until, self._until(there), self._until(back)),
        )

    async def _asked(
        self,
        origins: tuple[Point, ...],
        destinations: tuple[Point, ...],
        bands: DepartureBands,
        span: Span,
        zone: ZoneInfo,
    ) -> TravelMatrix:
        """What the engine says, as it is for this tenant on this day."""
        conditions = span.conditions
        plain = await self.times.between(origins, destinations, bands, conditions.calendar)
        return conditions.applied(plain, origins, destinations, zone)

    def _until(self, matrix: TravelMatrix) -> float:
        return self._clock() + PROVISIONAL_S if matrix.provisional else inf


def _rows(cells: NDArray[np.int32]) -> Matrix:
    return tuple(map(tuple, cells.tolist()))


def _checked(matrix: TravelMatrix, offsets: Sequence[int]) -> NDArray[np.int32]:
    """The cells, if `Travel` would take them: believable, and nobody who leaves later arrives
    earlier. (That they are not negative, the matrix has checked itself.)
    """
    gaps = np.diff(np.asarray(offsets, dtype=np.int64))[:, None, None]
    if np.any(gaps <= 0) or np.any(matrix.seconds[1:] + gaps < matrix.seconds[:-1]):
        raise ValueError("the travel times let somebody who leaves later arrive earlier")
    if matrix.seconds.size and int(matrix.seconds.max()) > MAX_TRAVEL_S:
        raise ValueError(f"a travel time is longer than {MAX_TRAVEL_S} s")
    return matrix.seconds


def _travel(offsets: Sequence[int], tables: Sequence[Matrix]) -> Travel:
    """As `Travel(bands)`, whose check of every leg in plain Python costs a tenth of a second for
    a full day: `_checked` has made the same checks on arrays.
    """
    travel: Travel = object.__new__(Travel)
    bands = tuple(_band(from_s, table) for from_s, table in zip(offsets, tables, strict=True))
    object.__setattr__(travel, "bands", bands)
    return travel


def _band(from_s: int, table: Matrix) -> Band:
    band: Band = object.__new__(Band)
    object.__setattr__(band, "from_s", from_s)
    object.__setattr__(band, "travel_s", table)
    return band
