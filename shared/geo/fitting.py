"""Fitting the free-flow model to legs that a road engine timed, and judging it without luck.

Leave one zone out: for each zone, its legs in both directions are used in nothing (neither the
curve, nor the ratios, nor the choice of how far to shrink), and are then predicted. A leg is
judged twice, once for each of its ends.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from shared.geo.free_flow import Floats, FreeFlow, curve_minutes, curve_terms, straight_km, via_km

# From half (the rule of thumb) to almost all of what the neighbours say.
SHRINKS = (0.5, 0.6, 0.7, 0.8)


@dataclass(frozen=True, slots=True, eq=False)
class ZoneTimes:
    """Minutes between zones (lat, lon rows); NaN where nobody measured, as within a zone."""

    zones: Floats
    minutes: Floats

    @classmethod
    def read(cls, path: Path) -> "ZoneTimes":
        """From legs as rows: origin, o_lat, o_lon, destination, …, duration_min_freeflow."""
        rows = list(csv.DictReader(path.open(encoding="utf-8")))
        where = {row["origin"]: (float(row["o_lat"]), float(row["o_lon"])) for row in rows}
        index = {name: i for i, name in enumerate(sorted(where))}
        minutes = np.full((len(index), len(index)), np.nan)
        for row in rows:
            here, there = index[row["origin"]], index[row["destination"]]
            minutes[here, there] = float(row["duration_min_freeflow"])
        return cls(np.array([where[name] for name in sorted(where)]), minutes)

    def without(self, zone: int) -> "ZoneTimes":
        """The same as if that zone had never been heard of."""
        left = np.arange(len(self.zones)) != zone
        return ZoneTimes(self.zones[left], self.minutes[np.ix_(left, left)])

    @property
    def straight_km(self) -> Floats:
        return straight_km(self.zones, self.zones)


def fit(times: ZoneTimes) -> FreeFlow:
    """The whole fit: how far to shrink is what predicts zones best that were left out."""
    errors = [np.nanmean(list(_errors_without_a_zone(times, shrink))) for shrink in SHRINKS]
    return fitted(times, SHRINKS[int(np.argmin(errors))])


def fitted(times: ZoneTimes, shrink: float) -> FreeFlow:
    """Curve by relative least squares, then the log ratios of what was measured to it."""
    km, known = via_km(times.zones, times.zones), np.isfinite(times.minutes)
    terms = curve_terms(km[known]) / times.minutes[known][:, None]
    solved, *_ = np.linalg.lstsq(terms, np.ones(len(terms)), rcond=None)
    coefficients = (float(solved[0]), float(solved[1]), float(solved[2]))
    curve = curve_minutes(km, coefficients)
    with np.errstate(divide="ignore"):
        ratios = np.where(known, np.log(times.minutes / curve), np.nan)
    return FreeFlow(coefficients, times.zones, ratios, shrink)


def left_out_errors(times: ZoneTimes) -> Floats:
    """Absolute relative error of each leg, predicted without a zone: the mean over its two ends.

    The choice of how far to shrink is made anew without the zone.
    """
    return _over_both_ends(
        times, [_row_errors(times, zone, fit(times.without(zone))) for zone in _each(times)]
    )


def _errors_without_a_zone(times: ZoneTimes, shrink: float) -> Floats:
    return _over_both_ends(
        times,
        [_row_errors(times, zone, fitted(times.without(zone), shrink)) for zone in _each(times)],
    )


def _each(times: ZoneTimes) -> range:
    return range(len(times.zones))


def _row_errors(times: ZoneTimes, zone: int, model: FreeFlow) -> tuple[Floats, Floats]:
    """Legs from the zone to all, and from all to the zone."""
    here = times.zones[[zone]]
    there, back = model.minutes(here, times.zones)[0], model.minutes(times.zones, here)[:, 0]
    true_there, true_back = times.minutes[zone], times.minutes[:, zone]
    return np.abs(there - true_there) / true_there, np.abs(back - true_back) / true_back


def _over_both_ends(times: ZoneTimes, errors: Sequence[tuple[Floats, Floats]]) -> Floats:
    total = np.zeros_like(times.minutes)
    for zone, (there, back) in enumerate(errors):
        total[zone] += there
        total[:, zone] += back
    return total / 2
