"""`python -m shared.geo.compare FIRST SECOND [--pairs 500]`: how far one backend is from another.

A backend is `offline` or the address of an OSRM. The second is taken for the truth: error, bias and
90th percentile of the first by distance, on empty roads (at four in the morning), between random
points of Dubai's communities. Exit 2 with one line when a backend does not answer.
"""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from shared.geo.communities import Community, communities
from shared.geo.engine import EngineAway
from shared.geo.offline import OfflineTravelTimes
from shared.geo.osrm import OsrmEngine
from shared.geo.place import Point
from shared.geo.travel import DepartureBands

NIGHT = DepartureBands((datetime(2026, 11, 23, 4, tzinfo=ZoneInfo("Asia/Dubai")),))
BANDS_KM = ((0, 5), (5, 10), (10, 20), (20, 1000))
_HATTA = 891


@dataclass(frozen=True, slots=True)
class Difference:
    """Of some pairs, relative to the second backend; `bias` above 0: the first says longer."""

    pairs: int
    mape: float
    bias: float
    p90: float


Pair = tuple[Point, Point]


def random_pairs(count: int, seed: int) -> list[Pair]:
    """Points in communities, the larger ones no more often than the small; Hatta left out."""
    dice = Random(seed)  # noqa: S311 - a sample, not a secret
    places = [one for one in communities() if one.number != _HATTA and not one.partly_sea]
    return [
        (_inside(dice, dice.choice(places)), _inside(dice, dice.choice(places)))
        for _ in range(count)
    ]


def _inside(dice: Random, community: Community) -> Point:
    outline = community.outline
    for _ in range(200):
        point = Point(
            dice.uniform(outline.south, outline.north), dice.uniform(outline.west, outline.east)
        )
        if outline.contains(point):
            return point
    return community.centre


def compared(
    pairs: Sequence[Pair], first_s: NDArray[np.float64], second_s: NDArray[np.float64]
) -> dict[str, Difference]:
    """By distance in a straight line, "all" first; pairs without a way in either are left out."""
    km = np.array([a.distance_m(b) / 1000 for a, b in pairs])
    known = np.isfinite(first_s) & np.isfinite(second_s) & (second_s > 0)
    error = np.where(known, first_s / np.where(known, second_s, 1.0) - 1, np.nan)
    found = {"all": _of(error[known])}
    for low, high in BANDS_KM:
        name = f"{low}-{high} km" if high < 1000 else f"over {low} km"
        found[name] = _of(error[known & (km >= low) & (km < high)])
    return found


def _of(error: NDArray[np.float64]) -> Difference:
    if not len(error):
        return Difference(0, float("nan"), float("nan"), float("nan"))
    size = np.abs(error)
    p90 = float(np.quantile(size, 0.9))
    return Difference(len(error), float(size.mean()), float(error.mean()), p90)


async def seconds_of(backend: str, pairs: Sequence[Pair]) -> NDArray[np.float64]:
    """One leg for each pair; NaN where there is no way. Raises `EngineAway`."""
    if backend == "offline":
        model = OfflineTravelTimes()
        legs = [model.estimate((a,), (b,), NIGHT).seconds[0, 0, 0] for a, b in pairs]
        return np.array(legs, dtype=np.float64)
    async with OsrmEngine() as engine:
        tables = [await engine.table(backend.rstrip("/"), (a,), (b,)) for a, b in pairs]
    return np.array([table[0, 0] for table in tables])


async def _run(first: str, second: str, pairs: Sequence[Pair]) -> dict[str, Difference]:
    return compared(pairs, await seconds_of(first, pairs), await seconds_of(second, pairs))


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when compared, 2 with one line when a backend is away."""
    parser = argparse.ArgumentParser(prog="python -m shared.geo.compare", description=__doc__)
    parser.add_argument("first", help="'offline' or http://host:port of an OSRM")
    parser.add_argument("second", help="the one that is taken for the truth")
    parser.add_argument("--pairs", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    pairs = random_pairs(asked.pairs, asked.seed)
    try:
        found = asyncio.run(_run(asked.first, asked.second, pairs))
    except EngineAway as away:
        sys.stderr.write(f"{away}\n")
        return 2
    out = sys.stdout.write
    out(f"{asked.first} against {asked.second}, empty roads\n")
    out(f"{'distance':<12} {'pairs':>6} {'MAPE':>8} {'bias':>8} {'P90':>8}\n")
    for name, one in found.items():
        out(f"{name:<12} {one.pairs:>6} {one.mape:>8.1%} {one.bias:>+8.1%} {one.p90:>8.1%}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
