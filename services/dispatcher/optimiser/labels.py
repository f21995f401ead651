"""Partial routes while they are searched: labels, their queue by time, their rivals at a visit.

A label is the end of a partial route: last visit, when it is left, reduced cost, and the
resources that its group has. Labels lie in flat arrays of fixed size, so memory is bounded: a
search that fills them ends and says that it is not exact.
"""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from services.dispatcher.optimiser.debts import Standing, debt_of, lost_of
from services.dispatcher.optimiser.jit import inlined, lean, lowest_bit
from services.dispatcher.optimiser.moves import last_start
from services.dispatcher.optimiser.network import (
    BEGINS,
    CHOOSING,
    FIXED,
    FLAGS,
    HARD,
    MAX_TRAVEL,
    MAX_VISITS,
    MAX_WORK,
    METERED,
    OPENS,
    SETTLED,
    WORKED,
    Ints,
    Net,
    Small,
)
from services.dispatcher.optimiser.ties import bars_more

Words = npt.NDArray[np.uint64]

QUEUE = 2048
TABLE = 1 << 18


class Prices(NamedTuple):
    """Duals, in multiples of 1/1024: of visits (pi) and of subset-row cuts (-sigma, >= 0)."""

    visit: Ints
    cut: Ints
    cuts_from: Ints  # visit: where its cuts begin
    cuts_of: Small


class Labels(NamedTuple):
    node: Small
    leave: Ints
    value: Ints
    parent: Small
    visited: Words
    halves: Words  # cuts of which this route has an odd number of visits
    taken: Small  # breaks, as a bit set
    stops: Small
    driven: Ints
    work: Ints  # seconds of travel and service, of service at night
    facts: npt.NDArray[np.bool_]  # only stops pinned to a time so far
    alive: npt.NDArray[np.bool_]
    queued: Small
    head: Small
    rivals: Small
    rival_leave: Ints
    rival_value: Ints
    count: Small  # type: ignore[assignment]  # hides tuple.count, which nobody calls
    made: Ints  # labels, whether something was dropped, candidates and comparisons
    ready: Ints
    table: Small  # enumeration: labels by visited set and last visit
    chain: Small


def labels_of(visits: int, size: int, cap: int, cut_words: int) -> Labels:
    """Room for `size` labels, `cap` of them at one visit."""
    words = (visits + 63) // 64
    return Labels(
        node=np.empty(size, dtype=np.int32),
        leave=np.empty(size, dtype=np.int64),
        value=np.empty(size, dtype=np.int64),
        parent=np.empty(size, dtype=np.int32),
        visited=np.zeros((size, max(1, words)), dtype=np.uint64),
        halves=np.zeros((size, cut_words), dtype=np.uint64),
        taken=np.zeros(size, dtype=np.int32),
        stops=np.zeros(size, dtype=np.int32),
        driven=np.zeros(size, dtype=np.int64),
        work=np.zeros((size, 2), dtype=np.int64),
        facts=np.zeros(size, dtype=np.bool_),
        alive=np.zeros(size, dtype=np.bool_),
        queued=np.empty(size, dtype=np.int32),
        head=np.empty(QUEUE, dtype=np.int32),
        rivals=np.empty((visits, cap), dtype=np.int32),
        rival_leave=np.empty((visits, cap), dtype=np.int64),
        rival_value=np.empty((visits, cap), dtype=np.int64),
        count=np.empty(visits, dtype=np.int32),
        made=np.zeros(3, dtype=np.int64),
        ready=np.empty(16, dtype=np.int64),
        table=np.empty(TABLE, dtype=np.int32),
        chain=np.empty(size, dtype=np.int32),
    )


@lean
def begin(hours: Ints, labels: Labels) -> None:
    """Only the empty route, standing at the start place."""
    labels.count[:] = 0
    labels.head[:] = -1
    labels.table[:] = -1
    labels.node[0], labels.parent[0] = -1, -1
    labels.leave[0], labels.value[0] = hours[BEGINS], hours[FIXED]
    labels.visited[0, :] = 0
    labels.halves[0, :] = 0
    labels.taken[0], labels.stops[0], labels.driven[0] = 0, 0, 0
    labels.work[0, :] = 0
    labels.facts[0], labels.alive[0] = True, True
    labels.made[0], labels.made[1], labels.made[2] = 1, 0, 0


@inlined
def queue(net: Net, g: int, labels: Labels, label: int) -> None:
    """Labels are taken in the order of their time: nothing that comes later dominates them."""
    opens = net.hours[g, OPENS]
    span = max(1, net.hours[g, HARD] - opens)
    at = min(QUEUE - 1, max(0, (labels.leave[label] - opens) * QUEUE // (span + 1)))
    labels.queued[label] = labels.head[at]
    labels.head[at] = label


@inlined
def has(labels: Labels, label: int, w: int) -> bool:
    return (labels.visited[label, w >> 6] >> np.uint64(w & 63)) & np.uint64(1) != 0


@inlined
def standing(labels: Labels, label: int) -> Standing:
    """What `debt_of` compares."""
    return (
        labels.leave[label], labels.taken[label], labels.stops[label], labels.driven[label],
        labels.facts[label], labels.work[label, 0], labels.work[label, 1],
    )  # fmt: skip


@inlined
def dominates(net: Net, prices: Prices, g: int, labels: Labels, a: int, b: int) -> bool:
    """Whether everything that b can still do, a can do no later and no dearer (equation 11).

    Both end at the same visit and a leaves no later and is no dearer.
    """
    hours, spare, lost = net.hours[g], labels.value[b] - labels.value[a], 0
    if net.starts.size > 1:
        most = net.service.size + 1, net.shortest
        lost = lost_of(hours, standing(labels, a), standing(labels, b), most)
        spare -= net.price * lost
        if spare < 0:
            return False
    if hours[FLAGS] & ~CHOOSING:
        spare -= debt_of(
            hours, net.loads[:, g], net.toll_bands, lost, standing(labels, a), standing(labels, b),
            hours[SETTLED], (net.service.size + 1, net.shortest),
        )  # fmt: skip
        if spare < 0:
            return False
    if net.ties.size > 0:
        if bars_more(net.ties, labels.visited[a], labels.visited[b], labels.node[b]):
            return False
    return _reaches_all(net, g, labels, a, b) and _owes(prices, labels, a, b) <= spare


@inlined
def _reaches_all(net: Net, g: int, labels: Labels, a: int, b: int) -> bool:
    """No visit that a has made is one that b could still make."""
    if labels.facts[b]:
        return _has_all(labels, a, b)
    if labels.stops[b] >= net.hours[g, MAX_VISITS]:
        return True
    for k in range(labels.visited.shape[1]):
        more = labels.visited[a, k] & ~labels.visited[b, k]
        while more:
            u = 64 * k + lowest_bit(more)
            if _may_reach(net, g, labels, b, u):
                return False
            more &= more - np.uint64(1)
    return True


@inlined
def _has_all(labels: Labels, a: int, b: int) -> bool:
    """Whether b has made every visit that a has made."""
    for k in range(labels.visited.shape[1]):
        if labels.visited[a, k] & ~labels.visited[b, k]:
            return False
    return True


@inlined
def _may_reach(net: Net, g: int, labels: Labels, label: int, u: int) -> bool:
    """Whether a label that has more than facts could still make visit u, and be home within its
    limits.
    """
    here, flags = labels.node[label], net.hours[g, FLAGS]
    if labels.leave[label] + net.closed[here, u] > last_start(net, g, u):
        return False
    if flags & METERED:
        driven = labels.driven[label] + net.drives[here, u] + net.homes[g, u, 0]
        if driven > net.hours[g, MAX_TRAVEL]:
            return False
    if flags & WORKED:
        worked = labels.work[label, 0] + net.closed[here, u] + net.service[u] + net.homes[g, u, 1]
        if worked > net.hours[g, MAX_WORK]:
            return False
    return True


@inlined
def _owes(prices: Prices, labels: Labels, a: int, b: int) -> int:
    """What a may have to pay for cuts that b need not: those of which only a has half."""
    debt = 0
    for k in range(labels.halves.shape[1]):
        more = labels.halves[a, k] & ~labels.halves[b, k]
        while more:
            debt += prices.cut[64 * k + lowest_bit(more)]
            more &= more - np.uint64(1)
    return debt
