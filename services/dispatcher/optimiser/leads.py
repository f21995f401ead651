"""What being ahead may cost where travel or tolls depend on the hour: by group, how long legs or
tolls go on falling, how steeply, and how far a lead may widen (docs/optimiser.md section 5).
"""

from itertools import pairwise

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.ways import Ints, Table

# Shares are whole multiples of these.
LEAD_UNIT, FALL_UNIT = 1 << 10, 1 << 30
# Cut where 64 bits hold their product with any lead; who grows as much may grow without end.
ENDLESS_LEAD, _MOST_FALL = 1 << 30, 1 << 34
_ENDLESS = 1e9
_NEVER = -(1 << 60)

Floats = npt.NDArray[np.float64]


def settled_from(travel: Table, starts: Ints, ends: Ints) -> Ints:
    """By group and its end: the instant from which no leg gets shorter by leaving later."""
    settled = np.full(len(ends), _NEVER, dtype=np.int64)
    for start, after, falls in zip(starts[:-1], starts[1:], _falls(travel, starts), strict=True):
        if falls > 0.0:
            settled[start < ends] = after
    return settled


def calm_from(settled: Ints, toll_from: Ints, drops: Ints, ends: Ints) -> Ints:
    """The same for tolls too."""
    calm = settled.copy()
    for start, drop in zip(toll_from, drops, strict=True):
        if drop > 0:
            calm = np.where(start <= ends, np.maximum(calm, start), calm)
    return calm


def fall_rates(travel: Table, starts: Ints, begins: Ints, ends: Ints) -> Ints:
    """By group, in `FALL_UNIT`: by how much of itself a leg gets shorter, at most, for each second
    that it is left later.
    """
    most = np.zeros(len(ends))
    for start, after, falls in zip(starts[:-1], starts[1:], _falls(travel, starts), strict=True):
        most = np.where((start < ends) & (after > begins), np.maximum(most, falls), most)
    share: Ints = np.ceil(np.minimum(FALL_UNIT * most + 1.0, _MOST_FALL)).astype(np.int64)
    return share


def lead_growth(travel: Table, starts: Ints, begins: Ints, ends: Ints) -> Ints:
    """By group, in `LEAD_UNIT`: how many times itself a lead may become on the road.

    A rising leg t widens a lead by 1 + t'(d) <= exp(rate * t): by no more than the integral of the
    rate over the time on the road, where each rate is kept up until who left at it has arrived.
    """
    longest = max((int(table.max(initial=0)) for table in travel), default=0)
    rises = list(zip(starts[:-1], starts[1:] + longest, _rises(travel, starts), strict=True))
    ticks = np.unique([*starts, *(until for _, until, _ in rises)]).astype(np.float64)
    total = [0.0]
    for low, high in pairwise(ticks):
        rate = max((rise for since, until, rise in rises if since < high and until > low))
        total.append(total[-1] + min(rate, _ENDLESS) * (high - low))
    spans = np.interp(ends, ticks, total) - np.interp(begins, ticks, total)
    growth = np.exp(np.minimum(spans * (1.0 + 1e-9), 30.0))
    share: Ints = np.ceil(np.minimum(LEAD_UNIT * growth, ENDLESS_LEAD)).astype(np.int64)
    return share


def _falls(travel: Table, starts: Ints) -> Floats:
    return _rates(travel, starts, -1)


def _rises(travel: Table, starts: Ints) -> Floats:
    return _rates(travel, starts, 1)


def _rates(travel: Table, starts: Ints, way: int) -> Floats:
    """By band: the greatest change that way of a leg between stops or home, in a second, as a share
    of what is the lesser of its ends; infinite for a leg from or to nothing.
    """
    most = np.zeros(len(starts) - 1)
    for table in (travel.legs, travel.back):
        if table.size:
            change = way * np.diff(table, axis=0)
            least = np.minimum(table[:-1], table[1:])
            with np.errstate(divide="ignore", invalid="ignore"):
                share = np.where(change > 0, change / least, 0.0)
            most = np.maximum(most, share.max(axis=(1, 2)) / np.diff(starts))
    return most
