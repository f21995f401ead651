"""Ruin and recreate: take out strings of neighbouring stops and put them back better.

After Christiaens and Vanden Berghe, "Slack induction by string removals" (Transportation Science
54, 2020), with optional visits: a visit goes in where it costs less than leaving it out.
"""

import numpy as np

from services.dispatcher.optimiser.jit import inlined, lean
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.network import Net
from services.dispatcher.optimiser.places import insert
from services.dispatcher.optimiser.rooms import Room, Routes, drop_lone, touch
from services.dispatcher.optimiser.walk import Steps, route_cost

_REMOVED = 10.0
_LONGEST_STRING = 8
# How often the ruin begins at a visit that is out, if there is one.
_OUT = 0.3


@lean
def anneal(
    net: Net,
    room: Room,
    now: Routes,
    before: Routes,
    best: Routes,
    ways: Steps,
    seed: int,
    steps: int,
    heats: tuple[float, float],
) -> int:
    """Search on from `now`; `best` is replaced by what is better. Returns the best cost. The first
    step only recreates.
    """
    np.random.seed(seed)
    room.lead.fresh[:], room.touched[:] = False, True
    cost = _total(room, now)
    best_cost = _total(room, best)
    for i in range(-1, steps):
        _copy(room, now, before)
        room.touched[:] = False
        if i >= 0:
            _ruin(net, room, now, ways)
        _recreate(net, room, now, before, ways, i >= 0)
        drop_lone(net, room, now, ways)
        found = _total(room, now)
        heat = heats[0] * (heats[1] / heats[0]) ** (max(i, 0) / max(1, steps))
        if found < cost - heat * np.log(max(np.random.random(), 1e-12)):
            if found < cost * 1.02:
                _log(room, now, before)
            cost = found
            if cost < best_cost:
                best_cost = cost
                room.touched[:] = True
                _copy(room, now, best)
        else:
            _copy(room, before, now)
            _forget(room)
    return best_cost


@inlined
def _total(room: Room, plan: Routes) -> int:
    total = 0
    for s in range(plan.cost.size):
        total += plan.cost[s]
    for v in range(plan.at.size):
        if plan.at[v] < 0:
            total += room.penalty[v]
    return total


@inlined
def _copy(room: Room, source: Routes, target: Routes) -> None:
    """The touched shifts' routes."""
    for s in range(source.length.size):
        if room.touched[s]:
            target.length[s], target.cost[s] = source.length[s], source.cost[s]
            for i in range(source.length[s]):
                target.stops[s, i] = source.stops[s, i]
    for v in range(source.at.size):
        target.at[v] = source.at[v]


@inlined
def _forget(room: Room) -> None:
    """The touched shifts have other routes than were walked."""
    for s in range(room.touched.size):
        if room.touched[s]:
            room.lead.fresh[s] = False


@inlined
def _same(one: Routes, other: Routes, s: int) -> bool:
    if one.length[s] != other.length[s]:
        return False
    for i in range(one.length[s]):
        if one.stops[s, i] != other.stops[s, i]:
            return False
    return True


@inlined
def _log(room: Room, now: Routes, before: Routes) -> None:
    for s in range(now.length.size):
        if room.touched[s] and now.length[s] and not _same(now, before, s):
            row = room.logged[0] % room.log.shape[0]
            room.logged[0] += 1
            room.log[row, 0] = s
            for i in range(LONGEST):
                room.log[row, i + 1] = now.stops[s, i] if i < now.length[s] else -1


@inlined
def _ruin(net: Net, room: Room, now: Routes, ways: Steps) -> None:
    """Take one string out of some routes around a seed visit; where that is out itself, of routes
    that could have it.
    """
    seed = _seed(room, now)
    strings = 1 + int(np.random.random() * 4.0 * _REMOVED / (1 + _LONGEST_STRING))
    is_out, done = now.at[seed] < 0, room.done
    done[:] = False
    for k in range(room.near.shape[1] + 1):
        v = seed if k == 0 else room.near[seed, k - 1]
        s = now.at[v]
        if s < 0 or done[s] or (is_out and not room.able[seed, s]):
            continue
        touch(room, s)
        done[s] = True
        length = now.length[s]
        cut = 1 + int(np.random.random() * min(_LONGEST_STRING, length))
        at = 0
        while now.stops[s, at] != v:
            at += 1
        first = max(0, at - int(np.random.random() * cut))
        first = min(first, length - cut)
        for i in range(first, first + cut):
            now.at[now.stops[s, i]] = -1
        for i in range(first, length - cut):
            now.stops[s, i] = now.stops[s, i + cut]
        now.length[s] = length - cut
        now.cost[s] = route_cost(net, room.group_of[s], now.stops[s], length - cut, ways)
        strings -= 1
        if strings == 0:
            return


@inlined
def _seed(room: Room, now: Routes) -> int:
    """Any visit, or one of those that are out and need not be."""
    seed = np.random.randint(now.at.size)
    if np.random.random() < _OUT:
        count = 0
        for v in range(now.at.size):
            if now.at[v] < 0 and room.scarce[v] > 0:
                count += 1
                if np.random.random() * count < 1.0:
                    seed = v
    return int(seed)


@inlined
def _recreate(
    net: Net,
    room: Room,
    now: Routes,
    before: Routes,
    ways: Steps,
    blinks: bool,
) -> None:
    """Put every visit that is out where it adds least, if that is less than its penalty."""
    count = 0
    for v in range(now.at.size):
        if now.at[v] < 0 and room.scarce[v] > 0:
            room.absent[count] = v
            count += 1
    way = np.random.randint(4) if blinks else 3
    for i in range(count):
        v = room.absent[i]
        key = np.random.random()
        if way == 1:
            key += room.scarce[v]
        elif way >= 2:
            key -= float(room.penalty[v] // (1 if way == 3 else 1024))
        k = i  # sorted while they come: few are absent, save at the very first
        while k > 0 and room.keys[k - 1] > key:
            room.keys[k], room.absent[k] = room.keys[k - 1], room.absent[k - 1]
            k -= 1
        room.keys[k], room.absent[k] = key, v
    for i in range(count):
        w = room.absent[i]
        insert(net, room, now, ways, w, before.at[w], blinks)
