"""A few neighbouring shifts solved again: their routes that the root's prices find cheap are
enumerated, and the integer master chooses. Near the bound these are all that could be part of
something cheaper, and what is chosen is the optimum of the neighbourhood.
"""

import random
from collections.abc import Sequence

import numpy as np

from services.dispatcher.optimiser.cuts import Floats
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.master import Part
from services.dispatcher.optimiser.network import SCALE
from services.dispatcher.optimiser.parts import decided, left
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.root import Generator

_FIRST, _LEAST, _MOST = 50.0, 15.0, 200.0


class Neighbourhoods:
    """Chooses shifts around a dear one; the size follows what could be solved."""

    def __init__(self, generator: Generator, incumbent: Incumbent, rng: random.Random) -> None:
        self._generator, self._incumbent, self._rng = generator, incumbent, rng
        self._size = _FIRST

    def step(self) -> bool:
        """Solve one neighbourhood again; whether the plan got better."""
        shifts = self._chosen()
        visits = self._incumbent.out + [v for s in shifts for v in self._incumbent.routes[s]]
        solved, better = self._solve(shifts, sorted(visits))
        grown = self._size * (1.1 if solved else 0.8)
        self._size = min(_MOST, max(_LEAST, grown))
        return better

    def _chosen(self) -> list[int]:
        """A shift drawn by the reduced cost of its route, and those that the master's optimum ties
        to it: it gives them, or shifts like them, stops of those chosen before.
        """
        network, routes = self._generator.network, self._incumbent.routes
        used = [s for s, route in enumerate(routes) if route]
        weights = [1.0 + max(0.0, self._waste(s)) for s in used]
        chosen = [self._rng.choices(used, weights)[0] if used else 0]
        optimum = self._generator.master.values()
        serves = _incidence(routes, network.visits)
        wanted = _incidence([one.route for _, one in optimum], network.visits)
        groups = np.array([one.group for _, one in optimum])
        tied = serves @ wanted.T + (network.group_of[:, None] == groups[None, :])
        share = np.array([value / len(one.route) for value, one in optimum])
        drift = np.array([self._rng.uniform(0.5, 1.5) for _ in routes])
        while len(chosen) < len(routes):
            score = drift * (tied @ (share * (wanted @ serves[chosen].sum(axis=0))))
            score[chosen] = 0.0
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

    def _solve(self, shifts: list[int], visits: list[int]) -> tuple[bool, bool]:
        """Whether it was solved within the limits, and whether the plan got better."""
        generator, incumbent = self._generator, self._incumbent
        network, rooms = generator.network, dict[int, int]()
        for s in shifts:
            g = int(network.group_of[s])
            rooms[g] = rooms.get(g, 0) + 1
        here = left(generator, generator.master, Part(frozenset(visits), rooms))
        for s in shifts:
            if route := incumbent.routes[s]:
                g = int(network.group_of[s])
                here.master.add(g, route, incumbent.costing.cost_of(g, route))
        chosen, is_best = decided(here, self._cost(shifts))
        if chosen is None:
            return is_best, False
        kept = [
            (int(network.group_of[s]), route, 0)
            for s, route in enumerate(incumbent.routes)
            if route and s not in shifts
        ]
        return is_best, incumbent.offer(incumbent.placed([*kept, *chosen]))

    def _cost(self, shifts: list[int]) -> int:
        """What the plan in hand costs here, with what it leaves out."""
        network, incumbent = self._generator.network, self._incumbent
        cost = sum(network.penalty[v] for v in incumbent.out)
        for s in shifts:
            if route := incumbent.routes[s]:
                cost += incumbent.costing.cost_of(int(network.group_of[s]), route)
        return cost


def _incidence(routes: Sequence[Route], visits: int) -> Floats:
    rows = np.zeros((len(routes), visits), dtype=np.float64)
    for row, route in zip(rows, routes, strict=True):
        row[list(route)] = 1.0
    return rows
