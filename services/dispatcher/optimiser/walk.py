"""What a given order of visits costs in a group, and when its stops are (docs/optimiser.md 2).

Where nothing is to be chosen the earliest schedule is the cheapest and a plain loop finds it.
Breaks, windows that may be waited for and stops pinned to a time are choices: then the labelling
itself walks along the order.
"""

import numpy as np

from services.dispatcher.optimiser.completion import Completion
from services.dispatcher.optimiser.jit import inlined, kernel
from services.dispatcher.optimiser.labelling import Job, home_value, reach, so_far
from services.dispatcher.optimiser.labels import Labels, Prices, begin
from services.dispatcher.optimiser.moves import (
    departure_of,
    home_cost,
    leg_from,
    leg_s,
    start_cost,
    way_cost,
)
from services.dispatcher.optimiser.network import (
    CHOOSING,
    FAR,
    FIXED,
    FLAGS,
    HARD,
    MAX_LEG,
    MAX_TRAVEL,
    MAX_VISITS,
    MAX_WORK,
    OPENS,
    RESTING,
    TIMED,
    Ints,
    Net,
    Small,
)
from services.dispatcher.optimiser.ties import keeps_ties

DRIVEN, SERVED, AT_NIGHT = range(3)


@inlined
def is_simple(net: Net, g: int) -> bool:
    return net.hours[g, FLAGS] & (RESTING | CHOOSING | TIMED) == 0


@inlined
def start_of(net: Net, g: int, w: int, ready: int) -> int:
    """In a simple group: the earliest start from `ready` on, FAR if there is none."""
    start = max(ready, net.opens[g, w, 0])
    return FAR if start > net.lasts[g, w, 0] else int(start)


@inlined
def stop_cost(net: Net, g: int, w: int, start: int) -> int:
    """In a simple group: of serving w from `start` on."""
    return net.serve[g, w] + start_cost(net, g, w, 0, start)


@inlined
def note(net: Net, g: int, w: int, leg: int, times: int, spent: Ints) -> None:
    """Count one more stop of a simple group in what is spent, or one less."""
    spent[DRIVEN] += times * leg
    spent[SERVED] += times * net.service[w]
    spent[AT_NIGHT] += times * net.service[w] * net.extra[g, w, 0, 1]


@inlined
def plain_walk(
    net: Net, g: int, route: Small, k: int, length: int, v: int, leave: int, spent: Ints
) -> int:
    """The cost of going on from v, left at `leave`, over route[k:length] and home, load of the
    whole route included; FAR where that is not legal. `spent` is what the route took so far.
    """
    cost, driven, served, night = 0, spent[DRIVEN], spent[SERVED], spent[AT_NIGHT]
    for i in range(k, length):
        w = route[i]
        leg = leg_from(net, g, v, w, leave)
        start = start_of(net, g, w, leave + leg)
        if start == FAR or leg > net.hours[g, MAX_LEG]:
            return FAR
        cost += way_cost(net, g, v, w, leave, leg) + stop_cost(net, g, w, start)
        driven += leg
        served += net.service[w]
        night += net.service[w] * net.extra[g, w, 0, 1]
        v, leave = w, start + net.service[w]
    if v < 0:
        return 0
    leg = leg_s(net.starts, net.back, v, g, leave)
    home, driven = leave + leg, driven + leg
    if home > net.hours[g, HARD] or driven > net.hours[g, MAX_TRAVEL]:
        return FAR
    if leg > net.hours[g, MAX_LEG] or driven + served > net.hours[g, MAX_WORK]:
        return FAR
    cost += home_cost(net, g, v, leave, leg)
    return cost + so_far(net, g, driven + served, night)


@kernel
def route_cost(
    net: Net, free: Prices, g: int, route: Small, length: int, bound: Completion, labels: Labels
) -> int:
    """The least cost of this order, in 1/1024; FAR where it is not legal; 0 for no stops."""
    if length == 0:
        return 0
    if length > net.hours[g, MAX_VISITS]:
        return FAR
    for i in range(length):
        if not net.ok[g, route[i]]:
            return FAR
    if net.ties.shape[0] > 0 and not keeps_ties(net.ties, route, length):
        return FAR
    if is_simple(net, g):
        cost = plain_walk(
            net, g, route, 0, length, -1, net.hours[g, OPENS], np.zeros(3, dtype=np.int64)
        )
        return cost if cost == FAR else cost + net.hours[g, FIXED]
    return best_walk(net, free, g, route, length, bound, labels)[0]


@inlined
def best_walk(
    net: Net, free: Prices, g: int, route: Small, length: int, bound: Completion, labels: Labels
) -> tuple[int, int]:
    """The least cost of this order and the label that has it."""
    begin(net, g, labels)
    job = Job(0, FAR, False)
    since, until = 0, 1
    for i in range(length):
        w = route[i]
        for label in range(since, until):
            if labels.alive[label]:
                step(net, free, g, bound, labels, job, label, w)
        since, until = until, labels.made[0]
    best, at = FAR, -1
    for label in range(since, until):
        if labels.alive[label]:
            value = home_value(net, g, labels, label)
            if value < best:
                best, at = value, label
    return best, at


@inlined
def step(
    net: Net,
    prices: Prices,
    g: int,
    bound: Completion,
    labels: Labels,
    job: Job,
    label: int,
    w: int,
) -> None:
    """Go on from a label to visit w (equation 10); a stop pinned to a time may be a fact."""
    v, leave = labels.node[label], labels.leave[label]
    fact = labels.facts[label] and net.timed[w]
    departure = leave if fact else departure_of(net, g, leave)
    leg = leg_from(net, g, v, w, departure)
    arrival = departure + leg
    if fact:
        arrival = min(arrival, net.opens[g, w, 0])
        if v >= 0 and leave > net.opens[g, w, 0]:
            return
    elif leg > net.hours[g, MAX_LEG]:
        return
    way = way_cost(net, g, v, w, departure, leg)
    reach(net, prices, g, bound, labels, job, label, w, arrival, leg, way, fact)


@kernel
def route_times(
    net: Net,
    free: Prices,
    g: int,
    route: Small,
    length: int,
    bound: Completion,
    labels: Labels,
    leaves: Ints,
) -> int:
    """Fill `leaves` with when each stop of the cheapest schedule is left; returns its cost."""
    best, label = best_walk(net, free, g, route, length, bound, labels)
    for i in range(length - 1, -1, -1):
        leaves[i] = labels.leave[label]
        label = labels.parent[label]
    return best
