"""What finishing a route costs at least: bounds that prune labels (docs/optimiser.md equation 13).

The leave times of a visit are cut into `STEPS` steps. Backwards in time, the cheapest way on from
a step's beginning is computed over routes that may repeat visits, but never return at once to the
visit they come from: the best completion and the best with another next visit are kept. A label
inside a step is later than its beginning, so it can only do worse. Legs count at the cheapest hour
of the day; rests, limits of whole routes, load and ties are left out: the bound only gets lower.
"""

from typing import NamedTuple

import numpy as np

from services.dispatcher.optimiser.jit import inlined, kernel
from services.dispatcher.optimiser.moves import (
    last_start,
    least_leg,
    least_toll,
    leg_s,
    start_cost,
)
from services.dispatcher.optimiser.network import (
    FAR,
    FIXED,
    HARD,
    OPENS,
    OVERTIME,
    SOFT,
    Ints,
    Net,
    Small,
)

STEPS = 32


class Completion(NamedTuple):
    """By visit and step; `low` and `width` place a visit's steps in time."""

    low: Ints
    width: Ints
    best: Ints
    following: Small
    other: Ints


def completion_of(visits: int) -> Completion:
    """Room for one group at a time."""
    return Completion(
        low=np.zeros(visits, dtype=np.int64),
        width=np.ones(visits, dtype=np.int64),
        best=np.zeros((visits, STEPS), dtype=np.int64),
        following=np.zeros((visits, STEPS), dtype=np.int32),
        other=np.zeros((visits, STEPS), dtype=np.int64),
    )


@kernel
def complete(net: Net, price: Ints, g: int, bound: Completion) -> int:
    """Fill `bound` for group g at these prices; returns the least reduced cost of any route."""
    visits = net.service.size
    _place_steps(net, g, bound)
    times = np.full(visits * STEPS, FAR, dtype=np.int64)
    for v in range(visits):
        if net.ok[g, v] and net.opens[g, v, 0] < FAR:
            for k in range(STEPS):
                times[v * STEPS + k] = -(bound.low[v] + k * bound.width[v])
    bound.best[:, :] = -FAR  # what is asked before it is known prunes nothing
    bound.other[:, :] = -FAR
    for state in np.argsort(times):
        if times[state] == FAR:
            break
        _finish(net, price, g, bound, state // STEPS, state % STEPS)
    least = FAR
    opens = net.hours[g, OPENS]
    for p in range(net.first[g, visits], net.first[g, visits + 1]):
        w = net.after[p]
        if net.timed[w]:
            return -FAR
        leg = leg_s(net.starts, net.out, g, w, opens)
        cheapest = net.price * least_leg(net.out, g, w) + least_toll(net.tolls, visits + g, w)
        least = min(least, _through(net, price, g, bound, -1, w, opens + leg, cheapest))
    return least if least == FAR else least + net.hours[g, FIXED]


@inlined
def _place_steps(net: Net, g: int, bound: Completion) -> None:
    for v in range(net.service.size):
        last = last_start(net, g, v)
        first = net.opens[g, v, 0]
        if net.ok[g, v] and first <= last:
            bound.low[v] = first + net.service[v]
            bound.width[v] = (last - first) // STEPS + 1


@inlined
def _finish(net: Net, price: Ints, g: int, bound: Completion, v: int, k: int) -> None:
    """The cheapest ways on from visit v left at the beginning of step k: home, or another stop."""
    leave = max(bound.low[v] + k * bound.width[v], net.hours[g, OPENS])
    home = leave + leg_s(net.starts, net.back, v, g, leave)
    best, other, following = FAR, FAR, -1
    if home <= net.hours[g, HARD]:
        best = net.price * least_leg(net.back, v, g) + least_toll(
            net.tolls, v, net.service.size + g
        )
        best += net.hours[g, OVERTIME] * max(0, home - net.hours[g, SOFT])
        other = best
    for p in range(net.first[g, v], net.first[g, v + 1]):
        w = net.after[p]
        arrival = leave + leg_s(net.starts, net.legs, v, w, leave)
        if arrival > last_start(net, g, w):
            continue
        cheapest = net.price * least_leg(net.legs, v, w) + least_toll(net.tolls, v, w)
        value = _through(net, price, g, bound, v, w, arrival, cheapest)
        if value < best:
            if following >= 0:
                other = min(other, best)
            best, following = value, w
        elif value < other:
            other = value
    bound.best[v, k], bound.other[v, k], bound.following[v, k] = best, other, following


@inlined
def _through(
    net: Net,
    price: Ints,
    g: int,
    bound: Completion,
    v: int,
    w: int,
    arrival: int,
    way: int,
) -> int:
    """The cheapest way through w, reached at `arrival` from v for at least `way`."""
    least = FAR
    for k in range(net.opens.shape[2]):
        start = max(arrival, net.opens[g, w, k])
        if start <= net.lasts[g, w, k]:
            paid = start_cost(net, g, w, k, start)
            least = min(least, paid + rest_of(bound, v, w, start + net.service[w]))
    if least == FAR:
        return FAR
    return least + way + net.serve[g, w] - price[w]


@inlined
def rest_of(bound: Completion, v: int, w: int, leave: int) -> int:
    """A bound on finishing from w, left at `leave`, not going back to v."""
    k = min(STEPS - 1, (leave - bound.low[w]) // bound.width[w])
    if bound.following[w, k] == v:
        return int(bound.other[w, k])
    return int(bound.best[w, k])
