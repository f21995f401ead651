"""Runs ruin and recreate in short stretches and feeds what it meets to the pool."""

import random
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.network import SCALE, Network
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.rooms import Room, Routes, beside, room_of, routes_of
from services.dispatcher.optimiser.ruin_recreate import anneal
from services.dispatcher.optimiser.walk import Steps, steps_of

_HOT, _COLD = 0.15, 0.002  # of a mean leg
# Where people were told, a long anneal begins at this share of what leaving one of them out costs,
# and cools only after this share of its time: a visit of the ill finds its place only by way of
# promises broken and kept again.
_UPSET, _HELD, _LONG = 0.17, 0.4, 0.05
# With fewer seconds a visit than this such an anneal has all the time: a root would not end in it.
_ALONE_S = 0.05
_STRETCH_S = 0.15
_COUNTED, _COMPLETING = 60, 60
# So often in an anneal the chain that is behind goes on from the other's plan.
_MEETINGS = 8
_WALKING = 1 << 16


@dataclass(frozen=True, slots=True)
class _Chain:
    """One anneal: its plans and all that it writes to."""

    room: Room
    now: Routes
    before: Routes
    best: Routes
    ways: Steps

    @property
    def cost(self) -> int:
        """Of the plan that it stands at."""
        return int(self.now.cost.sum() + self.room.penalty[self.now.at < 0].sum())

    def follow(self, other: "_Chain") -> None:
        """Go on from where the other is."""
        for mine, theirs in ((self.now, other.now), (self.best, other.best)):
            mine.stops[:], mine.length[:] = theirs.stops, theirs.length
            mine.cost[:], mine.at[:] = theirs.cost, theirs.at


class Improver:
    """Anneals from the incumbent; what is better is offered at once. With two threads two chains
    run side by side; where work is counted there is one, whatever the threads.
    """

    def __init__(
        self, incumbent: Incumbent, effort: Effort, rng: random.Random, threads: int = 1
    ) -> None:
        self._incumbent, self._effort, self._rng = incumbent, effort, rng
        network = incumbent.network
        self._chains = [_chain(network, room_of(network), incumbent.costing.steps)]
        if threads > 1 and not effort.is_counted:
            room = beside(self._chains[0].room)
            self._chains.append(_chain(network, room, steps_of(_WALKING)))
        leg = float(np.mean(network.net.legs[0])) if network.visits else 1.0
        self._leg = SCALE + network.net.price * leg
        self._upset = _upset(network)
        self._steps = _COUNTED

    def construct(self) -> None:
        """The first plan: what is to be had from the plan in hand, the rest by insertion."""
        self._load(self._chains[0], self._incumbent.routes)
        self._anneal(self._chains[0], 0, _HOT * self._leg, self._rng.getrandbits(31))
        self._take(self._chains[0])

    def run(self, until: float, since: float = 0.0) -> None:
        """Anneal until `until` of the whole effort is spent, cooling from `since` on."""
        if not self._incumbent.network.visits:
            return
        since, met = since or self._effort.share(), 0
        if self._is_alone():
            until = 1.0
        for chain in self._chains:
            self._load(chain, self._incumbent.routes)
        with ThreadPoolExecutor(1) as pool:
            while not self._effort.is_over() and self._effort.share() < until:
                spent = min(1.0, (self._effort.share() - since) / max(1e-9, until - since))
                if spent * _MEETINGS >= met + 1:
                    met = int(spent * _MEETINGS)
                    best, *others = sorted(self._chains, key=lambda chain: chain.cost)
                    for chain in others:
                        chain.follow(best)
                self._stretch(pool, self._heat(spent, until - since))

    def _is_alone(self) -> bool:
        """Whether there is no time for anything else."""
        effort, visits = self._effort, self._incumbent.network.visits
        return self._upset > 0.0 and not effort.is_counted and effort.left_s() < _ALONE_S * visits

    def polish(self, routes: Sequence[Route], steps: int) -> None:
        """Complete a plan that may miss visits, and improve it in short stretches until time is up:
        a first few steps are always taken, for they complete it.
        """
        chain = self._chains[0]
        self._load(chain, self._incumbent.untied(routes))
        stretch = min(steps, _COMPLETING)
        while stretch > 0:
            seed = self._rng.getrandbits(31)
            self._anneal(chain, stretch, _COLD * self._leg, seed)
            steps -= stretch
            stretch = 0 if self._effort.is_over() else min(steps, self._steps)
        self._take(chain)

    def _heat(self, spent: float, share: float) -> float:
        """After `spent` of an anneal that takes this share of the whole effort."""
        hot, cold = _HOT * self._leg, _COLD * self._leg
        if share > _LONG and self._upset > hot:
            hot, spent = self._upset, max(0.0, (spent - _HELD) / (1.0 - _HELD))
        return float(hot * (cold / hot) ** max(0.0, spent))

    def _stretch(self, pool: ThreadPoolExecutor, heat: float) -> None:
        """All chains once, for about the time of a stretch or what is left of the effort."""
        left_s, steps = self._effort.left_s(), self._steps
        (first, seed), *others = ((chain, self._rng.getrandbits(31)) for chain in self._chains)
        waiting = [pool.submit(self._anneal, chain, steps, heat, more) for chain, more in others]
        self._anneal(first, steps, heat, seed)
        for one in waiting:
            one.result()
        self._effort.charge()
        spent_s = left_s - self._effort.left_s()
        if not self._effort.is_counted and spent_s > 0.0:
            pace = steps / max(1e-4, spent_s)
            stretch_s = min(_STRETCH_S, left_s - spent_s)
            self._steps = int(min(50_000, max(10, pace * stretch_s)))
        for chain in self._chains:
            self._take(chain)

    def _anneal(self, chain: _Chain, steps: int, heat: float, seed: int) -> None:
        anneal(
            self._incumbent.network.net, chain.room, chain.now, chain.before, chain.best,
            chain.ways, seed, steps, (heat, 0.9 * heat),
        )  # fmt: skip

    def _load(self, chain: _Chain, routes: Sequence[Route]) -> None:
        network = self._incumbent.network
        for plan in (chain.now, chain.best):
            plan.at[:] = -1
            plan.length[:], plan.cost[:] = 0, 0
            for s, route in enumerate(routes):
                plan.length[s] = len(route)
                plan.stops[s, : len(route)] = route
                plan.at[list(route)] = s
                if route:
                    g = int(network.group_of[s])
                    plan.cost[s] = SCALE * self._incumbent.costing.cost_of(g, route)

    def _take(self, chain: _Chain) -> None:
        incumbent, best, room = self._incumbent, chain.best, chain.room
        lengths = best.length.tolist()
        incumbent.offer(
            [tuple(row[:k]) for row, k in zip(best.stops.tolist(), lengths, strict=True)]
        )
        logged = min(int(room.logged[0]), len(room.log))
        for row in room.log[:logged].tolist():
            route = tuple(v for v in row[1:] if v >= 0)
            incumbent.keep(int(incumbent.network.group_of[row[0]]), route)
        room.logged[0] = 0


def _chain(network: Network, room: Room, ways: Steps) -> _Chain:
    shifts = len(network.problem.shifts)
    now, before, best = (routes_of(shifts, network.visits) for _ in range(3))
    return _Chain(room, now, before, best, ways)


def _upset(network: Network) -> float:
    """How hot it must be for one of those who were told to be left out meanwhile, in 1/1024."""
    if network.problem.replan is None or not network.visits:
        return 0.0
    return _UPSET * SCALE * float(np.median(network.leave_out))
