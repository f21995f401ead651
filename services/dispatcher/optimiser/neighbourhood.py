"""A few shifts that the master's optimum ties together, solved again as a part of the day of their
own, two such parts at once (docs/optimiser.md section 7).
"""

import random
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass
from itertools import cycle

import numpy as np

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.cuts import incidence, load
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.master import Part
from services.dispatcher.optimiser.network import SCALE
from services.dispatcher.optimiser.parts import Kit, decided, left
from services.dispatcher.optimiser.root import Generator

_POLL_S = 0.02
_Answer = tuple[list[Choice] | None, bool]
_FIRST, _LEAST, _MOST = 50.0, 15.0, 200.0
_SHARE = 0.04  # of the effort left, for one


@dataclass(frozen=True, slots=True)
class _Hood:
    """Some shifts, and the visits that they may share: their own and, of one, all that are out."""

    shifts: list[int]
    part: Part
    cost: int


class Neighbourhoods:
    """Chooses shifts around a dear one; how many visits they have follows what could be solved."""

    def __init__(
        self, generator: Generator, incumbent: Incumbent, rng: random.Random, threads: int
    ) -> None:
        load()
        self._generator, self._incumbent, self._rng = generator, incumbent, rng
        self._size = _FIRST
        self._beside = effort = generator.effort.beside()
        self._kits = [
            Kit(pricer, effort, Costing(generator.network))
            for pricer in generator.pricer.split(effort.is_over)
        ]
        is_beside = threads > 1 and not effort.is_counted
        self._executor = ThreadPoolExecutor(threads) if is_beside else None

    def close(self) -> None:
        for one in self._kits:
            one.pricer.close()
        if self._executor is not None:
            self._executor.shutdown()

    def step(self) -> bool:
        """Solve two neighbourhoods again that share nothing; whether the plan got better."""
        first = self._chosen([])
        second = self._chosen(first)
        hoods = [self._hood(first, self._incumbent.out)]
        if second:
            hoods.append(self._hood(second, []))
        better = False
        for hood, (chosen, is_best) in zip(hoods, self._answers(hoods), strict=True):
            grown = self._size * (1.1 if is_best else 0.8)
            self._size = min(_MOST, max(_LEAST, grown))
            better |= chosen is not None and self._taken(hood, chosen)
        self._generator.effort.charge(self._beside.hand_over())
        return better

    def _answers(self, hoods: list[_Hood]) -> list[_Answer]:
        pairs = zip(hoods, cycle(self._kits), strict=False)
        if self._executor is None:
            return [self._solved(hood, kit) for hood, kit in pairs]
        futures = [self._executor.submit(self._solved, hood, kit) for hood, kit in pairs]
        while wait(futures, timeout=_POLL_S).not_done:
            self._generator.effort.is_over()  # asks whether to stop; the others hear of it
        return [one.result() for one in futures]

    def _hood(self, shifts: list[int], out: list[int]) -> _Hood:
        network, incumbent, rooms = self._generator.network, self._incumbent, dict[int, int]()
        cost, visits = sum(network.penalty[v] for v in out), set(out)
        for s in shifts:
            g, route = int(network.group_of[s]), incumbent.routes[s]
            rooms[g] = rooms.get(g, 0) + 1
            visits |= set(route)
            cost += incumbent.costing.cost_of(g, route) if route else 0
        return _Hood(shifts, Part(frozenset(visits), rooms), cost)

    def _solved(self, hood: _Hood, kit: Kit) -> _Answer:
        """What is better, if anything was found; and whether nothing is better still."""
        generator, incumbent = self._generator, self._incumbent
        here = left(generator, generator.master, hood.part, kit)
        for s in hood.shifts:
            if route := incumbent.routes[s]:
                g = int(generator.network.group_of[s])
                here.master.add(g, route, kit.costing.cost_of(g, route))
        return decided(here, hood.cost, _SHARE)

    def _taken(self, hood: _Hood, chosen: list[Choice]) -> bool:
        return self._incumbent.offer(self._incumbent.placed(chosen, hood.shifts))

    def _chosen(self, taken: list[int]) -> list[int]:
        """A shift drawn by the reduced cost of its route, and those that the master's optimum ties
        to it: it gives them, or shifts like them, stops of those chosen before. None is in `taken`.
        """
        network, routes = self._generator.network, self._incumbent.routes
        used = [s for s, route in enumerate(routes) if route and s not in taken]
        if not used:
            return [] if taken else [0]
        weights = [1.0 + max(0.0, self._waste(s)) for s in used]
        chosen = self._rng.choices(used, weights)
        optimum = self._generator.master.values()
        serves = incidence(routes, network.visits)
        wanted = incidence([one.route for _, one in optimum], network.visits)
        groups = np.array([one.group for _, one in optimum])
        tied = serves @ wanted.T + (network.group_of[:, None] == groups[None, :])
        share = np.array([value / len(one.route) for value, one in optimum])
        drift = np.array([self._rng.uniform(0.5, 1.5) for _ in routes])
        while len(chosen) < len(routes):
            score = drift * (tied @ (share * (wanted @ serves[chosen].sum(axis=0))))
            score[[*taken, *chosen]] = 0.0
            best = int(np.argmax(score))
            if score[best] <= 0.0 or serves[[*chosen, best]].sum() > self._size:
                break
            chosen.append(best)
        return chosen

    def _waste(self, s: int) -> float:
        """How much dearer this route is than the prices say it could be."""
        proof, route = self._generator.proof, self._incumbent.routes[s]
        if proof.prices is None or proof.least is None:
            return 0.0
        g = int(self._generator.network.group_of[s])
        cost = SCALE * self._incumbent.costing.cost_of(g, route)
        return float(cost - proof.prices.visit[list(route)].sum() - min(0, proof.least[g])) / SCALE
