"""Main roads of Dubai, schematic: no road file is at hand, so they are drawn from other facts.

The Municipality's communities end where main roads run. A road is written down as the pairs of
communities that face each other across it, with Salik gates, metro stations and a few well-known
points between; the script joins their common borders. Good to find one's way by; no navigation.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from infra.geo.shapes import Corner, metres, rounded, simplified_line

Pair = tuple[int, int]
"""Two communities that face each other across the road."""

_STEP_M, _FACING_M, _HOOK_M = 60.0, 130.0, 90.0
_TOLERANCE_M = 45.0
_SHARPEST_TURN = math.radians(75)


@dataclass(frozen=True, slots=True)
class Road:
    """`rank` 1 is seen from afar, 2 in a district; `way` in order, pairs and points mixed."""

    number: str
    en: str
    ar: str
    rank: int
    way: tuple[Pair | Corner, ...]


_GARHOUD_BRIDGE, _MAMZAR_SOUTH, _MAMZAR_NORTH = (
    *((55.3356, 25.2311), (55.3590, 25.2864), (55.3614, 25.2971)),
)
_MAKTOUM_BRIDGE = (55.3213, 25.2527)

ROADS: tuple[Road, ...] = (
    Road(
        *("E11", "Sheikh Zayed Road", "شارع الشيخ زايد", 1),
        (
            *((54.86, 24.868), (512, 513), (511, 516), (518, 594), (594, 599), (591, 593)),
            *((591, 592), (392, 393), (382, 388), (382, 383), (372, 373), (367, 368)),
            *((363, 368), (357, 364), (357, 358), (353, 354), (343, 346), (335, 336)),
            *((324, 325), (319, 325), _GARHOUD_BRIDGE, (129, 214), (55.3527, 25.2777)),
            *(_MAMZAR_SOUTH, _MAMZAR_NORTH, (55.3705, 25.3105), (55.385, 25.34)),
        ),
    ),
    Road(
        *("E311", "Sheikh Mohammed Bin Zayed Road", "شارع الشيخ محمد بن زايد", 1),
        (
            *((54.95, 24.82), (513, 531), (516, 531), (516, 521), (518, 521), (598, 599)),
            *((591, 685), (684, 685), (681, 682), (673, 674), (631, 664), (645, 646)),
            *((643, 645), (617, 626), (616, 624), (614, 621), (416, 421), (416, 422)),
            *((216, 251), (228, 261), (234, 264), (245, 264), (248, 267), (55.47, 25.32)),
            *((55.53, 25.40),),
        ),
    ),
    Road(
        *("E611", "Emirates Road", "شارع الإمارات", 1),
        (
            *((55.06, 24.775), (533, 987), (521, 981), (521, 961), (597, 925), (686, 925)),
            *((683, 925), (677, 922), (665, 921), (648, 912), (648, 911), (812, 814)),
            *((811, 814), (431, 711), (271, 711), (283, 711), (284, 711), (55.61, 25.29)),
            *((55.66, 25.42),),
        ),
    ),
    Road(
        *("E44", "Al Khail Road – Hatta Road", "شارع الخيل – طريق حتا", 1),
        (
            *((393, 684), (394, 684), (384, 681), (376, 671), (369, 631), (365, 631)),
            *((355, 359), (354, 355), (346, 347), (337, 347), (413, 611), (413, 612)),
            *((415, 613), (416, 614), (421, 621), (423, 621), (425, 622), (431, 811)),
            *((711, 814), (721, 814), (724, 821), (731, 831), (736, 841), (55.78, 24.95)),
            *((55.93, 24.87), (56.05, 24.82), (56.125, 24.80)),
        ),
    ),
    Road(
        *("E66", "Dubai – Al Ain Road", "طريق دبي – العين", 1),
        (
            *((325, 326), (337, 413), (347, 611), (615, 618), (617, 645), (626, 643)),
            *((648, 813), (814, 911), (824, 911), (824, 913), (826, 915), (835, 917)),
            *((841, 931), (841, 941), (847, 941), (857, 945), (861, 945), (55.67, 24.64)),
        ),
    ),
    Road(
        *("E77", "Jebel Ali – Lehbab Road", "طريق جبل علي – لهباب", 1),
        (
            *((518, 599), (521, 598), (521, 597), (925, 961), (924, 961), (923, 951)),
            *((917, 931), (835, 841), (831, 841)),
        ),
    ),
    Road(
        *("D94", "Jumeirah Road", "شارع جميرا", 2),
        (
            *((55.2680, 25.2405), (55.2654, 25.2338), (55.2527, 25.2164), (55.2335, 25.1935)),
            *((55.2095, 25.1650), (55.1970, 25.1495), (55.1890, 25.1385), (55.1660, 25.1145)),
            *((55.1500, 25.0990), (55.1370, 25.0830)),
        ),
    ),
    Road(
        *("D92", "Al Wasl Road", "شارع الوصل", 2),
        ((332, 333), (342, 343), (352, 353), (356, 357), (362, 363), (366, 367)),
    ),
    Road(
        *("D75", "Sheikh Rashid Road", "شارع الشيخ راشد", 2),
        ((316, 322), (317, 323), (318, 324), (319, 325)),
    ),
    Road(
        *("D89", "Airport Road – Al Khawaneej Road", "شارع المطار – شارع الخوانيج", 2),
        (
            *(_MAKTOUM_BRIDGE, (214, 221), (216, 221), (251, 261)),
            *((251, 262), (252, 263), (271, 281)),
        ),
    ),
    Road(
        *("D61", "Hessa Street", "شارع حصة", 2),
        ((372, 382), (373, 383), (375, 384), (671, 681), (672, 681), (673, 681)),
    ),
    Road(
        *("D63", "Umm Suqeim Street – Al Qudra Road", "شارع أم سقيم – طريق القدرة", 2),
        (
            *((366, 372), (367, 372), (368, 373), (369, 376), (631, 671), (631, 672)),
            *((631, 673), (664, 674), (664, 675), (665, 677), (921, 922)),
        ),
    ),
)


def road_line(road: Road, outlines: dict[int, list[Corner]]) -> list[Corner]:
    """The road from its first to its last point; raises ValueError for a pair that never meets."""
    parts = [_part(step, outlines, road.number) for step in road.way]
    line: list[Corner] = []
    for at, part in enumerate(parts):
        towards = _middle(parts[at + 1]) if at + 1 < len(parts) else None
        line.extend(_turned(part, line[-1] if line else None, towards))
    return rounded(simplified_line(_without_hooks(line), _TOLERANCE_M))


def _part(step: Pair | Corner, outlines: dict[int, list[Corner]], number: str) -> list[Corner]:
    first, second = step
    if isinstance(first, int) and isinstance(second, int):
        border = _border(outlines[first], outlines[second])
        if not border:
            raise ValueError(f"{number}: communities {first} and {second} have no common border")
        return border
    return [(float(first), float(second))]


def _border(one: list[Corner], other: list[Corner]) -> list[Corner]:
    """The longest run of the first outline that faces the second, its ends cut off."""
    there = _dense(other)
    west, east = min(x for x, _ in there) - 0.003, max(x for x, _ in there) + 0.003
    south, north = min(y for _, y in there) - 0.003, max(y for _, y in there) + 0.003
    runs: list[list[Corner]] = [[]]
    here = _dense(one)
    for corner in [*here, *here]:  # twice round: a run may go over the start
        inside = west < corner[0] < east and south < corner[1] < north
        facing = min(there, key=lambda c: metres(corner, c)) if inside else None
        if facing is not None and metres(corner, facing) <= _FACING_M:
            runs[-1].append(((corner[0] + facing[0]) / 2, (corner[1] + facing[1]) / 2))
        elif runs[-1]:
            runs.append([])
    longest = max(runs, key=len)[: len(here)]
    return longest[2:-2] if len(longest) > 8 else longest


def _dense(ring: list[Corner]) -> list[Corner]:
    corners: list[Corner] = []
    for a, b in zip(ring, [*ring[1:], ring[0]], strict=True):
        steps = max(1, int(metres(a, b) / _STEP_M))
        corners.extend(
            (a[0] + (b[0] - a[0]) * i / steps, a[1] + (b[1] - a[1]) * i / steps)
            for i in range(steps)
        )
    return corners


def _turned(part: list[Corner], before: Corner | None, towards: Corner | None) -> list[Corner]:
    """In the road's direction: away from where it was, else towards where it goes."""
    if before is not None:
        is_right = metres(before, part[0]) <= metres(before, part[-1])
    else:
        is_right = towards is None or metres(part[-1], towards) <= metres(part[0], towards)
    return part if is_right else part[::-1]


def _middle(part: Sequence[Corner]) -> Corner:
    return part[len(part) // 2]


def _without_hooks(line: list[Corner]) -> list[Corner]:
    """Where a border goes round a corner, or overlaps the next, the road does neither."""
    kept = simplified_line(line, _TOLERANCE_M)
    at = 1
    while at < len(kept) - 1:
        before, here, after = kept[at - 1], kept[at], kept[at + 1]
        is_short = min(metres(before, here), metres(here, after)) < 3 * _HOOK_M
        if _turn(before, here, after) > _SHARPEST_TURN and is_short:
            del kept[at]
            at = max(1, at - 1)
        else:
            at += 1
    return kept


def _turn(a: Corner, b: Corner, c: Corner) -> float:
    one = math.atan2(b[1] - a[1], b[0] - a[0])
    other = math.atan2(c[1] - b[1], c[0] - b[0])
    return abs((other - one + math.pi) % (2 * math.pi) - math.pi)
