"""Fewer corners for the same outline (Douglas and Peucker 1973)."""

import math

Corner = tuple[float, float]
"""Longitude, latitude: the order of GeoJSON."""

_METRES_PER_DEGREE = 111_195.0


def simplified_ring(ring: list[Corner], tolerance_m: float) -> list[Corner]:
    """An open ring whose sides stay within the tolerance of the original ones; at least a triangle.

    A ring has no ends to hold fast: it is split at the corner furthest from its first.
    """
    corners = ring[:-1] if ring[0] == ring[-1] else ring
    far = max(range(len(corners)), key=lambda i: metres(corners[0], corners[i]))
    there = simplified_line(corners[: far + 1], tolerance_m)
    back = simplified_line([*corners[far:], corners[0]], tolerance_m)
    kept = [*there[:-1], *back[:-1]]
    return kept if len(kept) >= 3 else corners


def simplified_line(line: list[Corner], tolerance_m: float) -> list[Corner]:
    """The line with its ends and no more corners than the tolerance asks for."""
    if len(line) <= 2:
        return line
    distances = [to_side_m(corner, line[0], line[-1]) for corner in line[1:-1]]
    furthest = max(range(len(distances)), key=distances.__getitem__)
    if distances[furthest] <= tolerance_m:
        return [line[0], line[-1]]
    split = furthest + 1
    head = simplified_line(line[: split + 1], tolerance_m)
    return [*head[:-1], *simplified_line(line[split:], tolerance_m)]


def rounded(corners: list[Corner], digits: int = 4) -> list[Corner]:
    """To `digits` of a degree (4 are 11 m), repeated corners dropped."""
    kept: list[Corner] = []
    for lon, lat in corners:
        corner = (round(lon, digits), round(lat, digits))
        if not kept or corner != kept[-1]:
            kept.append(corner)
    return kept


def metres(a: Corner, b: Corner) -> float:
    """Flat distance, good for the size of a city."""
    return math.hypot(*_offset_m(a, b))


def area_km2(ring: list[Corner]) -> float:
    """Area of an open ring, by the shoelace formula."""
    flat = [_offset_m(ring[0], corner) for corner in ring]
    twice = sum(x * v - u * y for (x, y), (u, v) in zip(flat, [*flat[1:], flat[0]], strict=True))
    return abs(twice) / 2e6


def to_side_m(point: Corner, a: Corner, b: Corner) -> float:
    """From the point to the nearest point of the side, flat."""
    ax, ay = _offset_m(point, a)
    bx, by = _offset_m(point, b)
    dx, dy = bx - ax, by - ay
    length_2 = dx * dx + dy * dy
    along = 0.0 if length_2 == 0 else max(0.0, min(1.0, -(ax * dx + ay * dy) / length_2))
    return math.hypot(ax + along * dx, ay + along * dy)


def _offset_m(origin: Corner, other: Corner) -> tuple[float, float]:
    east = (other[0] - origin[0]) * math.cos(math.radians(origin[1]))
    return east * _METRES_PER_DEGREE, (other[1] - origin[1]) * _METRES_PER_DEGREE
