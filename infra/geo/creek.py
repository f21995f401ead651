"""Dubai Creek as a polygon: the water that no community claims.

The official communities end at its banks. From a line down the middle, rays run to either side
until they meet a community; where they stop are the banks.
"""

import math
from itertools import pairwise

from infra.geo.shapes import Corner, metres, rounded, simplified_ring
from shared.geo.communities import communities
from shared.geo.outline import Outline
from shared.geo.place import Point

# The middle of the water from the mouth to Ras Al Khor, read off the gap between the outlines.
_MIDDLE: tuple[Corner, ...] = (
    *((55.2920, 25.2835), (55.2948, 25.2725), (55.2925, 25.2705), (55.2912, 25.2680)),
    *((55.2930, 25.2662), (55.2965, 25.2659), (55.2985, 25.2664)),
    *((55.3050, 25.2655), (55.3095, 25.2625), (55.3130, 25.2580), (55.3185, 25.2540)),
    *((55.3235, 25.2510), (55.3285, 25.2440), (55.3345, 25.2360), (55.3400, 25.2322)),
    *((55.3445, 25.2290), (55.3465, 25.2230), (55.3440, 25.2140), (55.3400, 25.2100)),
    (55.3405, 25.2055),
)
_STEP_M, _RAY_STEP_M, _LONGEST_RAY_M = 60.0, 10.0, 700.0
_TOLERANCE_M = 15.0
_METRES_PER_DEGREE = 111_195.0


def creek_ring() -> list[Corner]:
    """One bank down, the other back."""
    nearby = [community.outline for community in communities() if community.sector in (1, 2, 3, 4)]
    banks = [
        _banks(middle, heading, nearby)
        for middle, heading in _stations()
        if not _on_land(middle, nearby)
    ]
    left = [bank for bank, _ in banks]
    right = [bank for _, bank in banks]
    return rounded(simplified_ring([*left, *reversed(right)], _TOLERANCE_M))


def _stations() -> list[tuple[Corner, float]]:
    """Points along the middle with the direction of travel, in radians from east."""
    stations: list[tuple[Corner, float]] = []
    for a, b in pairwise(_MIDDLE):
        east = (b[0] - a[0]) * math.cos(math.radians(a[1]))
        heading = math.atan2(b[1] - a[1], east)
        steps = max(1, round(metres(a, b) / _STEP_M))
        stations.extend(
            ((a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps), heading)
            for i in range(steps)
        )
    return stations


def _banks(middle: Corner, heading: float, nearby: list[Outline]) -> tuple[Corner, Corner]:
    return (
        _shore(middle, heading + math.pi / 2, nearby),
        _shore(middle, heading - math.pi / 2, nearby),
    )


def _shore(middle: Corner, direction: float, nearby: list[Outline]) -> Corner:
    reached = middle
    for step in range(1, int(_LONGEST_RAY_M / _RAY_STEP_M)):
        ahead = _moved(middle, direction, step * _RAY_STEP_M)
        if _on_land(ahead, nearby):
            break
        reached = ahead
    return reached


def _moved(start: Corner, direction: float, distance_m: float) -> Corner:
    degrees = distance_m / _METRES_PER_DEGREE
    return (
        start[0] + degrees * math.cos(direction) / math.cos(math.radians(start[1])),
        start[1] + degrees * math.sin(direction),
    )


def _on_land(corner: Corner, nearby: list[Outline]) -> bool:
    point = Point(corner[1], corner[0])
    return any(outline.contains(point) for outline in nearby)
