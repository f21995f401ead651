"""Ruin and recreate: take out strings of neighbouring stops and put them back better.

After Christiaens and Vanden Berghe, "Slack induction by string removals" (Transportation Science
54, 2020), with optional visits: a visit goes in where it costs less than leaving it out.
"""

import numpy as np

from services.dispatcher.optimiser.jit import inlined, lean
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.moves import last_start, leg_from, way_cost
from services.dispatcher.optimiser.network import (
    FAR,
    FIXED,
    MAX_LEG,
    MAX_VISITS,
    OPENS,
    Net,
    Small,
)
from services.dispatcher.optimiser.rooms import Room, Routes, drop_lone
from services.dispatcher.optimiser.ties import may_join, may_stand
from services.dispatcher.optimiser.walk import (
    Steps,
    is_simple,
    note,
    plain_walk,
    route_cost,
    start_of,
    stop_cost,
)

_REMOVED = 10.0
_LONGEST_STRING = 8
_BLINK = 0.01


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
    cost = _total(room, now)
    best_cost = _total(room, best)
    for i in range(-1, steps):
        _copy(now, before)
        if i >= 0:
            _ruin(net, room, now, ways)
        _recreate(net, room, now, ways, i >= 0)
        drop_lone(net, room, now, ways)
        found = _total(room, now)
        heat = heats[0] * (heats[1] / heats[0]) ** (max(i, 0) / max(1, steps))
        if found < cost - heat * np.log(max(np.random.random(), 1e-12)):
            if found < cost * 1.02:
                _log(room, now, before)
            cost = found
            if cost < best_cost:
                best_cost = cost
                _copy(now, best)
        else:
            _copy(before, now)
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
def _copy(source: Routes, target: Routes) -> None:
    for s in range(source.length.size):
        if source.cost[s] != target.cost[s] or not _same(source, target, s):
            target.length[s], target.cost[s] = source.length[s], source.cost[s]
            for i in range(source.length[s]):
                target.stops[s, i] = source.stops[s, i]
    for v in range(source.at.size):
        target.at[v] = source.at[v]


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
        if now.length[s] and not _same(now, before, s):
            row = room.logged[0] % room.log.shape[0]
            room.logged[0] += 1
            room.log[row, 0] = s
            for i in range(LONGEST):
                room.log[row, i + 1] = now.stops[s, i] if i < now.length[s] else -1


@inlined
def _ruin(net: Net, room: Room, now: Routes, ways: Steps) -> None:
    """Take one string out of some routes around a seed visit."""
    seed = np.random.randint(now.at.size)
    strings = 1 + int(np.random.random() * 4.0 * _REMOVED / (1 + _LONGEST_STRING))
    done = room.done
    done[:] = False
    for k in range(room.near.shape[1] + 1):
        v = seed if k == 0 else room.near[seed, k - 1]
        s = now.at[v]
        if s < 0 or done[s]:
            continue
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
def _recreate(
    net: Net,
    room: Room,
    now: Routes,
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
        _insert(net, room, now, ways, room.absent[i], blinks)


@inlined
def _insert(
    net: Net,
    room: Room,
    now: Routes,
    ways: Steps,
    w: int,
    blinks: bool,
) -> None:
    best, where, place = room.penalty[w], -1, 0
    for s in range(now.length.size):
        g, length = room.group_of[s], now.length[s]
        if not _may_take(net, now, s, g, w):
            continue
        simple, ordered = is_simple(net, g), net.ties.size > 0
        v, leave, cost = -1, net.hours[g, OPENS], net.hours[g, FIXED]
        room.spent[:] = 0
        for k in range(length + 1):
            if not blinks or np.random.random() > _BLINK:
                added = FAR
                if ordered and not may_stand(net.ties, now.stops[s], length, k, w):
                    added = FAR + now.cost[s]
                elif simple:
                    added = _detour(net, room, now, s, g, w, k, v, leave, cost)
                else:
                    _splice(room.trial, now.stops[s], length, k, w)
                    added = route_cost(net, g, room.trial, length + 1, ways)
                added -= now.cost[s]
                if added < best:
                    best, where, place = added, s, k
            if simple and k < length:
                u = now.stops[s, k]
                leg = leg_from(net, g, v, u, leave)
                start = start_of(net, g, u, leave + leg)
                cost += way_cost(net, g, v, u, leave, leg) + stop_cost(net, g, u, start)
                note(net, g, u, leg, 1, room.spent)
                v, leave = u, start + net.service[u]
    if where >= 0:
        _place(room, now, where, place, w, best)


@inlined
def _may_take(net: Net, now: Routes, s: int, g: int, w: int) -> bool:
    """Whether w could be in this shift at all, and the shift has room for one more."""
    able = net.ok[g, w] and net.lasts[g, w, 0] >= net.opens[g, w, 0]
    if not able or now.length[s] >= min(LONGEST, net.hours[g, MAX_VISITS]):
        return False
    return net.ties.size == 0 or may_join(net.ties, now.at, s, w)


@inlined
def _place(room: Room, now: Routes, s: int, k: int, w: int, added: int) -> None:
    _splice(room.trial, now.stops[s], now.length[s], k, w)
    now.length[s] += 1
    now.cost[s] += added
    now.at[w] = s
    for i in range(now.length[s]):
        now.stops[s, i] = room.trial[i]


@inlined
def _splice(trial: Small, route: Small, length: int, k: int, w: int) -> None:
    for i in range(k):
        trial[i] = route[i]
    trial[k] = w
    for i in range(k, length):
        trial[i + 1] = route[i]


@inlined
def _detour(
    net: Net,
    room: Room,
    now: Routes,
    s: int,
    g: int,
    w: int,
    k: int,
    v: int,
    leave: int,
    cost: int,
) -> int:
    """The whole route's cost with w before stop k, the route so far having cost `cost`."""
    leg = leg_from(net, g, v, w, leave)
    if leave + leg > last_start(net, g, w) or leg > net.hours[g, MAX_LEG]:
        return FAR
    start = start_of(net, g, w, leave + leg)
    if start == FAR:
        return FAR
    note(net, g, w, leg, 1, room.spent)
    behind = plain_walk(
        net, g, now.stops[s], k, now.length[s], w, start + net.service[w], room.spent
    )
    note(net, g, w, leg, -1, room.spent)
    if behind == FAR:
        return FAR
    cost += way_cost(net, g, v, w, leave, leg) + stop_cost(net, g, w, start)
    return cost + behind
