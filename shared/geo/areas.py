"""Which part of town a point lies in, kept by rounded coordinates: outlines are slow to ask."""

from collections.abc import Iterable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from shared.geo.communities import communities_by_number, community_at
from shared.geo.place import Point

# Communities of the congested core: Deira's and Bur Dubai's old quarters, Trade Centre to Business
# Bay, Marina and Jumeirah Lakes (a proposal; no published outline).
CORE = frozenset({*range(111, 130), *range(312, 320), 335, 336, 337, 345, 346, 392, 393})
OUTSIDE = 0


def community_numbers(points: Iterable[Point]) -> NDArray[np.int64]:
    """The official community of each point; 0 at sea and outside Dubai."""
    return np.array([_number(round(p.lat, 4), round(p.lon, 4)) for p in points], dtype=np.int64)


def in_core(points: Sequence[Point]) -> NDArray[np.bool_]:
    """Whether each point lies in the congested core."""
    return np.array([_core(round(p.lat, 4), round(p.lon, 4)) for p in points], dtype=np.bool_)


def sectors(points: Sequence[Point]) -> NDArray[np.int64]:
    """The municipality's sector of each point, 1 to 9; 0 outside."""
    return community_numbers(points) // 100


@lru_cache(maxsize=1 << 16)
def _core(lat: float, lon: float) -> bool:
    known, point = communities_by_number(), Point(lat, lon)
    return any(known[number].outline.contains(point) for number in CORE if number in known)


@lru_cache(maxsize=1 << 16)
def _number(lat: float, lon: float) -> int:
    """Rounded to 4 decimals, which is eleven metres."""
    community = community_at(Point(lat, lon))
    return OUTSIDE if community is None else community.number
