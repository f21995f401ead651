"""What finishing a route costs at least: bounds that prune labels (docs/optimiser.md equation 13).

The leave times of a visit are cut into `STEPS` steps. Backwards in time, the cheapest way on from
a step's beginning is computed over routes that may repeat visits, but never return at once to the
visit they come from: the best completion and the best with another next visit are kept. A label
inside a step is later than its beginning, so it can only do worse. Legs count at the cheapest hour
from then on; rests, limits of whole routes, load and ties are left out: the bound only gets lower.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.jit import inlined, kernel, lean
from services.dispatcher.optimiser.moves import (
    last_start,
    leg_s,
    start_cost,
    way_cost,
)
from services.dispatcher.optimiser.network import (
    FAR,
    FIXED,
    HARD,
    OPENS,
    OVERTIME,
    SOFT,
    Flags,
    Ints,
    Net,
    Small,
)

STEPS = 32


class Completion(NamedTuple):
    """By visit and step; `low` and `width` place a visit's steps in time, `pace` is 1 / width."""

    low: Ints
    width: Ints
    pace: npt.NDArray[np.float64]
    best: Ints
    following: Small
    other: Ints


class _Doors(NamedTuple):
    """What one group finds at each visit."""

    first: Ints
    last: Ints
    gain: Ints  # what it costs to serve, without way and time, less its price
    plain: Flags  # one segment, at one price


class _Hours(NamedTuple):
    """Cheapest ways of the hours after the one that is looked at; the last column leads home."""

    at: Ints  # the band of travel that is on, and of tolls
    leg: Ints
    toll: Ints


def completion_of(visits: int) -> Completion:
    """Room for one group at a time."""
    return Completion(
        low=np.zeros(visits, dtype=np.int64),
        width=np.ones(visits, dtype=np.int64),
        pace=np.ones(visits, dtype=np.float64),
        best=np.zeros((visits, STEPS), dtype=np.int64),
        following=np.zeros((visits, STEPS), dtype=np.int32),
        other=np.zeros((visits, STEPS), dtype=np.int64),
    )


@kernel
def complete(net: Net, price: Ints, g: int, bound: Completion) -> int:
    """Fill `bound` for group g at these prices; returns the least reduced cost of any route."""
    visits = net.service.size
    doors, hours = _doors(visits), _hours(net)
    _open(net, price, g, bound, doors)
    states = visits * STEPS
    shelves = np.zeros(states + 1, dtype=np.int64)
    order, times = np.empty(states, dtype=np.int64), np.empty(states, dtype=np.int64)
    many = _backwards(net, g, bound, shelves, order, times)
    return _sweep(net, g, bound, doors, hours, order[:many])


@kernel
def _doors(visits: int) -> _Doors:
    """See `_open`."""
    return _Doors(
        np.empty(visits, dtype=np.int64),
        np.empty(visits, dtype=np.int64),
        np.empty(visits, dtype=np.int64),
        np.empty(visits, dtype=np.bool_),
    )


@kernel
def _hours(net: Net) -> _Hours:
    """At the end of the day: nothing is cheaper later."""
    visits = net.service.size
    wide = visits if net.starts.size > 1 else 0
    paid = visits if net.tolls.shape[0] > 1 else 0
    return _Hours(
        np.array([net.starts.size - 1, max(0, net.toll_bands.shape[1] - 1)]),
        np.full((wide, wide + 1), FAR, dtype=np.int64),
        np.full((paid, paid + 1), FAR, dtype=np.int64),
    )


# Beyond here no array is made: where references are counted, that is nearly all of the time.


@lean
def _open(net: Net, price: Ints, g: int, bound: Completion, doors: _Doors) -> None:
    """What is at each door, and its steps."""
    for w in range(net.service.size):
        last, first = last_start(net, g, w), net.opens[g, w, 0]
        plain = net.late[w] == 0 and net.moved[w, 1] == 0 and net.lasts[g, w, 0] == last
        for k in range(1, net.opens.shape[2]):
            plain = plain and net.lasts[g, w, k] < net.opens[g, w, k]
        doors.gain[w] = net.serve[g, w] - price[w] + (net.extra[g, w, 0, 0] if plain else 0)
        doors.first[w], doors.last[w], doors.plain[w] = first, last, plain
        if net.ok[g, w] and first <= last:
            bound.low[w] = first + net.service[w]
            bound.width[w] = (last - first) // STEPS + 1
            bound.pace[w] = 1.0 / bound.width[w]


@lean
def _backwards(net: Net, g: int, bound: Completion, shelves: Ints, order: Ints, times: Ints) -> int:
    """Fill `order` with visits and steps, visit * STEPS + step, the latest first; returns how many.
    They are dealt out to as many shelves as there is room for, then sorted where they stand.
    """
    soonest, latest, many = FAR, -FAR, 0
    for v in range(net.service.size):
        if net.ok[g, v] and net.opens[g, v, 0] < FAR:
            soonest = min(soonest, bound.low[v])
            latest = max(latest, bound.low[v] + (STEPS - 1) * bound.width[v])
            many += STEPS
    pace = (order.size - 1) / (latest - soonest + 1.0)
    for counts in (True, False):
        for v in range(net.service.size):
            if net.ok[g, v] and net.opens[g, v, 0] < FAR:
                for k in range(STEPS):
                    time = bound.low[v] + k * bound.width[v]
                    shelf = int((latest - time) * pace)
                    if counts:
                        shelves[shelf + 1] += 1
                    else:
                        order[shelves[shelf]], times[shelves[shelf]] = v * STEPS + k, time
                        shelves[shelf] += 1
        if counts:
            for shelf in range(order.size):
                shelves[shelf + 1] += shelves[shelf]
    for i in range(1, many):
        state, time, at = order[i], times[i], i
        while at > 0 and times[at - 1] < time:
            order[at], times[at] = order[at - 1], times[at - 1]
            at -= 1
        order[at], times[at] = state, time
    return many


@lean
def _sweep(net: Net, g: int, bound: Completion, doors: _Doors, hours: _Hours, order: Ints) -> int:
    """From the last states to the start place; returns as `complete`."""
    bound.best[:, :] = -FAR  # what is asked before it is known prunes nothing
    bound.other[:, :] = -FAR
    opens, visits, least = net.hours[g, OPENS], net.service.size, FAR
    for i in range(order.size):
        _finish(net, g, bound, doors, hours, order[i])
    for p in range(net.first[g, visits], net.first[g, visits + 1]):
        w = net.after[p]
        if net.timed[w]:
            return -FAR
        leg = leg_s(net.starts, net.out, g, w, opens)
        rest = _through(net, g, bound, -1, w, opens + leg)
        if rest < FAR:
            if doors.plain[w]:
                rest -= net.extra[g, w, 0, 0]  # which is in the gain too
            least = min(least, rest + way_cost(net, g, -1, w, opens, leg) + doors.gain[w])
    return int(least) if least == FAR else int(least + net.hours[g, FIXED])


@lean
def _go_back(net: Net, g: int, hours: _Hours, leave: int) -> None:
    """Add the bands that begin after `leave`, by when the shift must be over."""
    until, visits = net.hours[g, HARD], net.service.size
    while hours.at[0] > 0 and leave < net.starts[hours.at[0]]:
        band = hours.at[0]
        hours.at[0] -= 1
        if net.starts[band - 1] < until:
            for v in range(visits):
                for w in range(visits):
                    hours.leg[v, w] = min(hours.leg[v, w], net.legs[band, v, w])
                hours.leg[v, visits] = min(hours.leg[v, visits], net.back[band, v, g])
    while hours.at[1] > 0 and leave < net.toll_bands[0, hours.at[1]]:
        band = hours.at[1]
        hours.at[1] -= 1
        if net.toll_bands[0, band] <= until:
            for v in range(visits):
                for w in range(visits):
                    hours.toll[v, w] = min(hours.toll[v, w], net.tolls[band, v, w])
                home = net.tolls[band, v, visits + g]
                hours.toll[v, visits] = min(hours.toll[v, visits], home)


@inlined
def _least(net: Net, hours: _Hours, v: int, column: int, place: int, leg: int) -> int:
    """What the leg from v costs at least from now on; it takes `leg` now."""
    if net.starts.size > 1:
        leg = min(leg, hours.leg[v, column])
    cost = net.price * leg
    if net.tolls.shape[0] > 0:
        now = net.tolls[hours.at[1], v, place]
        cost += min(now, hours.toll[v, column]) if net.tolls.shape[0] > 1 else now
    return cost


@inlined
def _finish(net: Net, g: int, bound: Completion, doors: _Doors, hours: _Hours, at: int) -> None:
    """The cheapest ways on from a visit left at the beginning of a step: home, or another stop."""
    v, k = at // STEPS, at % STEPS
    leave = max(bound.low[v] + k * bound.width[v], net.hours[g, OPENS])
    _go_back(net, g, hours, leave)
    leg = leg_s(net.starts, net.back, v, g, leave)
    home, visits = leave + leg, net.service.size
    best, other, following = FAR, FAR, -1
    if home <= net.hours[g, HARD]:
        best = _least(net, hours, v, visits, visits + g, leg)
        best += net.hours[g, OVERTIME] * max(0, home - net.hours[g, SOFT])
        other = best
    band, passed, span = hours.at[0], leave - net.starts[hours.at[0]], 0
    if band + 1 < net.starts.size and passed > 0:
        span = net.starts[band + 1] - net.starts[band]
    for p in range(net.first[g, v], net.first[g, v + 1]):
        w = net.after[p]
        leg = int(net.legs[band, v, w])
        if span > 0:
            leg -= (leg - net.legs[band + 1, v, w]) * passed // span
        arrival = leave + leg
        if arrival > doors.last[w]:
            continue
        if doors.plain[w]:
            j = int((max(0, arrival - doors.first[w]) + 0.5) * bound.pace[w])
            value = bound.other[w, j] if bound.following[w, j] == v else bound.best[w, j]
        else:
            value = _through(net, g, bound, v, w, arrival)
        if value >= FAR:
            continue
        value += _least(net, hours, v, w, w, leg) + doors.gain[w]
        if value < best:
            if following >= 0:
                other = min(other, best)
            best, following = value, w
        elif value < other:
            other = value
    bound.best[v, k], bound.other[v, k], bound.following[v, k] = best, other, following


@lean
def _through(net: Net, g: int, bound: Completion, v: int, w: int, arrival: int) -> int:
    """The cheapest way on from the door of w, reached at `arrival` from v."""
    least = FAR
    for k in range(net.opens.shape[2]):
        start = max(arrival, net.opens[g, w, k])
        if start <= net.lasts[g, w, k]:
            paid = start_cost(net, g, w, k, start)
            least = min(least, paid + rest_of(bound, v, w, start + net.service[w]))
    return least


@inlined
def rest_of(bound: Completion, v: int, w: int, leave: int) -> int:
    """A bound on finishing from w, left at `leave`, not going back to v."""
    k = min(STEPS - 1, int((leave - bound.low[w] + 0.5) * bound.pace[w]))
    if bound.following[w, k] == v:
        return int(bound.other[w, k])
    return int(bound.best[w, k])
