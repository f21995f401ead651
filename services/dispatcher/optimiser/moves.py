"""Ways, starts, rests and ends inside the kernels: seconds, tolls, prices (docs/optimiser.md
section 2).
"""

from services.dispatcher.optimiser.debts import steps_cost
from services.dispatcher.optimiser.jit import inlined, lean
from services.dispatcher.optimiser.network import (
    FAR,
    FLAGS,
    HARD,
    LOAD,
    LOADED,
    MAX_LEG,
    MAX_TRAVEL,
    MAX_WORK,
    NIGHT_LOAD,
    NIGHTLY,
    OPENS,
    OVERTIME,
    RESTING,
    RESTS,
    SOFT,
    Ints,
    Net,
    Small,
)


@inlined
def leg_s(starts: Ints, table: Small, i: int, j: int, departure: int) -> int:
    """Seconds of a leg that is left at `departure`: linear between band starts, rounded up."""
    if starts.size == 1 or departure <= starts[0]:
        return int(table[0, i, j])
    b = 1
    while b < starts.size and departure >= starts[b]:
        b += 1
    low = int(table[b - 1, i, j])
    if b == starts.size:
        return low
    passed, span = departure - starts[b - 1], starts[b] - starts[b - 1]
    return low - (low - int(table[b, i, j])) * passed // span


@inlined
def leg_from(net: Net, g: int, v: int, w: int, departure: int) -> int:
    """The leg to visit w, from visit v or, if v is none, from the start place."""
    if v < 0:
        return leg_s(net.starts, net.out, g, w, departure)
    return leg_s(net.starts, net.legs, v, w, departure)


@lean
def toll(bands: Ints, table: Ints, i: int, j: int, departure: int) -> int:
    """Of the last toll band that has begun; the first counts before its start too."""
    b = 0
    while b + 1 < bands.shape[1] and departure >= bands[0, b + 1]:
        b += 1
    return int(table[b, i, j])


@inlined
def way_cost(net: Net, g: int, v: int, w: int, departure: int, leg: int) -> int:
    """Of the leg of `leg_from`: its seconds and its toll."""
    cost = net.price * leg
    if net.tolls.size > 0:
        here = v if v >= 0 else net.service.size + g
        cost += toll(net.toll_bands, net.tolls, here, w, departure)
    return cost


@inlined
def home_cost(net: Net, g: int, v: int, departure: int, leg: int) -> int:
    """Of the leg from visit v to the end place, and of overtime."""
    over = max(0, departure + leg - net.hours[g, SOFT])
    cost = net.price * leg + net.hours[g, OVERTIME] * over
    if net.tolls.size > 0:
        cost += toll(net.toll_bands, net.tolls, v, net.service.size + g, departure)
    return cost


@inlined
def start_cost(net: Net, g: int, w: int, k: int, start: int) -> int:
    """Of starting in segment k: what it costs itself, lateness, later than told."""
    late = net.late[w] * max(0, start - net.closes[g, w, k])
    return net.extra[g, w, k, 0] + late + net.moved[w, 1] * max(0, start - net.moved[w, 0])


@inlined
def departure_of(net: Net, g: int, leave: int) -> int:
    """Planned legs do not begin before the shift does, or before now."""
    return max(leave, net.hours[g, OPENS])


@inlined
def least_leg(table: Small, i: int, j: int) -> int:
    """Over all departures: it is met at a band start."""
    least = int(table[0, i, j])
    for b in range(1, table.shape[0]):
        least = min(least, int(table[b, i, j]))
    return least


@inlined
def last_start(net: Net, g: int, w: int) -> int:
    """The latest start that any segment allows."""
    last = int(net.lasts[g, w, 0])
    for k in range(1, net.lasts.shape[2]):
        last = max(last, net.lasts[g, w, k])
    return last


@inlined
def so_far(net: Net, g: int, work: int, night: int) -> int:
    """What so much work and so much of it at night cost, if nothing is added."""
    if net.hours[g, FLAGS] & (LOADED | NIGHTLY):
        return load_cost(net.hours[g], net.loads[:, g], work, night)
    return 0


@lean
def load_cost(hours: Ints, loads: Ints, work: int, night: int) -> int:
    """See `so_far`."""
    cost = 0
    if hours[FLAGS] & LOADED:
        cost += hours[LOAD] * steps_cost(loads[0], work)
    if hours[FLAGS] & NIGHTLY:
        cost += hours[NIGHT_LOAD] * steps_cost(loads[1], night)
    return cost


@inlined
def home_value(
    net: Net,
    g: int,
    v: int,
    leave: int,
    value: int,
    driven: int,
    work: int,
    night: int,
    taken: int,
) -> int:
    """The reduced cost of ending at v with this behind; FAR where the shift's rules forbid it."""
    leave = departure_of(net, g, leave)
    leg = leg_s(net.starts, net.back, v, g, leave)
    home = leave + leg
    if home > net.hours[g, HARD] or driven + leg > net.hours[g, MAX_TRAVEL]:
        return FAR
    if leg > net.hours[g, MAX_LEG] or work + leg > net.hours[g, MAX_WORK]:
        return FAR
    for r in range(net.hours[g, RESTS]):
        if net.rests[g, r, 1] < home and not (taken >> r) & 1:
            return FAR
    return value + home_cost(net, g, v, leave, leg) + so_far(net, g, work + leg, night)


@inlined
def readied(net: Net, g: int, taken: int, arrival: int, ready: Ints) -> int:
    """Fill `ready` with when the door can be entered for every set of breaks taken by then (FAR:
    not that set); returns the number of sets.
    """
    ready[0] = arrival
    if net.hours[g, FLAGS] & RESTING == 0:
        return 1
    return rest_before(net.rests[g], net.hours[g, RESTS], taken, arrival, ready)


@lean
def rest_before(rests: Ints, count: int, taken: int, arrival: int, ready: Ints) -> int:
    """For every set of breaks that can be taken by now, the earliest end of the last of them."""
    ready[:] = FAR
    ready[taken] = arrival
    for mask in range(1 << count):
        if ready[mask] < FAR:
            for r in range(count):
                begins = max(ready[mask], rests[r, 0])
                if not (mask >> r) & 1 and begins <= rests[r, 1]:
                    ends = begins + rests[r, 2]
                    ready[mask | (1 << r)] = min(ready[mask | (1 << r)], ends)
    return 1 << count
