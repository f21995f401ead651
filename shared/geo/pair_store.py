"""Seconds between points that an engine has answered for, kept by rounded coordinates.

One square table; when it is full, the point that was used longest ago makes room.
"""

from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from shared.geo.place import Point

# A metre; the same precision at which two places are the same door.
DECIMALS = 5
MOST_POINTS = 1500
_UNKNOWN, _NO_WAY = np.float32(np.nan), np.float32(-1)

_Key = tuple[float, float]


class PairStore:
    """Not shared between processes; what does not fit at all is kept for the call only."""

    def __init__(self, most_points: int = MOST_POINTS) -> None:
        self._most = most_points
        self._slots: OrderedDict[_Key, int] = OrderedDict()
        self._table = np.full((64, 64), _UNKNOWN, dtype=np.float32)

    def missing(
        self, origins: Sequence[Point], to: Sequence[Point]
    ) -> tuple[list[int], list[int]] | None:
        """Which origins and destinations must be asked for, or None when all is known."""
        unknown = np.isnan(self._cells(origins, to))
        if not unknown.any():
            return None
        rows, columns = np.flatnonzero(unknown.any(axis=1)), np.flatnonzero(unknown.any(axis=0))
        return [int(i) for i in rows], [int(j) for j in columns]

    def seconds(self, origins: Sequence[Point], to: Sequence[Point]) -> NDArray[np.float64]:
        """What is known; NaN for what is not, and for where there is no way."""
        cells = self._cells(origins, to).astype(np.float64)
        return np.where(cells == _NO_WAY, np.nan, cells)

    def put(
        self, origins: Sequence[Point], to: Sequence[Point], seconds: NDArray[np.float64]
    ) -> None:
        """An engine's answer; NaN there means that there is no way."""
        rows, columns = self._take(origins), self._take(to)
        cells = np.where(np.isnan(seconds), _NO_WAY, seconds).astype(np.float32)
        self._table[np.ix_(rows, columns)] = cells

    def _cells(self, origins: Sequence[Point], to: Sequence[Point]) -> NDArray[np.float32]:
        rows, columns = self._known(origins), self._known(to)
        cells = self._table[np.ix_(np.maximum(rows, 0), np.maximum(columns, 0))]
        known = (rows >= 0)[:, None] & (columns >= 0)[None, :]
        return np.where(known, cells, _UNKNOWN)

    def _known(self, points: Sequence[Point]) -> NDArray[np.int64]:
        """Slots of points, -1 for unknown ones; asking for a point keeps it."""
        found = np.full(len(points), -1, dtype=np.int64)
        for i, point in enumerate(points):
            key = _rounded(point)
            if key in self._slots:
                self._slots.move_to_end(key)
                found[i] = self._slots[key]
        return found

    def _take(self, points: Sequence[Point]) -> list[int]:
        return [self._slot(_rounded(point)) for point in points]

    def _slot(self, key: _Key) -> int:
        if key in self._slots:
            self._slots.move_to_end(key)
            return self._slots[key]
        if len(self._slots) >= self._most:
            _, slot = self._slots.popitem(last=False)
            self._table[slot] = _UNKNOWN
            self._table[:, slot] = _UNKNOWN
        else:
            slot = len(self._slots)
            self._grow(slot + 1)
        self._slots[key] = slot
        return slot

    def _grow(self, size: int) -> None:
        have = len(self._table)
        if size <= have:
            return
        bigger = np.full((2 * have, 2 * have), _UNKNOWN, dtype=np.float32)
        bigger[:have, :have] = self._table
        self._table = bigger


def _rounded(point: Point) -> _Key:
    return round(point.lat, DECIMALS), round(point.lon, DECIMALS)
