"""Travel inside the kernels: linear between band starts, rounded up (docs/optimiser.md 2)."""

from services.dispatcher.optimiser.jit import inlined
from services.dispatcher.optimiser.network import OPENS, Ints, Net, Small


@inlined
def leg_s(starts: Ints, table: Small, i: int, j: int, departure: int) -> int:
    """Seconds of a leg that is left at `departure`."""
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
