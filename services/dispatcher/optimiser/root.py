"""Column generation: solve the master, price its shifts, until no route is missing.

Prices are smoothed towards those of the rounds before (Neame; Pessoa et al., INFORMS JoC 30,
2018); where a smoothed round finds nothing that the master lacks, it is repeated at the master's
own duals. Every exact round gives a bound.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np

from services.dispatcher.optimiser.bound import lagrangian, rounded, rounded_up
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.labels import Prices
from services.dispatcher.optimiser.master import Master, Relaxation
from services.dispatcher.optimiser.network import FAR, SCALE, Ints, Network
from services.dispatcher.optimiser.pricing import Pricer, Route

_SMOOTH = 0.6
# A heuristic stage ends when its routes could save no more than this share of the cost.
_TAIL = 0.002
_KEEP = 4
_PATIENCE = 25


@dataclass(slots=True)
class Proof:
    """The best bound met, in 1/1024, with the prices and least reduced costs that prove it."""

    value: int = -FAR
    prices: Prices | None = None
    least: Ints | None = None

    @property
    def whole(self) -> int:
        return rounded_up(self.value)


@dataclass(slots=True)
class Generator:
    network: Network
    master: Master
    pricer: Pricer
    effort: Effort
    cost_of: Callable[[int, Route], int]
    on_bound: Callable[[Proof], None]
    proof: Proof = field(default_factory=Proof)
    blocked: set[int] = field(default_factory=set)
    """Visits that a dive has fixed: no new route has them."""
    _is_tailing: bool = False

    def run(self, widths: Sequence[int] = (2, 8, 0), rounds: int = 10**6) -> Relaxation | None:
        """The master's optimum over all routes (if the last width is 0), None when interrupted."""
        stage, smooth, centre = 0, _SMOOTH, None
        groups = list(range(self.network.groups))
        relaxation = self.master.solve(self.effort.seconds(60.0))
        for turn in range(rounds):
            if relaxation is None or self.effort.is_over():
                return None
            centre = _blend(centre, relaxation, smooth)
            found = self._round(centre, groups, widths[stage])
            self.effort.charge()
            self._is_tailing = False
            new = self._add(found, relaxation)
            if widths[stage] == 0 and self.proof.whole >= np.ceil(relaxation.value - 1e-4):
                return relaxation
            if new and self._is_tailing and stage + 1 < len(widths):
                stage, smooth = stage + 1, _SMOOTH
            elif new:
                smooth = _SMOOTH
            elif smooth > 0.0:
                smooth = 0.0
                continue
            else:
                stage, smooth = stage + 1, _SMOOTH
                if stage == len(widths):
                    return relaxation
                continue
            if turn % 5 == 4 and len(self.master.columns) > 3000:
                self.master.purge(_PATIENCE // 5)
            relaxation = self.master.solve(self.effort.seconds(60.0))
        return relaxation

    def _round(self, duals: Relaxation, groups: list[int], width: int) -> list[tuple[int, Route]]:
        """Routes that the given duals ask for; an exact round gives a bound."""
        prices = rounded(self.network, duals.visits, duals.cuts, self.master.cuts)
        if self.blocked:
            prices.visit[list(self.blocked)] = -(1 << 50)
        below = np.rint(SCALE * np.minimum(0.0, duals.groups)).astype(np.int64) - 1
        answers = self.pricer.price(prices, groups, below, width, _KEEP, prunes=width == 0)
        if width == 0:
            least = np.where(answers.exact, answers.least, answers.relaxed)
            value = lagrangian(self.network, prices, least)
            if value > self.proof.value:
                self.proof.value, self.proof.prices, self.proof.least = value, prices, least
                self.on_bound(self.proof)
        return [(g, route) for g in groups for _, route in answers.of(g)]

    def _add(self, found: list[tuple[int, Route]], at: Relaxation) -> int:
        """Add what is new; returns how many of it improve the master."""
        improving, best = 0, dict[int, float]()
        for g, route in found:
            cost = self.cost_of(g, route)
            reduced = cost - at.visits[list(route)].sum() - at.groups[g]
            for dual, triple in zip(at.cuts, self.master.cuts, strict=True):
                if dual < 0.0:
                    reduced -= dual * (sum(v in route for v in triple) // 2)
            best[g] = min(best.get(g, 0.0), reduced)
            if self.master.add(g, route, cost) and reduced < -1e-6 * (1.0 + abs(cost)):
                improving += 1
        if sum(best.values()) > -_TAIL * abs(at.value):
            self._is_tailing = True
        return improving


def _blend(centre: Relaxation | None, now: Relaxation, smooth: float) -> Relaxation:
    if centre is None or smooth == 0.0 or len(centre.cuts) != len(now.cuts):
        return now
    return Relaxation(
        now.value,
        smooth * centre.visits + (1.0 - smooth) * now.visits,
        smooth * centre.groups + (1.0 - smooth) * now.groups,
        smooth * centre.cuts + (1.0 - smooth) * now.cuts,
    )
