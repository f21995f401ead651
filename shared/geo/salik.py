"""Tolls: which Salik gates a leg passes, estimated from geometry, and what that costs when.

A gate on a trunk road is passed by a leg whose straight line crosses the road's cross-section near
the gate: the longer the leg, the further it comes to the trunk. The three gates on bridges are
passed by legs that cross Dubai Creek, if that bridge is the shortest way round of the five; the
Shindagha side and Ras Al Khor Road are free. It is an estimate: nobody is told which road to take.

Gate coordinates: HussamJaber-1/Dubai-Salik-Toll-Optimization `data/salik_gates.csv` (MIT).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from shared.domain.calendar import Calendar
from shared.geo.free_flow import straight_km
from shared.geo.offline import degrees
from shared.geo.place import Point
from shared.geo.salik_tariff import gate_fils
from shared.geo.travel import TravelMatrix

_ONCE_WITHIN = timedelta(hours=1)
_KM_PER_DEGREE = 111.195
_KM_PER_DEGREE_EAST = _KM_PER_DEGREE * 0.9048  # at 25.2 degrees north


@dataclass(frozen=True, slots=True)
class Gate:
    """A gate with its road's heading in degrees from north, one way; the other is opposite.

    `pair`: gates of one pair, passed in one direction within an hour, are paid once.
    """

    name: str
    point: Point
    heading: float
    bridge: bool = False
    pair: str | None = None


# Headings: along Sheikh Zayed Road and Al Ittihad Road from gate to gate; of the bridges across
# the creek; of the tunnel across the runways.
GATES: tuple[Gate, ...] = (
    Gate("Jebel Ali", Point(25.0282, 55.1012), 43.0),
    Gate("Al Barsha", Point(25.1169, 55.1926), 41.0),
    Gate("Al Safa South", Point(25.1782, 55.2470), 40.0, pair="Al Safa"),
    Gate("Al Safa North", Point(25.1939, 55.2618), 40.0, pair="Al Safa"),
    Gate("Business Bay Crossing", Point(25.2248, 55.3412), 60.0, bridge=True),
    Gate("Al Garhoud Bridge", Point(25.2311, 55.3356), 60.0, bridge=True),
    Gate("Al Maktoum Bridge", Point(25.2527, 55.3213), 50.0, bridge=True),
    Gate("Airport Tunnel", Point(25.2492, 55.3873), 25.0),
    Gate("Al Mamzar South", Point(25.2864, 55.3590), 12.0, pair="Al Mamzar"),
    Gate("Al Mamzar North", Point(25.2971, 55.3614), 12.0, pair="Al Mamzar"),
)
_BRIDGES = tuple(i for i, gate in enumerate(GATES) if gate.bridge)
# The ways over the creek that cost nothing: Shindagha with Infinity Bridge, Ras Al Khor Road.
_FREE_CROSSINGS = (Point(25.2690, 55.2965), Point(25.1835, 55.3470))
# The creek's middle from the mouth to Ras Al Khor.
_CREEK = (
    *(Point(25.2800, 55.2850), Point(25.2695, 55.2935), Point(25.2665, 55.2975)),
    *(Point(25.2625, 55.3085), Point(25.2560, 55.3140), Point(25.2505, 55.3220)),
    *(Point(25.2440, 55.3285), Point(25.2370, 55.3330), Point(25.2325, 55.3400)),
    *(Point(25.2230, 55.3460), Point(25.2140, 55.3420), Point(25.2070, 55.3370)),
    *(Point(25.1990, 55.3400), Point(25.1890, 55.3430)),
)
# How far beside a gate the straight line of a leg may cross: so much, and a share of its length.
_BESIDE_KM, _BESIDE_SHARE, _BESIDE_MOST_KM = 1.0, 0.12, 3.5


@dataclass(frozen=True, slots=True)
class Passage:
    """One gate passed at an instant, with the gate's heading or against it."""

    gate: Gate
    at: datetime
    onward: bool


@dataclass(frozen=True, slots=True)
class Leg:
    """A drive that leaves at `departure` and takes `travel_s`."""

    origin: Point
    destination: Point
    departure: datetime
    travel_s: int


def toll_fils(legs: Iterable[Leg], calendar: Calendar) -> int:
    """What these legs, driven by one car in this order, cost in all."""
    return sum(fils for _, fils in charges(legs, calendar))


def charges(legs: Iterable[Leg], calendar: Calendar) -> list[tuple[Passage, int]]:
    """Every passage with what it is charged; the second of a pair within the hour costs nothing."""
    found: list[tuple[Passage, int]] = []
    paid: dict[tuple[str, bool], datetime] = {}
    for leg in legs:
        for passage in passages(leg):
            key = (passage.gate.pair or passage.gate.name, passage.onward)
            last = paid.get(key)
            paired = passage.gate.pair is not None
            if paired and last is not None and passage.at - last < _ONCE_WITHIN:
                found.append((passage, 0))
                continue
            paid[key] = passage.at
            found.append((passage, gate_fils(passage.at, calendar)))
    return found


def passages(leg: Leg) -> list[Passage]:
    """The gates of one leg in the order in which it passes them."""
    passed, share = gates_passed((leg.origin,), (leg.destination,))
    onward = _onward((leg.origin,), (leg.destination,))[0, 0]
    order = sorted(np.flatnonzero(passed[0, 0]), key=lambda g: (share[0, 0, g], g))
    return [
        Passage(
            GATES[g],
            leg.departure + timedelta(seconds=round(float(share[0, 0, g]) * leg.travel_s)),
            bool(onward[g]),
        )
        for g in order
    ]


def toll_matrix(
    origins: Sequence[Point],
    destinations: Sequence[Point],
    travel: TravelMatrix,
    calendar: Calendar,
) -> NDArray[np.int32]:
    """Fils of each leg by departure band, indexed like the matrix; each leg by itself.

    All gates of a leg are charged as at its middle: no leg is as long as a tariff window.
    """
    pairs = _counted_once(gates_passed(origins, destinations)[0])
    fils = np.zeros(travel.seconds.shape, dtype=np.int32)
    for band, start in enumerate(travel.bands.starts):
        halves = travel.seconds[band] // 2
        slots, which = np.unique(halves // 300, return_inverse=True)
        prices = [gate_fils(start + timedelta(minutes=5 * int(slot)), calendar) for slot in slots]
        fils[band] = pairs * np.array(prices, dtype=np.int32)[which.reshape(halves.shape)]
    return fils


def _counted_once(passed: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Paid gates of each leg: a pair within one leg counts once."""
    paid = passed.sum(axis=2, dtype=np.int32)
    for pair in {gate.pair for gate in GATES if gate.pair}:
        members = [i for i, gate in enumerate(GATES) if gate.pair == pair]
        paid -= passed[:, :, members].all(axis=2).astype(np.int32)
    return np.asarray(paid, dtype=np.int32)


def gates_passed(
    origins: Sequence[Point], destinations: Sequence[Point]
) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
    """Which gates each leg passes, and after which share of the way; `[origin, destination, gate]`.

    On the way between Palm and mainland nothing is passed that the straight line does not pass.
    """
    a, b = degrees(origins), degrees(destinations)
    passed = np.zeros((len(a), len(b), len(GATES)), dtype=np.bool_)
    share = np.full(passed.shape, 0.5)
    length = straight_km(a, b)
    beside = np.minimum(_BESIDE_KM + _BESIDE_SHARE * length, _BESIDE_MOST_KM)
    for g, gate in enumerate(GATES):
        if gate.bridge:
            continue
        along_a, aside_a = _around(gate, a)
        along_b, aside_b = _around(gate, b)
        crosses = np.sign(along_a)[:, None] != np.sign(along_b)[None, :]
        step = along_a[:, None] - along_b[None, :]
        part = along_a[:, None] / np.where(np.abs(step) < 1e-9, 1e-9, step)
        aside = aside_a[:, None] + (aside_b[None, :] - aside_a[:, None]) * part
        passed[:, :, g] = crosses & (np.abs(aside) <= beside)
        share[:, :, g] = np.clip(part, 0.0, 1.0)
    _bridges(a, b, passed, share)
    return passed, share


def _around(gate: Gate, points: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Kilometres of each point along the gate's road, and aside of it."""
    north = (points[:, 0] - gate.point.lat) * _KM_PER_DEGREE
    east = (points[:, 1] - gate.point.lon) * _KM_PER_DEGREE_EAST
    heading = np.radians(gate.heading)
    along = east * np.sin(heading) + north * np.cos(heading)
    aside = east * np.cos(heading) - north * np.sin(heading)
    return along, aside


def _onward(origins: Sequence[Point], destinations: Sequence[Point]) -> NDArray[np.bool_]:
    """Whether each leg goes with each gate's heading."""
    a, b = degrees(origins), degrees(destinations)
    ways = [_around(gate, b)[0][None, :] - _around(gate, a)[0][:, None] for gate in GATES]
    return np.stack(ways, axis=2) > 0


def _bridges(
    a: NDArray[np.float64],
    b: NDArray[np.float64],
    passed: NDArray[np.bool_],
    share: NDArray[np.float64],
) -> None:
    """The crossing with the shortest way round, for legs on whose line the creek lies."""
    over = _crosses_creek(a, b)
    if not over.any():
        return
    crossings = degrees([*(GATES[g].point for g in _BRIDGES), *_FREE_CROSSINGS])
    to, onwards = straight_km(a, crossings)[:, None, :], straight_km(crossings, b).T[None, :, :]
    ways = to + onwards
    best = np.argmin(ways, axis=2)
    for i, g in enumerate(_BRIDGES):
        passed[:, :, g] = over & (best == i)
        share[:, :, g] = (to / np.maximum(ways, 1e-9))[:, :, i]


def _crosses_creek(a: NDArray[np.float64], b: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Whether the straight line meets the creek an odd number of times."""
    line = degrees(_CREEK)
    crossings = np.zeros((len(a), len(b)), dtype=np.int64)
    for c, d in pairwise(line):
        sides_of_piece = (_side(c, d, a) > 0)[:, None] != (_side(c, d, b) > 0)[None, :]
        turn_c, turn_d = _turn(a, b, c), _turn(a, b, d)
        crossings += sides_of_piece & ((turn_c > 0) != (turn_d > 0))
    return np.asarray(crossings % 2 == 1)


def _side(
    c: NDArray[np.float64], d: NDArray[np.float64], points: NDArray[np.float64]
) -> NDArray[np.float64]:
    """On which side of the line c-d each point lies."""
    way = d - c
    return np.asarray(way[0] * (points[:, 1] - c[1]) - way[1] * (points[:, 0] - c[0]))


def _turn(
    a: NDArray[np.float64], b: NDArray[np.float64], at: NDArray[np.float64]
) -> NDArray[np.float64]:
    """On which side of each line a-b the point lies."""
    lat = b[None, :, 0] - a[:, None, 0]
    lon = b[None, :, 1] - a[:, None, 1]
    return np.asarray(lat * (at[1] - a[:, None, 1]) - lon * (at[0] - a[:, None, 0]))
