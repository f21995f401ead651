"""What ruin and recreate works on: a plan by shift, and the room that one search needs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import inlined
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.network import APART, Flags, Ints, Net, Small
from services.dispatcher.optimiser.walk import Steps, route_cost


class Routes(NamedTuple):
    """A plan in work, by shift; `at` is each visit's shift or -1."""

    stops: Small
    length: Small
    cost: Ints
    at: Small


class Room(NamedTuple):
    """What one search needs beside its plan."""

    group_of: Ints
    near: Small  # visit: all others, near ones first
    penalty: Ints  # of leaving out, in 1/1024
    scarce: Ints  # how many shifts may serve a visit
    absent: Small
    keys: npt.NDArray[np.float64]  # of what is absent: the least goes in first
    done: Flags  # shifts that a ruin has been to
    trial: Small
    spent: Ints  # see `walk.note`
    log: Small  # routes met: shift, then stops
    logged: Ints


def routes_of(shifts: int, visits: int) -> Routes:
    return Routes(
        np.full((shifts, LONGEST), -1, dtype=np.int32),
        np.zeros(shifts, dtype=np.int32),
        np.zeros(shifts, dtype=np.int64),
        np.full(visits, -1, dtype=np.int32),
    )


@inlined
def drop_lone(net: Net, room: Room, now: Routes, steps: Steps) -> None:
    """Leave out each visit that is served without its pair."""
    for t in range(net.ties.shape[0]):
        if net.ties[t, 2] != APART:
            continue
        for side in range(2):
            w = net.ties[t, side]
            s = now.at[w]
            if s < 0 or now.at[net.ties[t, 1 - side]] >= 0:
                continue
            left = 0
            for i in range(now.length[s]):
                if now.stops[s, i] != w:
                    now.stops[s, left] = now.stops[s, i]
                    left += 1
            now.length[s], now.at[w] = left, -1
            length = now.length[s] + 0  # its type: numba would compile once more for the 0 above
            now.cost[s] = route_cost(net, room.group_of[s], now.stops[s], length, steps)
