"""Runs ruin and recreate in short stretches and feeds what it meets to the pool."""

import random
from collections.abc import Sequence

import numpy as np

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.network import SCALE
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.rooms import room_of, routes_of
from services.dispatcher.optimiser.ruin_recreate import anneal

_HOT, _COLD = 0.15, 0.002  # of a mean leg
_STRETCH_S = 0.15
_COUNTED = 60


class Improver:
    """Anneals from the incumbent; what is better is offered at once."""

    def __init__(self, incumbent: Incumbent, effort: Effort, rng: random.Random) -> None:
        self._incumbent, self._effort, self._rng = incumbent, effort, rng
        network = incumbent.network
        shifts = len(network.problem.shifts)
        self._now, self._before, self._best = (routes_of(shifts, network.visits) for _ in range(3))
        self._room = room_of(network)
        self._leg = SCALE + network.net.price * float(
            np.mean(network.net.legs[0]) if network.visits else 1
        )
        self._steps = _COUNTED

    def construct(self) -> None:
        """The first plan: what is to be had from the plan in hand, the rest by insertion."""
        self._load(self._incumbent.routes)
        self._anneal(0, 1.0)
        self._take()

    def run(self, until: float, since: float = 0.0) -> None:
        """Anneal until `until` of the whole effort is spent, cooling from `since` on."""
        if not self._incumbent.network.visits:
            return
        self._load(self._incumbent.routes)
        since = since or self._effort.share()
        while not self._effort.is_over() and self._effort.share() < until:
            cooled = (self._effort.share() - since) / max(1e-9, until - since)
            left_s = self._effort.left_s()
            self._anneal(self._steps, _HOT * (_COLD / _HOT) ** min(1.0, max(0.0, cooled)))
            self._effort.charge()
            spent_s = left_s - self._effort.left_s()
            if not self._effort.is_counted and spent_s > 0.0:
                pace = self._steps / max(1e-4, spent_s)
                self._steps = int(min(50_000, max(10, pace * _STRETCH_S)))
            self._take()

    def polish(self, routes: Sequence[Route], steps: int) -> None:
        """Complete and improve a plan that may miss visits, in short stretches until time is up."""
        self._load(self._incumbent.untied(routes))
        while steps > 0 and not self._effort.is_over():
            self._anneal(min(steps, self._steps), _COLD)
            steps -= self._steps
        self._take()

    def _anneal(self, steps: int, heat: float) -> None:
        costing = self._incumbent.costing
        heats = (heat * self._leg, 0.9 * heat * self._leg)
        anneal(
            self._incumbent.network.net, self._room, self._now, self._before, self._best,
            costing.steps, self._rng.getrandbits(31), steps, heats,
        )  # fmt: skip

    def _load(self, routes: Sequence[Route]) -> None:
        network = self._incumbent.network
        for plan in (self._now, self._best):
            plan.at[:] = -1
            plan.length[:], plan.cost[:] = 0, 0
            for s, route in enumerate(routes):
                plan.length[s] = len(route)
                plan.stops[s, : len(route)] = route
                plan.at[list(route)] = s
                if route:
                    g = int(network.group_of[s])
                    plan.cost[s] = SCALE * self._incumbent.costing.cost_of(g, route)

    def _take(self) -> None:
        incumbent, best = self._incumbent, self._best
        lengths = best.length.tolist()
        incumbent.offer(
            [tuple(row[:k]) for row, k in zip(best.stops.tolist(), lengths, strict=True)]
        )
        logged = min(int(self._room.logged[0]), len(self._room.log))
        for row in self._room.log[:logged].tolist():
            route = tuple(v for v in row[1:] if v >= 0)
            incumbent.keep(int(incumbent.network.group_of[row[0]]), route)
        self._room.logged[0] = 0
