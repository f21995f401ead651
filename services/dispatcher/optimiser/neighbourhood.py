"""A few neighbouring shifts solved again: their routes that the root's prices find cheap are
enumerated, and the integer master chooses. Near the bound these are all that could be part of
something cheaper, and what is chosen is the optimum of the neighbourhood.
"""

import random

import numpy as np

from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import Choice, choose
from services.dispatcher.optimiser.narrow import narrowed
from services.dispatcher.optimiser.network import SCALE, Ints
from services.dispatcher.optimiser.root import Generator

_ROUTES = 4000
_MIP_S = 2.0
_LEAST, _MOST = 3, 16
_COLUMNS = 2500
# How much dearer than its group's best a route may be, as a share of the plan's cost.
_REACH = 0.002


class Neighbourhoods:
    """Chooses shifts around a dear one; the size follows what could be solved."""

    def __init__(self, generator: Generator, incumbent: Incumbent, rng: random.Random) -> None:
        self._generator, self._incumbent, self._rng = generator, incumbent, rng
        self._size = 7.0
        self._reach = _REACH * incumbent.cost

    def step(self) -> bool:
        """Solve one neighbourhood again; whether the plan got better."""
        shifts = self._chosen()
        visits = self._incumbent.out + [v for s in shifts for v in self._incumbent.routes[s]]
        solved, better = self._solve(shifts, sorted(visits))
        grown = self._size + (0.1 if solved else -0.5)
        self._size = min(float(_MOST), max(float(_LEAST), grown))
        return better

    def _chosen(self) -> list[int]:
        """A shift drawn by the reduced cost of its route, and the nearest to its stops."""
        routes, net = self._incumbent.routes, self._generator.network.net
        used = [s for s, route in enumerate(routes) if route]
        weights = [1.0 + max(0.0, self._waste(s)) for s in used]
        seed = self._rng.choices(used, weights)[0] if used else 0
        mine = list(routes[seed])
        near = []
        for s in range(len(routes)):
            if s == seed:
                continue
            if routes[s] and mine:
                apart = float(net.legs[0][np.ix_(mine, list(routes[s]))].mean())
            else:
                apart = float(net.out[0, self._generator.network.group_of[s]].mean())
            near.append((apart * self._rng.uniform(0.7, 1.3), s))
        return [seed, *(s for _, s in sorted(near)[: int(self._size)])]

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
        network = generator.network
        if generator.proof.prices is None or generator.proof.least is None:
            return True, False
        rooms: dict[int, int] = {}
        for s in shifts:
            g = int(network.group_of[s])
            rooms[g] = rooms.get(g, 0) + 1
        pool = self._pool(shifts, visits, rooms)
        if pool is None:
            self._reach *= 0.7
            return True, False
        self._reach *= 0.8 if len(pool) > _COLUMNS else 1.2 if len(pool) < _COLUMNS // 2 else 1.0
        self._reach = min(self._reach, float(incumbent.cost))
        mine = [(int(network.group_of[s]), incumbent.routes[s]) for s in shifts]
        held = [(g, route, incumbent.costing.cost_of(g, route)) for g, route in mine if route]
        columns = held + [one for one in pool[:_COLUMNS] if one not in held]
        chosen = choose(network, columns, generator.effort.seconds(_MIP_S), visits, rooms)
        if chosen.routes is None:
            return chosen.proven, False
        kept = [
            (int(network.group_of[s]), route, 0)
            for s, route in enumerate(incumbent.routes)
            if route and s not in shifts
        ]
        return chosen.proven, incumbent.offer(incumbent.placed([*kept, *chosen.routes]))

    def _pool(
        self, shifts: list[int], visits: list[int], rooms: dict[int, int]
    ) -> list[Choice] | None:
        """The routes within reach, cheapest by the prices first; None if there are too many."""
        generator, costing = self._generator, self._incumbent.costing
        prices = generator.proof.prices
        if prices is None:
            return None
        small = narrowed(generator.network.net, rooms, visits)
        below = self._below(shifts, visits, rooms)
        listed = generator.pricer.enumerate_routes(small, prices, sorted(rooms), below, _ROUTES)
        if listed is None:
            return None
        priced = dict[tuple[int, frozenset[int]], tuple[int, Choice]]()
        for g, route in listed:
            cost, key = costing.cost_of(g, route), (g, frozenset(route))
            value = SCALE * cost - int(prices.visit[list(route)].sum())
            if key not in priced or value < priced[key][0]:
                priced[key] = (value, (g, route, cost))
        return [one for _, one in sorted(priced.values())]

    def _below(self, shifts: list[int], visits: list[int], rooms: dict[int, int]) -> Ints:
        """Equation 16 for the neighbourhood alone: its own cost against its own bound; no more than
        the reach.
        """
        network, proof = self._generator.network, self._generator.proof
        if proof.prices is None or proof.least is None:
            raise ValueError("the root has no bound yet")
        cost = sum(network.penalty[v] for v in self._incumbent.out)
        bound = sum(
            min(int(proof.prices.visit[v]), SCALE * network.penalty[v]) for v in visits
        ) - int(proof.prices.cut.sum())
        for s in shifts:
            route, g = self._incumbent.routes[s], int(network.group_of[s])
            cost += self._incumbent.costing.cost_of(g, route) if route else 0
        for g, room in rooms.items():
            bound += room * min(0, int(proof.least[g]))
        spare = min(SCALE * (cost - 1) - bound, int(SCALE * self._reach))
        return np.minimum(0, proof.least) + spare + 1
