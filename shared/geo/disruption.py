"""A bad day: rain, a flood, a closed road. Travel in an area takes some times longer for hours."""

import math
from dataclasses import dataclass
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from shared.geo.areas import community_numbers
from shared.geo.communities import communities_by_number
from shared.geo.place import Point

MAX_FACTOR, MAX_HOURS, MAX_RADIUS_M = 10.0, 72, 50_000
_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Circle:
    """An area around a point."""

    centre: Point
    radius_m: float

    def __post_init__(self) -> None:
        if not 0 < self.radius_m <= MAX_RADIUS_M:
            raise ValueError(f"radiusM must be from 1 to {MAX_RADIUS_M}, not {self.radius_m}")


@dataclass(frozen=True, slots=True)
class Disruption:
    """From `starts_at` to `ends_at` every leg with an end in the area takes `factor` times as long;
    a leg that only passes through is slowed on its way through, measured on the straight line.

    The area is communities by number, a circle, or both. A community that is passed through counts
    as the circle of its size around its centre; at the ends its true outline counts.
    """

    starts_at: datetime
    ends_at: datetime
    factor: float
    communities: tuple[int, ...] = ()
    circle: Circle | None = None

    def __post_init__(self) -> None:
        if not 1 < self.factor <= MAX_FACTOR:
            raise ValueError(f"factor must be above 1 and at most {MAX_FACTOR:g}")
        if self.starts_at.tzinfo is None or self.ends_at.tzinfo is None:
            raise ValueError("startsAt and endsAt must carry their offset")
        hours = (self.ends_at - self.starts_at).total_seconds() / 3600
        if not 0 < hours <= MAX_HOURS:
            raise ValueError(f"endsAt must come after startsAt, by at most {MAX_HOURS} hours")
        if not self.communities and self.circle is None:
            raise ValueError("name communities or a circle: an area is needed")
        unknown = [one for one in self.communities if one not in communities_by_number()]
        if unknown:
            raise ValueError(f"communities names {unknown[0]}, which is no official community")

    def is_on(self, instant: datetime) -> bool:
        """Both ends inclusive: travel is stated at instants, and holds until the next."""
        return self.starts_at <= instant <= self.ends_at

    def holds(self, points: list[Point]) -> NDArray[np.bool_]:
        """Which points lie in the area."""
        inside = np.isin(community_numbers(points), self.communities)
        if self.circle is not None:
            centre, radius_m = self.circle.centre, self.circle.radius_m
            inside |= np.array([centre.distance_m(one) <= radius_m for one in points], dtype=bool)
        return inside

    def slowing(self, origins: list[Point], destinations: list[Point]) -> NDArray[np.float64]:
        """How many times longer each leg takes, origins x destinations; at least 1."""
        share = np.zeros((len(origins), len(destinations)))
        for circle in self._circles():
            share += _share_inside(circle, origins, destinations)
        whole = self.holds(origins)[:, None] | self.holds(destinations)[None, :]
        share = np.where(whole, 1.0, np.minimum(share, 1.0))
        return np.asarray(1 + (self.factor - 1) * share)

    def _circles(self) -> list[Circle]:
        known = communities_by_number()
        found = [
            Circle(known[one].centre, max(1.0, math.sqrt(known[one].area_km2 * 1e6 / math.pi)))
            for one in self.communities
        ]
        return found if self.circle is None else [*found, self.circle]


def _share_inside(
    circle: Circle, origins: list[Point], destinations: list[Point]
) -> NDArray[np.float64]:
    """The share of each straight line that lies within the circle; the city taken as flat."""
    a = _flat(origins, circle.centre)[:, None, :]
    way = _flat(destinations, circle.centre)[None, :, :] - a
    length_2 = np.maximum(np.einsum("ijk,ijk->ij", way, way), 1e-6)
    middle = -np.einsum("ijk,ijk->ij", np.broadcast_to(a, way.shape), way) / length_2
    nearest_2 = np.einsum("ijk,ijk->ij", a, a) - middle**2 * length_2
    half = np.sqrt(np.maximum(circle.radius_m**2 - nearest_2, 0.0) / length_2)
    inside = np.minimum(middle + half, 1.0) - np.maximum(middle - half, 0.0)
    return np.asarray(np.clip(inside, 0.0, 1.0))


def _flat(points: list[Point], centre: Point) -> NDArray[np.float64]:
    """Metres east and north of the centre."""
    east = math.cos(math.radians(centre.lat)) * _METRES_PER_DEGREE
    rows = [
        ((one.lon - centre.lon) * east, (one.lat - centre.lat) * _METRES_PER_DEGREE)
        for one in points
    ]
    return np.array(rows, dtype=np.float64).reshape(-1, 2)
