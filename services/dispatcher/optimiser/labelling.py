"""Pricing: the elementary shortest path with resources (docs/optimiser.md equations 9 to 13).

Forward labelling for one group of identical shifts. `width` > 0 keeps that many labels a visit
and compares times and costs only: quick and not exact. `width` = 0 is exact, and says so.
`width` < 0 enumerates: labels are compared only with those of the same visits, so that for every
set of visits the cheapest route below the limit is among the answers.
"""

from typing import NamedTuple

import numpy as np

from services.dispatcher.optimiser.completion import Completion, rest_of
from services.dispatcher.optimiser.jit import inlined, lean
from services.dispatcher.optimiser.labels import Labels, Prices, begin, has, queue
from services.dispatcher.optimiser.moves import (
    departure_of,
    home_value,
    last_start,
    leg_from,
    readied,
    so_far,
    start_cost,
    way_cost,
)
from services.dispatcher.optimiser.network import (
    FAR,
    MAX_LEG,
    MAX_TRAVEL,
    MAX_VISITS,
    MAX_WORK,
    Ints,
    Net,
    Small,
)
from services.dispatcher.optimiser.rivals import enter, outlasts, outranks, untwinned
from services.dispatcher.optimiser.ties import is_barred

LONGEST = 64


class Job(NamedTuple):
    """What is looked for: routes of reduced cost below `below`."""

    width: int
    below: int
    prunes: bool  # whether the completion bounds are filled
    most: int  # candidates and comparisons, after which the answer is not exact


class Found(NamedTuple):
    """The best routes met, worst first replaced."""

    value: Ints
    label: Small
    routes: Small  # route, place: visits in order, -1 behind
    state: Ints  # how many, the least value met


def found_of(keep: int) -> Found:
    return Found(
        np.empty(keep, dtype=np.int64),
        np.empty(keep, dtype=np.int32),
        np.empty((keep, LONGEST), dtype=np.int32),
        np.zeros(2, dtype=np.int64),
    )


@lean
def price_group(
    net: Net,
    prices: Prices,
    g: int,
    bound: Completion,
    labels: Labels,
    job: Job,
    found: Found,
    halt: Ints,
) -> tuple[int, int, bool]:
    """Number of routes in `found`, the least reduced cost met (or `job.below`), whether exact."""
    begin(net.hours[g], labels)
    state = found.state
    state[0], state[1] = 0, job.below
    queue(net, g, labels, 0)
    for at in range(labels.head.size):
        while labels.head[at] >= 0 and not halt[0] and labels.made[2] < job.most:
            label = labels.head[at]
            labels.head[at] = labels.queued[label]
            if labels.alive[label]:
                if label > 0:
                    _close(net, g, labels, job, found, label)
                _spread(net, prices, g, bound, labels, job, label)
    for i in range(state[0]):
        _write_route(labels.node, labels.parent, found.label[i], found.routes[i])
    whole = labels.made[1] == 0 and labels.made[2] < job.most and halt[0] == 0
    exact = job.width <= 0 and whole
    return state[0], state[1], exact


@inlined
def _close(net: Net, g: int, labels: Labels, job: Job, found: Found, label: int) -> None:
    """Go home, and keep the route if it is among the best."""
    value = home_value(
        net, g, labels.node[label], labels.leave[label], labels.value[label],
        labels.driven[label], labels.work[label, 0], labels.work[label, 1], labels.taken[label],
    )  # fmt: skip
    if value >= job.below:
        return
    found.state[1] = min(found.state[1], value)
    at = found.state[0]
    if at < found.value.size:
        found.state[0] += 1
    elif job.width < 0:
        labels.made[1] = 1
        return
    else:
        at = _worst(found.value)
        if value >= found.value[at]:
            return
    found.value[at], found.label[at] = value, label


@lean
def _worst(values: Ints) -> int:
    worst = 0
    for i in range(1, values.size):
        if values[i] > values[worst]:
            worst = i
    return worst


@lean
def _write_route(node: Small, parent: Small, label: int, route: Small) -> None:
    """Visits in order; the path is walked back twice, first to count."""
    length, at = 0, label
    while node[at] >= 0:
        length += 1
        at = parent[at]
    route[:] = -1
    at = label
    while node[at] >= 0:
        length -= 1
        route[length] = node[at]
        at = parent[at]


@inlined
def _spread(
    net: Net, prices: Prices, g: int, bound: Completion, labels: Labels, job: Job, label: int
) -> None:
    """Extend a label to every visit that can come next (equation 10)."""
    v = labels.node[label]
    row = v if v >= 0 else net.service.size
    if labels.stops[label] >= min(LONGEST, net.hours[g, MAX_VISITS]):
        if net.hours[g, MAX_VISITS] > LONGEST:
            labels.made[1] = 1  # a longer route may be legal, and better
        return
    leave = labels.leave[label]
    departure = departure_of(net, g, leave)
    for p in range(net.first[g, row], net.first[g, row + 1]):
        w = net.after[p]
        if has(labels, label, w):
            continue
        if net.ties.size > 0 and is_barred(net.ties, labels.visited[label], v, w):
            continue
        fact = labels.facts[label] and net.timed[w]
        leg = leg_from(net, g, v, w, leave if fact else departure)
        arrival = departure + leg
        if fact:
            arrival = min(leave + leg, net.opens[g, w, 0])
            if v >= 0 and leave > net.opens[g, w, 0]:
                continue
        elif leg > net.hours[g, MAX_LEG]:
            continue
        if arrival <= last_start(net, g, w):
            way = way_cost(net, g, v, w, leave if fact else departure, leg)
            _reach(net, prices, g, bound, labels, job, label, w, arrival, leg, way, fact)


@inlined
def _reach(
    net: Net,
    prices: Prices,
    g: int,
    bound: Completion,
    labels: Labels,
    job: Job,
    label: int,
    w: int,
    arrival: int,
    leg: int,
    way: int,
    fact: bool,
) -> None:
    """Stand at the door of w: rest there or not, start in one of its segments."""
    value = labels.value[label] + way + net.serve[g, w] - prices.visit[w]
    driven = labels.driven[label] + leg
    worked = labels.work[label, 0] + leg + net.service[w]
    if driven + net.homes[g, w, 0] > net.hours[g, MAX_TRAVEL]:
        return
    if worked + net.homes[g, w, 1] > net.hours[g, MAX_WORK]:
        return
    for mask in range(readied(net, g, labels.taken[label], arrival, labels.ready)):
        if labels.ready[mask] < FAR:
            ready = labels.ready[mask]
            _start(net, prices, g, bound, labels, job, label, w, ready, value, driven, mask, fact)


@inlined
def _start(
    net: Net,
    prices: Prices,
    g: int,
    bound: Completion,
    labels: Labels,
    job: Job,
    label: int,
    w: int,
    ready: int,
    value: int,
    driven: int,
    taken: int,
    fact: bool,
) -> None:
    """One candidate for each segment that is still open; kept unless bound or rivals object."""
    for k in range(net.opens.shape[2]):
        start = max(ready, net.opens[g, w, k])
        if start > net.lasts[g, w, k]:
            continue
        cost, leave = value + start_cost(net, g, w, k, start), start + net.service[w]
        worked = labels.work[label, 0] + driven - labels.driven[label] + net.service[w]
        nightly = labels.work[label, 1] + net.extra[g, w, k, 1] * net.service[w]
        if job.prunes and not fact:
            least = cost + rest_of(bound, labels.node[label], w, leave)
            if least + so_far(net, g, worked, nightly) >= job.below:
                continue
        new = labels.made[0]
        if new >= labels.node.size:
            labels.made[1] = 1
            return
        labels.node[new], labels.leave[new], labels.value[new] = w, leave, cost
        labels.parent[new], labels.driven[new], labels.taken[new] = label, driven, taken
        labels.work[new, 0], labels.work[new, 1] = worked, nightly
        labels.stops[new], labels.facts[new] = labels.stops[label] + 1, fact
        enter(prices, labels, label, w, new)
        if _stays(net, prices, g, labels, job, w, new):
            labels.alive[new] = True
            queue(net, g, labels, new)
            labels.made[0] += 1


@inlined
def _stays(net: Net, prices: Prices, g: int, labels: Labels, job: Job, w: int, new: int) -> bool:
    labels.made[2] += 1 + labels.count[w]
    if job.width == 0:
        return outlasts(net, prices, g, labels, w, new)
    if job.width < 0:
        return untwinned(net, prices, g, labels, w, new)
    return outranks(labels, w, new, job.width)
