"""A closed outline on the map: what lies inside, and how far outside something is."""

import math
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from shared.geo.place import Point

_METRES_PER_DEGREE = 111_195.0


@dataclass(frozen=True, slots=True)
class Outline:
    """A simple polygon; the last corner joins the first. Small enough to be treated as flat."""

    corners: tuple[Point, ...]
    south: float = field(init=False)
    west: float = field(init=False)
    north: float = field(init=False)
    east: float = field(init=False)

    def __post_init__(self) -> None:
        if len(self.corners) < 3:
            raise ValueError(f"corners has {len(self.corners)} points: an outline needs three")
        object.__setattr__(self, "south", min(corner.lat for corner in self.corners))
        object.__setattr__(self, "west", min(corner.lon for corner in self.corners))
        object.__setattr__(self, "north", max(corner.lat for corner in self.corners))
        object.__setattr__(self, "east", max(corner.lon for corner in self.corners))

    def contains(self, point: Point) -> bool:
        """Even-odd rule: a ray to the east crosses the outline an odd number of times."""
        if not (self.south <= point.lat <= self.north and self.west <= point.lon <= self.east):
            return False
        inside = False
        for a, b in self._sides():
            if (a.lat > point.lat) != (b.lat > point.lat):
                crossing = a.lon + (point.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
                inside ^= point.lon < crossing
        return inside

    def distance_m(self, point: Point) -> float:
        """Metres to the nearest side; zero inside."""
        if self.contains(point):
            return 0.0
        return min(_to_side_m(point, a, b) for a, b in self._sides())

    def at_least_m(self, point: Point) -> float:
        """A lower bound of `distance_m` from the bounding box alone, for skipping far outlines."""
        nearest = Point(
            min(max(point.lat, self.south), self.north), min(max(point.lon, self.west), self.east)
        )
        return math.hypot(*_offset_m(point, nearest))

    def _sides(self) -> Iterator[tuple[Point, Point]]:
        yield from pairwise(self.corners)
        yield self.corners[-1], self.corners[0]


def _to_side_m(point: Point, a: Point, b: Point) -> float:
    ax, ay = _offset_m(point, a)
    bx, by = _offset_m(point, b)
    dx, dy = bx - ax, by - ay
    length_2 = dx * dx + dy * dy
    along = 0.0 if length_2 == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length_2))
    return math.hypot(ax + along * dx, ay + along * dy)


def _offset_m(origin: Point, other: Point) -> tuple[float, float]:
    east = (other.lon - origin.lon) * math.cos(math.radians(origin.lat))
    return east * _METRES_PER_DEGREE, (other.lat - origin.lat) * _METRES_PER_DEGREE
