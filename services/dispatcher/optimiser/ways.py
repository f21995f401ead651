"""Tables of legs by stop: seconds and tolls, from shift to visit, between visits, and home."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.arcs import close_ways
from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import ShiftView

Ints = npt.NDArray[np.int64]
Small = npt.NDArray[np.int32]
Flags = npt.NDArray[np.bool_]

_FAR = 1 << 60


class Table(NamedTuple):
    """By band first."""

    legs: Ints  # visit, visit
    out: Ints  # group, visit
    back: Ints  # visit, group


def table_of(bands: Ints, view: Compiled, shifts: list[ShiftView]) -> Table:
    """The entries of location tables that stops and shifts can ask for."""
    at = view.location
    origins = np.array([shift.start for shift in shifts], dtype=np.int64)
    targets = np.array([shift.end for shift in shifts], dtype=np.int64)
    return Table(
        np.ascontiguousarray(bands[:, at[:, None], at[None, :]]),
        np.ascontiguousarray(bands[:, origins[:, None], at[None, :]]),
        np.ascontiguousarray(bands[:, at[:, None], targets[None, :]]),
    )


def tolls_of(bands: Ints, view: Compiled, shifts: list[ShiftView]) -> Ints:
    """One table of visits, then groups: their start as origin, their end as target."""
    if not bands.size:
        return np.zeros((0, 0, 0), dtype=np.int64)
    origins = np.append(view.location, [shift.start for shift in shifts]).astype(np.int64)
    targets = np.append(view.location, [shift.end for shift in shifts]).astype(np.int64)
    return np.ascontiguousarray(bands[:, origins[:, None], targets[None, :]])


def toll_drops(tolls: Ints) -> Ints:
    """By toll band: how much cheaper it makes the leg that it makes cheapest, at least 0."""
    drops = np.zeros(len(tolls), dtype=np.int64)
    if tolls.size:
        drops[1:] = np.maximum(0, tolls[:-1] - tolls[1:]).max(axis=(1, 2))
    return drops


class Reach(NamedTuple):
    """See `Net`."""

    closed: Small
    drives: Small
    homes: Ints


def reach_of(least: Small, back: Ints, service: Ints, metered: Flags, worked: Flags) -> Reach:
    """Least seconds over any stops between, each leg at its best hour, as far as limits ask."""
    closed, drives = least.copy(), np.zeros((0, 0), dtype=np.int32)
    homes = np.zeros((len(metered), len(service), 2), dtype=np.int64)
    if metered.any():
        drives = np.empty_like(least)
        close_ways(least, np.zeros_like(service), drives)
        for g in np.flatnonzero(metered):
            homes[g, :, 0] = np.minimum(back[:, g], (drives + back[:, g]).min(axis=1, initial=_FAR))
    if worked.any():
        close_ways(least, service, closed)
        for g in np.flatnonzero(worked):
            there = closed + service + back[:, g]
            homes[g, :, 1] = np.minimum(back[:, g], there.min(axis=1, initial=_FAR))
    return Reach(closed, drives, homes)


def is_leg_in_doubt(travel: Table, most: Ints) -> Flags:
    """By group: whether some leg keeps its maximum at one hour of the day and breaks it at
    another, so that who leaves later may drive what who leaves earlier may not.
    """
    doubt = np.zeros(len(most), dtype=np.bool_)
    for table, axes in ((travel.out, (1,)), (np.swapaxes(travel.back, 1, 2), (1,))):
        cap = most[:, None]
        doubt |= ((table.min(axis=0) <= cap) & (table.max(axis=0) > cap)).any(axis=axes)
    if travel.legs.size:
        least, longest = travel.legs.min(axis=0), travel.legs.max(axis=0)
        for g, cap in enumerate(most):
            doubt[g] |= bool(((least <= cap) & (longest > cap)).any())
    return doubt
