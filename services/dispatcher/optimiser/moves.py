"""Ways and starts inside the kernels: seconds, tolls, prices (docs/optimiser.md section 2)."""

from services.dispatcher.optimiser.jit import inlined, kernel
from services.dispatcher.optimiser.network import OPENS, OVERTIME, SOFT, Ints, Net, Small


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


@kernel
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


@kernel
def least_toll(table: Ints, i: int, j: int) -> int:
    """Over all departures; 0 where nothing is paid."""
    if table.shape[0] == 0:
        return 0
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
