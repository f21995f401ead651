"""Rivals at one visit: which labels stay (docs/optimiser.md equations 11 and 14)."""

import numpy as np

from services.dispatcher.optimiser.jit import inlined
from services.dispatcher.optimiser.labels import TABLE, Labels, Prices, dominates
from services.dispatcher.optimiser.network import Net


@inlined
def enter(prices: Prices, labels: Labels, label: int, w: int, new: int) -> None:
    """The sets of the new label; every second visit of a cut pays its price (equation 14)."""
    for k in range(labels.visited.shape[1]):
        labels.visited[new, k] = labels.visited[label, k]
    labels.visited[new, w >> 6] |= np.uint64(1) << np.uint64(w & 63)
    for k in range(labels.halves.shape[1]):
        labels.halves[new, k] = labels.halves[label, k]
    for p in range(prices.cuts_from[w], prices.cuts_from[w + 1]):
        cut = prices.cuts_of[p]
        bit = np.uint64(1) << np.uint64(cut & 63)
        if labels.halves[new, cut >> 6] & bit:
            labels.value[new] += prices.cut[cut]
        labels.halves[new, cut >> 6] ^= bit


@inlined
def outlasts(net: Net, prices: Prices, g: int, labels: Labels, w: int, new: int) -> bool:
    """Exact: whether no rival dominates the new label; rivals that it dominates are dropped."""
    leave, value, count, j = labels.leave[new], labels.value[new], labels.count[w], 0
    while j < count:
        other = labels.rivals[w, j]
        lags = labels.rival_leave[w, j] <= leave and labels.rival_value[w, j] <= value
        if lags or (leave <= labels.rival_leave[w, j] and value <= labels.rival_value[w, j]):
            # One call for both directions: each costs seconds to compile.
            if dominates(net, prices, g, labels, other if lags else new, new if lags else other):
                if lags:
                    labels.count[w] = count
                    return False
                labels.alive[other] = False
                count -= 1
                _replace(labels, w, j, count)
                continue
        j += 1
    labels.count[w] = count
    if count >= labels.rivals.shape[1]:
        labels.made[1] = 1
        return False
    _seat(labels, w, count, new)
    labels.count[w] = count + 1
    return True


@inlined
def outranks(labels: Labels, w: int, new: int, width: int) -> bool:
    """Heuristic: whether the new label is among the `width` cheapest that nobody beats."""
    leave, value, count, j = labels.leave[new], labels.value[new], labels.count[w], 0
    worst, most = -1, value
    while j < count:
        other_leave, other_value = labels.rival_leave[w, j], labels.rival_value[w, j]
        if other_leave <= leave and other_value <= value:
            labels.count[w] = count
            return False
        if leave <= other_leave and value <= other_value:
            labels.alive[labels.rivals[w, j]] = False
            count -= 1
            _replace(labels, w, j, count)
            continue
        if other_value > most:
            worst, most = j, other_value
        j += 1
    labels.count[w] = count
    if count >= width:
        if worst < 0:
            return False
        labels.alive[labels.rivals[w, worst]] = False
        _seat(labels, w, worst, new)
        return True
    _seat(labels, w, count, new)
    labels.count[w] = count + 1
    return True


@inlined
def _seat(labels: Labels, w: int, j: int, label: int) -> None:
    labels.rivals[w, j] = label
    labels.rival_leave[w, j], labels.rival_value[w, j] = labels.leave[label], labels.value[label]


@inlined
def _replace(labels: Labels, w: int, j: int, last: int) -> None:
    labels.rivals[w, j] = labels.rivals[w, last]
    labels.rival_leave[w, j] = labels.rival_leave[w, last]
    labels.rival_value[w, j] = labels.rival_value[w, last]


@inlined
def untwinned(net: Net, prices: Prices, g: int, labels: Labels, w: int, new: int) -> bool:
    """Enumeration: whether no label with the same visits and the same last one dominates it."""
    mixed = np.uint64(w + 1)
    for k in range(labels.visited.shape[1]):
        mixed = (mixed ^ labels.visited[new, k]) * np.uint64(0x9E3779B97F4A7C15)
        mixed ^= mixed >> np.uint64(29)
    at = np.int64(mixed % np.uint64(TABLE))
    other = labels.table[at]
    while other >= 0:
        if labels.alive[other] and labels.node[other] == w and _same_set(labels, other, new):
            later = labels.leave[new] - labels.leave[other]
            dearer = labels.value[new] - labels.value[other]
            lags = later >= 0 and dearer >= 0
            if lags or (later <= 0 and dearer <= 0):
                a, b = other if lags else new, new if lags else other
                if dominates(net, prices, g, labels, a, b):
                    if lags:
                        return False
                    labels.alive[other] = False
        other = labels.chain[other]
    labels.chain[new] = labels.table[at]
    labels.table[at] = new
    return True


@inlined
def _same_set(labels: Labels, a: int, b: int) -> bool:
    for k in range(labels.visited.shape[1]):
        if labels.visited[a, k] != labels.visited[b, k]:
            return False
    return True
