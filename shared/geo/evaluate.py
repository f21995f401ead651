"""`python -m shared.geo.evaluate [--legs FILE]`: how wrong the offline model is on empty roads.

Its truth is a road engine's free flow, not observed trips: nothing here speaks of traffic.
"""

import argparse
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shared.geo.fitting import ZoneTimes, left_out_errors
from shared.geo.free_flow import Floats

LEGS = Path(__file__).parents[3] / "shared/data/dubai/osrm_zone_matrix.csv"
BANDS_KM = ((0, 5), (5, 10), (10, 20), (20, 1000))
_NAIVE_DETOUR, _NAIVE_KMH = 1.35, 50.0


@dataclass(frozen=True, slots=True)
class Errors:
    """Mean absolute relative errors of some legs: of the model left out, and of 1.35 x at 50."""

    legs: int
    model: float
    naive: float


def evaluate(times: ZoneTimes) -> dict[str, Errors]:
    """By distance in a straight line, "all" first."""
    known, km = np.isfinite(times.minutes), times.straight_km
    model = left_out_errors(times)
    naive = np.abs(km * _NAIVE_DETOUR / _NAIVE_KMH * 60 / times.minutes - 1)
    found = {"all": _of(model, naive, known)}
    for low, high in BANDS_KM:
        name = f"{low}-{high} km" if high < 1000 else f"over {low} km"
        found[name] = _of(model, naive, known & (km >= low) & (km < high))
    return found


def _of(model: Floats, naive: Floats, which: np.ndarray) -> Errors:
    return Errors(int(which.sum()), float(model[which].mean()), float(naive[which].mean()))


def main() -> int:
    """0 when measured, 2 with one line when there is nothing to measure against."""
    parser = argparse.ArgumentParser(prog="python -m shared.geo.evaluate", description=__doc__)
    parser.add_argument("--legs", type=Path, default=LEGS)
    legs = parser.parse_args().legs
    if not legs.exists():
        sys.stderr.write(f"there is no file {legs}: give one with --legs\n")
        return 2
    out = sys.stdout.write
    out("free-flow minutes, leave one zone out: mean absolute error\n")
    out(f"{'distance':<12} {'legs':>5} {'offline model':>14} {'1.35 x at 50 km/h':>18}\n")
    for name, one in evaluate(ZoneTimes.read(legs)).items():
        out(f"{name:<12} {one.legs:>5} {one.model:>13.1%} {one.naive:>17.1%}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
