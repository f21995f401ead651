"""A few neighbouring shifts solved again, exactly: all their routes that could be part of
something cheaper are enumerated with the root's prices, and the integer master chooses.
"""

import random

import numpy as np

from services.dispatcher.optimiser.arcs import successors
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.integer import choose
from services.dispatcher.optimiser.network import SCALE, Ints, Net
from services.dispatcher.optimiser.root import Generator

_ROUTES = 4000
_MIP_S = 2.0
_LEAST, _MOST = 3, 16


class Neighbourhoods:
    """Chooses shifts around a dear one; the size follows what could be solved."""

    def __init__(self, generator: Generator, incumbent: Incumbent, rng: random.Random) -> None:
        self._generator, self._incumbent, self._rng = generator, incumbent, rng
        self._size = 7.0

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
        generator, incumbent = self._generator, self._incumbent
        network, proof = generator.network, generator.proof
        if proof.prices is None or proof.least is None:
            return True, False
        rooms: dict[int, int] = {}
        for s in shifts:
            g = int(network.group_of[s])
            rooms[g] = rooms.get(g, 0) + 1
        below = self._below(shifts, visits, rooms)
        small = self._narrowed(list(rooms), visits)
        prices = proof.prices
        listed = generator.pricer.enumerate_routes(small, prices, sorted(rooms), below, _ROUTES)
        if listed is None:
            return False, False
        for g, route in listed:
            incumbent.keep(g, route)
        pool = {(g, frozenset(route)) for g, route in listed}
        pool |= {(int(network.group_of[s]), frozenset(incumbent.routes[s])) for s in shifts}
        columns = [
            (g, incumbent.pool[g, key][1], incumbent.pool[g, key][0])
            for g, key in sorted(pool, key=lambda one: (one[0], sorted(one[1])))
            if (g, key) in incumbent.pool
        ]
        seconds = generator.effort.seconds(_MIP_S)
        chosen = choose(network, columns, seconds, visits, rooms)
        if chosen.routes is None:
            return chosen.proven, False
        kept = [
            (int(network.group_of[s]), route, 0)
            for s, route in enumerate(incumbent.routes)
            if route and s not in shifts
        ]
        return chosen.proven, incumbent.offer(incumbent.placed([*kept, *chosen.routes]))

    def _narrowed(self, groups: list[int], visits: list[int]) -> Net:
        """The network of these groups and visits alone."""
        net = self._generator.network.net
        ok = np.zeros_like(net.ok)
        ok[np.ix_(groups, visits)] = net.ok[np.ix_(groups, visits)]
        least, out = net.legs.min(axis=0), net.out.min(axis=0)
        first, after = successors(
            least, out, net.service, net.opens, net.lasts, ok, net.timed, net.hours
        )
        return net._replace(ok=ok, first=first, after=after)

    def _below(self, shifts: list[int], visits: list[int], rooms: dict[int, int]) -> Ints:
        """Equation 16 for the neighbourhood alone: its own cost against its own bound."""
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
        return np.minimum(0, proof.least) + (SCALE * (cost - 1) - bound + 1)
