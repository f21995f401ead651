"""A made-up Dubai: districts along the coast, roads that are slow in the two rush hours, tolls.

Kilometres along the coast (from Dubai Marina) and inland; nothing here was measured.
"""

import random
from dataclasses import dataclass
from typing import Any

HOUR_S = 3600
DISTRICTS = {
    "marina": (2.0, 1.0),
    "jlt": (2.5, 2.5),
    "springs": (5.0, 7.0),
    "barsha": (8.0, 4.0),
    "ranches": (10.0, 13.0),
    "quoz": (13.0, 4.0),
    "jumeirah": (16.0, 1.0),
    "business-bay": (18.0, 3.0),
    "downtown": (19.0, 2.0),
    "nad-al-sheba": (20.0, 9.0),
    "bur-dubai": (22.0, 1.0),
    "silicon-oasis": (24.0, 13.0),
    "festival-city": (25.0, 5.0),
    "deira": (26.0, 1.0),
    "mirdif": (29.0, 7.0),
}
# Toll gates cross the coast road here.
GATES_KM = (6.0, 14.5, 21.5, 27.0)
# What an hour of the day makes of a drive; linear in between.
SLOWNESS = {6: 1.0, 7: 1.25, 8: 1.45, 10: 1.15, 13: 1.2, 16: 1.3, 18: 1.5, 20: 1.15, 22: 1.0}
# Dirhams a gate, from this hour on.
TOLLS = {0: 4, 6: 6, 10: 4, 16: 6, 20: 4}
START_S = 180
SECONDS_PER_KM = 84


@dataclass(frozen=True, slots=True)
class Spot:
    """A place: its district, and kilometres along the coast and inland."""

    district: str
    x: float
    y: float


def spot_in(rng: random.Random, district: str) -> Spot:
    """Somewhere within about two kilometres of its middle."""
    x, y = DISTRICTS[district]
    return Spot(district, x + rng.uniform(-1.5, 1.5), y + rng.uniform(-1.5, 1.5))


def near(rng: random.Random, district: str) -> str:
    """One of the five districts nearest to this one, itself included."""
    x, y = DISTRICTS[district]
    by_distance = sorted(DISTRICTS, key=lambda one: _km(DISTRICTS[one], (x, y)))
    return rng.choice(by_distance[:5])


def travel_bands(spots: list[Spot]) -> list[dict[str, Any]]:
    """Hour by hour, as a problem file has them."""
    km = [[_km((a.x, a.y), (b.x, b.y)) for b in spots] for a in spots]
    return [
        {
            "from_s": hour * HOUR_S,
            "travel_s": [
                [
                    0 if i == j else START_S + int(km[i][j] * SECONDS_PER_KM * slow)
                    for j in range(len(spots))
                ]
                for i in range(len(spots))
            ],
        }
        for hour, slow in SLOWNESS.items()
    ]


def toll_bands(spots: list[Spot]) -> list[dict[str, Any]]:
    """Each gate between two places is paid once."""
    gates = [[_gates(a.x, b.x) for b in spots] for a in spots]
    return [
        {"from_s": hour * HOUR_S, "toll": [[price * count for count in row] for row in gates]}
        for hour, price in TOLLS.items()
    ]


def _gates(x: float, other: float) -> int:
    low, high = min(x, other), max(x, other)
    return sum(low < gate < high for gate in GATES_KM)


def _km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Roads are a third longer than the line."""
    return 1.3 * float(((one[0] - other[0]) ** 2 + (one[1] - other[1]) ** 2) ** 0.5)
