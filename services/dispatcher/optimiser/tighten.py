"""The listed routes alone: their relaxation, with every cut of few visits that it breaks, raises
the bound, and with it falls what a better plan could use (docs/optimiser.md section 6).

Once all routes that a plan below some target may use are listed, a cut costs no pricing, of
however many visits it is: the next cheapest route is found by looking at each.
"""

import numpy as np

from services.dispatcher.optimiser.bound import lagrangian, rounded
from services.dispatcher.optimiser.cuts import Cut, violated_wider
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.labels import Prices
from services.dispatcher.optimiser.listing import Listed
from services.dispatcher.optimiser.master import Master, Part, Relaxation
from services.dispatcher.optimiser.network import SCALE, Ints, Network

_CUTS, _EACH = 100, 12
_AT_ONCE, _ACTIVE = 1000, 1500
_SOLVE_S = 20.0
# So few routes are decided by the integer master sooner than by more cuts.
_FEW = 400
# A round of cuts that closes less of what is left to the target is the last.
_WORTH, _ROUNDS = 0.01, 40


def tightened(
    network: Network,
    part: Part,
    effort: Effort,
    listed: Listed,
    target: int,
    share: float,
    few: int = _FEW,
) -> Listed:
    """The same for a bound no lower: what a plan below `target` may still use. It takes no more
    than about `share` of the effort left, and ends when `few` routes are left.
    """
    until = effort.share() + share * (1.0 - effort.share())
    goes_on = True
    while goes_on and len(listed.routes) > few:
        work = _Work(network, part, effort, listed, target)
        goes_on = work.run(until, few)
        effort.charge()
        listed = work.best
    return listed


class _Work:
    """The master over some of the listed routes; the others are asked by their prices."""

    def __init__(
        self, network: Network, part: Part, effort: Effort, listed: Listed, target: int
    ) -> None:
        self.best = listed
        self._network, self._effort, self._most = network, effort, SCALE * (target - 1)
        self._pool = [one for _, one in listed.routes]
        self._cost: Ints = np.array([cost for _, _, cost in self._pool], dtype=np.int64)
        self._group: Ints = np.array([g for g, _, _ in self._pool], dtype=np.int64)
        longest = max(len(route) for _, route, _ in self._pool)
        self._stops = np.full((len(self._pool), longest), network.visits, dtype=np.int32)
        for row, (_, route, _) in zip(self._stops, self._pool, strict=True):
            row[: len(route)] = route
        self._master = Master(network, part)
        self._times: list[Ints] = []
        for cut in listed.cuts:
            self._add(cut)
        for one in self._pool[:_ACTIVE]:
            self._master.add(*one)

    def run(self, until: float, few: int) -> bool:
        """Rounds of cuts; whether another master, without what is ruled out, should go on."""
        for turn in range(_ROUNDS):
            relaxation = self._solved() if self._effort.share() < until else None
            if relaxation is None:
                return False
            before = self.best.value
            self._prove(relaxation)
            kept = len(self.best.routes)
            if kept <= few or 2 * kept < len(self._pool):
                return kept > few
            gained, left = self.best.value - before, self._most - before
            if (turn and gained < _WORTH * left) or not self._cut():
                return False
        return False

    def _solved(self) -> Relaxation | None:
        """The optimum over all listed routes."""
        while not self._effort.is_over():
            relaxation = self._master.solve(self._effort.seconds(_SOLVE_S))
            if relaxation is None:
                return None
            groups = np.rint(SCALE * relaxation.groups).astype(np.int64)
            spare = self._reduced(self._prices(relaxation)) - groups[self._group]
            asked = np.flatnonzero(spare < -SCALE // 8)
            asked = asked[np.argsort(spare[asked], kind="stable")][:_AT_ONCE]
            if not sum(self._master.add(*self._pool[i]) for i in asked.tolist()):
                return relaxation
        return None

    def _prove(self, at: Relaxation) -> None:
        """Take the bound of these prices if it is higher, without the routes that it rules out."""
        prices = self._prices(at)
        reduced, least = self._reduced(prices), np.zeros(self._network.groups, dtype=np.int64)
        np.minimum.at(least, self._group, reduced)
        cuts = self._master.cuts
        value = lagrangian(self._network, self._master.part, prices, cuts, least)
        if value <= self.best.value:
            return
        excess = reduced - least[self._group]
        kept = np.flatnonzero(value + excess <= self._most)
        kept = kept[np.argsort(excess[kept], kind="stable")]
        routes = [(int(excess[i]), self._pool[i]) for i in kept.tolist()]
        self.best = Listed(value, routes, [cut for k, cut in enumerate(cuts) if prices.cut[k]])

    def _cut(self) -> bool:
        """Add what the last optimum breaks; whether there was any."""
        used = [(value, one.route) for value, one in self._master.values()]
        known = set(self._master.cuts)
        found = violated_wider(self._network.visits, used, known, _CUTS, _EACH) if used else []
        for cut in found:
            self._add(cut)
        return bool(found)

    def _add(self, cut: Cut) -> None:
        self._master.cut(cut)
        weight = np.zeros(self._network.visits + 1, dtype=np.int64)
        weight[list(cut.visits)] = cut.weights
        self._times.append(weight[self._stops].sum(axis=1) // cut.divisor)

    def _prices(self, at: Relaxation) -> Prices:
        return rounded(self._network, at.visits, at.cuts, self._master.cuts)

    def _reduced(self, prices: Prices) -> Ints:
        """(9) for every listed route, in 1/1024."""
        reduced: Ints = SCALE * self._cost - np.append(prices.visit, 0)[self._stops].sum(axis=1)
        for price, times in zip(prices.cut.tolist(), self._times, strict=True):
            if price:
                reduced += price * times
        return reduced
