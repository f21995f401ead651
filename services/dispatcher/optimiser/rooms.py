"""What ruin and recreate works on: a plan by shift, and the room that one search needs."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import inlined
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.network import APART, SCALE, Flags, Ints, Net, Network, Small
from services.dispatcher.optimiser.walk import Steps, route_cost

_NEAR = 120
_LOGGED = 2000
_IN_WORK = {"absent", "keys", "done", "touched", "trial", "log", "logged"}


class Routes(NamedTuple):
    """A plan in work, by shift; `at` is each visit's shift or -1."""

    stops: Small
    length: Small
    cost: Ints
    at: Small


class Lead(NamedTuple):
    """Each route walked once, by shift and number of stops made: see `places`."""

    leave: Ints  # when the last of them is left
    value: Ints  # what they cost
    spent: Ints  # and took: see `walk.note`
    facts: Flags  # whether all of them are pinned to a time
    due: Ints  # the latest arrival at the next one (at last: home) that may be legal
    plain: Flags  # by shift: this walk costs what the best one does
    fresh: Flags  # by shift: the route is still the one that was walked


class Room(NamedTuple):
    """What one search needs beside its plan."""

    group_of: Ints
    near: Small  # visit: all others, near ones first
    penalty: Ints  # of leaving out, in 1/1024
    scarce: Ints  # how many shifts may serve a visit
    able: Flags  # visit, shift
    last: Ints  # group, visit: the latest start that any segment allows
    lead: Lead
    absent: Small
    keys: npt.NDArray[np.float64]  # of what is absent: the least goes in first
    done: Flags  # shifts that a ruin has been to
    touched: Flags  # shifts whose route is no longer what it was before the step
    trial: Small
    log: Small  # routes met: shift, then stops
    logged: Ints


def routes_of(shifts: int, visits: int) -> Routes:
    return Routes(
        np.full((shifts, LONGEST), -1, dtype=np.int32),
        np.zeros(shifts, dtype=np.int32),
        np.zeros(shifts, dtype=np.int64),
        np.full(visits, -1, dtype=np.int32),
    )


def room_of(network: Network) -> Room:
    visits, shifts, net = network.visits, len(network.group_of), network.net
    able = net.ok & (net.lasts >= net.opens).any(axis=2)
    sizes = np.array([len(members) for members in network.members], dtype=np.int64)
    return Room(
        group_of=network.group_of,
        near=_near(network),
        penalty=SCALE * np.array(network.penalty, dtype=np.int64),
        scarce=(able * sizes[:, None]).sum(axis=0).astype(np.int64),
        able=np.ascontiguousarray(able[network.group_of].T),
        last=net.lasts.max(axis=2),
        lead=_lead(shifts),
        absent=np.zeros(visits, dtype=np.int32),
        keys=np.zeros(visits, dtype=np.float64),
        done=np.zeros(shifts, dtype=np.bool_),
        touched=np.zeros(shifts, dtype=np.bool_),
        trial=np.zeros(LONGEST + 1, dtype=np.int32),
        log=np.zeros((_LOGGED, LONGEST + 1), dtype=np.int32),
        logged=np.zeros(1, dtype=np.int64),
    )


def beside(room: Room) -> Room:
    """The same for another search that runs at the same time."""
    own = {name: one.copy() for name, one in room._asdict().items() if name in _IN_WORK}
    return room._replace(**own, lead=_lead(room.touched.size))


def _near(network: Network) -> Small:
    """The nearest visits of each by way and hour, the hour being the one that was told, if any."""
    visits, net = network.visits, network.net
    if not visits:
        return np.zeros((0, 0), dtype=np.int32)
    first = net.opens.min(axis=(0, 2)) if network.groups else np.zeros(visits, dtype=np.int64)
    first = np.where(net.moved[:, 1] > 0, net.moved[:, 0], first)
    apart = net.legs[0] + np.abs(first[:, None] - first[None, :]) // 8
    np.fill_diagonal(apart, -1)
    return np.argsort(apart, axis=1, kind="stable")[:, 1 : _NEAR + 1].astype(np.int32)


def _lead(shifts: int) -> Lead:
    wide = (shifts, LONGEST + 1)
    return Lead(
        leave=np.zeros(wide, dtype=np.int64),
        value=np.zeros(wide, dtype=np.int64),
        spent=np.zeros((*wide, 3), dtype=np.int64),
        facts=np.zeros(wide, dtype=np.bool_),
        due=np.zeros(wide, dtype=np.int64),
        plain=np.zeros(shifts, dtype=np.bool_),
        fresh=np.zeros(shifts, dtype=np.bool_),
    )


@inlined
def touch(room: Room, s: int) -> None:
    """The route of shift s is about to change."""
    room.touched[s], room.lead.fresh[s] = True, False


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
            touch(room, s)
            left = 0
            for i in range(now.length[s]):
                if now.stops[s, i] != w:
                    now.stops[s, left] = now.stops[s, i]
                    left += 1
            now.length[s], now.at[w] = left, -1
            length = now.length[s] + 0  # its type: numba would compile once more for the 0 above
            now.cost[s] = route_cost(net, room.group_of[s], now.stops[s], length, steps)
