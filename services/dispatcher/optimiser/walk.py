"""What a given order of visits costs in a group, and when its stops are (docs/optimiser.md 2).

Where nothing is to be chosen the earliest schedule is the cheapest and a plain loop finds it.
Breaks, windows that may be waited for and stops pinned to a time are choices: then every schedule
of the order is walked, but for those that another makes superfluous.
"""

from typing import NamedTuple

import numpy as np

from services.dispatcher.optimiser.debts import Standing, debt_of
from services.dispatcher.optimiser.jit import inlined, lean
from services.dispatcher.optimiser.moves import (
    departure_of,
    home_cost,
    home_value,
    leg_from,
    leg_s,
    readied,
    so_far,
    start_cost,
    way_cost,
)
from services.dispatcher.optimiser.network import (
    BEGINS,
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
    Flags,
    Ints,
    Net,
    Small,
)
from services.dispatcher.optimiser.ties import keeps_ties

DRIVEN, SERVED, AT_NIGHT = range(3)


class Steps(NamedTuple):
    """Schedules in work: each step ends a stop in one way; the fields are those of labels."""

    leave: Ints
    value: Ints
    parent: Small
    taken: Small
    driven: Ints
    work: Ints
    facts: Flags
    alive: Flags
    ready: Ints
    spent: Ints  # see `note`


def steps_of(size: int) -> Steps:
    """Room for `size` steps of one order."""
    return Steps(
        leave=np.zeros(size, dtype=np.int64),
        value=np.zeros(size, dtype=np.int64),
        parent=np.zeros(size, dtype=np.int32),
        taken=np.zeros(size, dtype=np.int32),
        driven=np.zeros(size, dtype=np.int64),
        work=np.zeros((size, 2), dtype=np.int64),
        facts=np.zeros(size, dtype=np.bool_),
        alive=np.zeros(size, dtype=np.bool_),
        ready=np.zeros(16, dtype=np.int64),
        spent=np.zeros(3, dtype=np.int64),
    )


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


@lean
def route_cost(net: Net, g: int, route: Small, length: int, steps: Steps) -> int:
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
        steps.spent[:] = 0
        cost = plain_walk(net, g, route, 0, length, -1, net.hours[g, OPENS], steps.spent)
        return cost if cost == FAR else cost + net.hours[g, FIXED]
    return best_walk(net, g, route, length, steps)[0]


@lean
def best_walk(net: Net, g: int, route: Small, length: int, steps: Steps) -> tuple[int, int]:
    """The least cost of this order and the last step of the way that has it; see `behind`."""
    steps.leave[0], steps.value[0] = net.hours[g, BEGINS], net.hours[g, FIXED]
    steps.taken[0], steps.driven[0], steps.work[0, :] = 0, 0, 0
    steps.facts[0], steps.alive[0] = True, True
    since, until, v = 0, 1, -1
    for i in range(length):
        made = until
        for step in range(since, until):
            if steps.alive[step]:
                made = _go_on(net, g, steps, (since, until, made), step, v, route[i])
        since, until, v = until, made, route[i]
    best, at = FAR, -1
    for step in range(since, until):
        if steps.alive[step]:
            value = home_value(
                net, g, v, steps.leave[step], steps.value[step], steps.driven[step],
                steps.work[step, 0], steps.work[step, 1], steps.taken[step],
            )  # fmt: skip
            if value < best:
                best, at = value, step
    return best, at


def behind(steps: Steps, last: int, length: int) -> list[int]:
    """When each stop is left on the way that ends with a step of `best_walk`."""
    leaves = []
    for _ in range(length):
        leaves.append(int(steps.leave[last]))
        last = int(steps.parent[last])
    return leaves[::-1]


@inlined
def _go_on(
    net: Net, g: int, steps: Steps, rows: tuple[int, int, int], step: int, v: int, w: int
) -> int:
    """From a step at v to visit w (equation 10); a stop pinned to a time may be a fact. Returns the
    number of steps made.
    """
    leave, made = steps.leave[step], rows[2]
    fact = steps.facts[step] and net.timed[w]
    departure = leave if fact else departure_of(net, g, leave)
    leg = leg_from(net, g, v, w, departure)
    arrival = departure + leg
    if fact:
        arrival = min(arrival, net.opens[g, w, 0])
        if v >= 0 and leave > net.opens[g, w, 0]:
            return made
    elif leg > net.hours[g, MAX_LEG]:
        return made
    value = steps.value[step] + way_cost(net, g, v, w, departure, leg) + net.serve[g, w]
    for mask in range(readied(net, g, steps.taken[step], arrival, steps.ready)):
        for k in range(net.opens.shape[2]):
            start = max(steps.ready[mask], net.opens[g, w, k])
            if start > net.lasts[g, w, k] or made >= steps.leave.size:
                continue
            steps.leave[made], steps.parent[made] = start + net.service[w], step
            steps.value[made] = value + start_cost(net, g, w, k, start)
            steps.taken[made], steps.facts[made] = mask, fact
            steps.driven[made] = steps.driven[step] + leg
            night = net.extra[g, w, k, 1] * net.service[w]
            steps.work[made, 0] = steps.work[step, 0] + leg + net.service[w]
            steps.work[made, 1] = steps.work[step, 1] + night
            if _outlasts(net, g, steps, rows[1], made):
                steps.alive[made] = True
                made += 1
    return made


@inlined
def _outlasts(net: Net, g: int, steps: Steps, since: int, new: int) -> bool:
    """Whether no step since `since` makes the new one superfluous (equation 11, where all have the
    same visits); those that it does so are dropped.
    """
    slope = net.price if net.starts.size > 1 else 0
    for other in range(since, new):
        ahead = steps.leave[new] - steps.leave[other]
        spare = steps.value[new] - steps.value[other]
        a, b = other, new
        if ahead < 0 or spare < 0:
            ahead, spare, a, b = -ahead, -spare, new, other
        if not steps.alive[other] or ahead < 0 or spare < slope * ahead:
            continue
        if net.hours[g, FLAGS] & ~CHOOSING:
            spare -= debt_of(
                net.hours[g], net.loads[:, g], net.toll_bands, ahead if net.starts.size > 1 else 0,
                _standing(steps, a), _standing(steps, b), net.starts[-1],
                (net.service.size + 1, net.shortest),
            )  # fmt: skip
        if spare >= slope * ahead:
            if a == other:
                return False
            steps.alive[other] = False
    return True


@inlined
def _standing(steps: Steps, step: int) -> Standing:
    """As of a label; all have the same stops."""
    return (
        steps.leave[step], steps.taken[step], np.int32(0), steps.driven[step],
        steps.facts[step], steps.work[step, 0], steps.work[step, 1],
    )  # fmt: skip
