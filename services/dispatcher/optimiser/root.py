"""Column generation: solve the master, price its shifts, until no route is missing.

Prices are smoothed towards those of the rounds before (Neame; Pessoa et al., INFORMS JoC 30,
2018); where a smoothed round finds nothing that the master lacks, it is repeated at the master's
own duals. Every exact round gives a bound.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import ceil

import numpy as np

from services.dispatcher.optimiser.bound import lagrangian, rounded, rounded_up
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.labels import Prices
from services.dispatcher.optimiser.master import Master, Relaxation
from services.dispatcher.optimiser.narrow import narrowed
from services.dispatcher.optimiser.network import FAR, SCALE, Ints, Net, Network
from services.dispatcher.optimiser.pricing import KEEP, Pricer, Route

_SMOOTH, _LESS = 0.6, 0.3
# A heuristic stage ends when its routes could save no more than this share of the cost.
_TAIL = 0.002
# While more than one group in so many offers better routes, only those are asked again.
_ASKED = 3
# The exact rounds begin, at the latest, after this share of what is given.
_SOON = 0.6
_PATIENCE, _MANY = 5, 3000
_LEAST_UNIT = 0.05  # solving a master costs something too, however small the part
# After so many rounds the time for all is judged, which takes at least so many.
_LOOKED, _NEEDED = 3, 25


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
class _Step:
    """Where the rounds stand: widths still to come, whom the next round asks, how smoothly."""

    widths: list[int]
    every: list[int]
    groups: list[int] = field(init=False)
    smooth: float = _SMOOTH

    def __post_init__(self) -> None:
        self.groups = self.every

    @property
    def is_whole(self) -> bool:
        return len(self.groups) == len(self.every)

    def narrow(self) -> None:
        """This width has little left to find."""
        self.widths, self.groups, self.smooth = self.widths[1:], self.every, _SMOOTH

    def go_on(self, improved: list[int], share: float) -> None:
        """Ask those again that had better routes to offer, unless they are few."""
        self.groups = improved if len(improved) * _ASKED >= len(self.every) else self.every
        self.smooth = _SMOOTH if share > _LESS else _LESS

    def ask_all(self) -> bool:
        """After nothing was found: all groups, then the master's own prices; False after both."""
        if not self.is_whole:
            self.groups = self.every
            return True
        if self.smooth > 0.0:
            self.smooth = 0.0
            return True
        return False


@dataclass(slots=True)
class Generator:
    network: Network
    master: Master
    pricer: Pricer
    effort: Effort
    cost_of: Callable[[int, Route], int]
    on_bound: Callable[[Proof], None] = lambda _: None
    proof: Proof = field(default_factory=Proof)
    exact_share: float = 0.0
    """What the last exact round over all groups took of the effort."""
    _net: Net = field(init=False)
    _groups: list[int] = field(init=False)
    _unit: float = field(init=False)
    _improved: list[int] = field(default_factory=list, init=False)
    _saving: float = field(default=0.0, init=False)

    def __post_init__(self) -> None:
        part, net = self.master.part, self.network.net
        self._groups = sorted(part.rooms)
        is_whole = len(part.visits) == self.network.visits
        self._unit = max(_LEAST_UNIT, len(part.visits) / max(1, self.network.visits))
        self._net = net if is_whole else narrowed(net, part.rooms, part.visits)

    def run(
        self,
        widths: Sequence[int] = (2, 0),
        rounds: int = 10**6,
        tolerance: float = 0.0,
        until: float = 2.0,
    ) -> Relaxation | None:
        """The master's optimum over all routes (if the last width is 0), None when interrupted.

        Ends early where bound and optimum differ by no more than `tolerance` of the optimum, when
        `until` of the whole effort is spent and there is a bound, and where the first rounds show
        that there is no time for enough of them.
        """
        step, began = _Step(list(widths), self._groups), self.effort.share()
        relaxation, centre = self._solved(), None
        for turn in range(rounds):
            if relaxation is None or self._is_over(turn, began, until):
                return None
            centre = _blend(centre, relaxation, step.smooth)
            width, is_whole = step.widths[0], step.is_whole
            found = self._round(centre, step.groups, width)
            new = self._add(found, relaxation)
            if width == 0 and self._is_closed(relaxation, tolerance):
                return relaxation
            share = self.effort.share()
            if share > until and width == 0 and self.proof.prices is not None:
                return self._solved()
            is_tailing = is_whole and self._saving <= _TAIL * abs(relaxation.value)
            if width and ((is_tailing and new) or share > began + _SOON * (until - began)):
                step.narrow()
            elif new:
                step.go_on(self._improved, new / len(found))
            elif not step.ask_all():
                step.narrow()
            if not step.widths:
                return self._solved()
            if new:
                relaxation = self._solved(purges=turn % 5 == 4)
        return relaxation

    def _is_over(self, turn: int, began: float, until: float) -> bool:
        """Whether the effort is spent, or rounds as slow as the first few leave no time for as many
        as a first bound takes.
        """
        is_known = self.effort.is_counted or self.proof.prices is not None
        if self.effort.is_over() or turn != _LOOKED or is_known:
            return self.effort.is_over()
        share = self.effort.share()
        return (share - began) / _LOOKED * _NEEDED > until - share

    def _solved(self, *, purges: bool = False) -> Relaxation | None:
        if purges and len(self.master.columns) > _MANY:
            self.master.purge(_PATIENCE)
        return self.master.solve(self.effort.seconds(60.0))

    def _is_closed(self, relaxation: Relaxation, tolerance: float) -> bool:
        value = relaxation.value
        return self.proof.whole >= ceil(value - 1e-4 - tolerance * abs(value))

    def _round(self, duals: Relaxation, groups: list[int], width: int) -> list[tuple[int, Route]]:
        """Routes that the given duals ask for; an exact round gives a bound."""
        prices = rounded(self.network, duals.visits, duals.cuts, self.master.cuts)
        began = self.effort.share()
        below = np.rint(SCALE * np.minimum(0.0, duals.groups)).astype(np.int64) - 1
        answers = self.pricer.price(prices, groups, below, width, KEEP, self._net)
        self.effort.charge(self._unit)
        if width == 0 and len(groups) == len(self._groups):
            least = np.where(answers.exact, answers.least, answers.relaxed)
            value = lagrangian(self.network, self.master.part, prices, self.master.cuts, least)
            self.exact_share = self.effort.share() - began
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
            for dual, cut in zip(at.cuts, self.master.cuts, strict=True):
                if dual < 0.0:
                    reduced -= dual * cut.times(route)
            if self.master.add(g, route, cost) and reduced < -1e-6 * (1.0 + abs(cost)):
                best[g] = min(best.get(g, 0.0), reduced)
                improving += 1
        self._improved, self._saving = sorted(best), -sum(best.values())
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
