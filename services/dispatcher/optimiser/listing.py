"""Every route of a part of the day that a plan of it below some target could use."""

from dataclasses import dataclass

import numpy as np

from services.dispatcher.optimiser.bound import lagrangian, reduced
from services.dispatcher.optimiser.cuts import Cut
from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.labels import Prices
from services.dispatcher.optimiser.master import Part
from services.dispatcher.optimiser.narrow import narrowed
from services.dispatcher.optimiser.network import SCALE
from services.dispatcher.optimiser.root import Generator


@dataclass(frozen=True, slots=True)
class Listed:
    """Routes with what forcing each in raises the bound `value` by at least, in 1/1024, the least
    first: all that a plan below the target may use. The cuts hold for every plan.
    """

    value: int
    routes: list[tuple[int, Choice]]
    cuts: list[Cut]


def listed(
    generator: Generator, part: Part, target: int, most: int, reach: float | None = None
) -> Listed | None:
    """By the prices that prove the day's bound (docs/optimiser.md equation 16), for each set of
    visits the cheapest route. None without such prices, or with more than `most` routes in a group.
    A `reach` leaves out what is so much dearer than the best of its group, whatever the target.
    """
    network, proof = generator.network, generator.proof
    if proof.prices is None or proof.least is None:
        return None
    prices, cuts = _within(part, proof.prices, generator.master.cuts)
    value = lagrangian(network, part, prices, cuts, proof.least)
    spare = SCALE * (target - 1) - value
    if reach is not None:
        spare = min(spare, int(SCALE * reach))
    groups = sorted(part.rooms)
    is_whole = len(part.visits) == network.visits
    net = network.net if is_whole else narrowed(network.net, part.rooms, part.visits)
    below = np.minimum(0, proof.least) + spare + 1
    routes = generator.pricer.enumerate_routes(net, prices, groups, below, most)
    if routes is None:
        return None
    cheapest: dict[tuple[int, frozenset[int]], tuple[int, Choice]] = {}
    for g, route in routes:
        cost, key = generator.cost_of(g, route), (g, frozenset(route))
        if key not in cheapest or cost < cheapest[key][1][2]:
            excess = reduced(prices, SCALE * cost, route) - min(0, int(proof.least[g]))
            cheapest[key] = (excess, (g, route, cost))
    known = [cut for cut in generator.master.cuts if part.visits.issuperset(cut.visits)]
    return Listed(value, sorted(cheapest.values()), known)


def _within(part: Part, prices: Prices, cuts: list[Cut]) -> tuple[Prices, list[Cut]]:
    """The cuts that the prices know, free of price where no route of the part counts in them."""
    known = cuts[: len(prices.cut)]
    counts = np.array([len(part.visits.intersection(cut.visits)) > 1 for cut in known], dtype=bool)
    return prices._replace(cut=np.where(counts, prices.cut, 0)), known
