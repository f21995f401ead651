"""The bound from duals alone, in exact whole numbers (docs/optimiser.md equation 6).

    L(pi, sigma) = sum_v min(pi_v, p_v) + sum_c sigma_c + sum_g K_g min(0, rho_g)

for any pi and any sigma <= 0, with rho_g the least reduced cost of a route of group g, or
anything below it. The duals of shifts fall out: each shift takes its best route or none.
"""

from collections.abc import Sequence

import numpy as np

from services.dispatcher.optimiser.cuts import Cut, Floats
from services.dispatcher.optimiser.labels import Prices
from services.dispatcher.optimiser.master import Part
from services.dispatcher.optimiser.network import FAR, SCALE, Ints, Network


def rounded(network: Network, visits: Floats, duals: Floats, cuts: Sequence[Cut]) -> Prices:
    """Duals as whole multiples of 1/1024, so that what follows from them is exact."""
    of_visit: list[list[int]] = [[] for _ in range(network.visits)]
    cut = np.maximum(0, np.rint(-SCALE * np.asarray(duals, dtype=np.float64))).astype(np.int64)
    for c, one in enumerate(cuts):
        if cut[c] > 0:
            for v in one.visits:
                of_visit[v].append(c)
    starts = np.zeros(network.visits + 1, dtype=np.int64)
    starts[1:] = np.cumsum([len(one) for one in of_visit])
    members = [c for one in of_visit for c in one]
    return Prices(
        visit=np.rint(SCALE * np.asarray(visits, dtype=np.float64)).astype(np.int64),
        cut=cut,
        cuts_from=starts,
        cuts_of=np.array(members, dtype=np.int32),
    )


def reduced(prices: Prices, cost: int, route: Sequence[int]) -> int:
    """(9) The reduced cost of a route that costs `cost`, both in 1/1024."""
    value, halved = cost, dict[int, int]()
    for v in route:
        value -= int(prices.visit[v])
        for c in prices.cuts_of[prices.cuts_from[v] : prices.cuts_from[v + 1]].tolist():
            halved[c] = halved.get(c, 0) + 1
    return value + sum(int(prices.cut[c]) * (count // 2) for c, count in halved.items())


def lagrangian(
    network: Network, part: Part, prices: Prices, cuts: Sequence[Cut], least: Ints
) -> int:
    """L of a part of the day in 1/1024; `least` are lower bounds of each group's least reduced
    cost.
    """
    total: int = sum(min(int(prices.visit[v]), SCALE * network.penalty[v]) for v in part.visits)
    total -= sum(price * cut.most for price, cut in zip(prices.cut.tolist(), cuts, strict=True))
    for g, room in part.rooms.items():
        if least[g] <= -FAR:
            return -FAR
        total += room * min(0, int(least[g]))
    return total


def trivial(network: Network) -> int:
    """Without any search, in 1/1024: each visit costs its penalty, or the least leg that could lead
    to it and the least that serving it costs.
    """
    net, total = network.net, 0
    if not network.visits:
        return 0
    legs = net.legs.min(axis=0).astype(np.int64)
    np.fill_diagonal(legs, FAR)
    for v, penalty in enumerate(network.penalty):
        reached, able = SCALE * penalty, np.flatnonzero(net.ok[:, v])
        if able.size:
            leg = min(int(legs[:, v].min()), int(net.out[:, able, v].min()))
            reached = min(reached, net.price * leg + int(net.serve[able, v].min()))
        total += reached
    return total


def rounded_up(value: int) -> int:
    """Costs are whole: a bound may be rounded up."""
    return -(-value // SCALE)
