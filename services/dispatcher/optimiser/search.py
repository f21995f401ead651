"""The search for one plan: what works from above and from below, and in which order.

Insertion gives a first plan; ruin and recreate improves it and fills a pool of routes; column
generation proves a bound and prices every visit; then the gap is closed from both sides, by cuts
and enumeration from below, by dives, integer masters, neighbourhoods and more ruin from above
(docs/optimiser.md sections 4 to 8).
"""

import random
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial

from services.dispatcher.optimiser.arcs import close_ways
from services.dispatcher.optimiser.bound import trivial
from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.dive import dive
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.improve import Improver
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.master import Master, whole_of
from services.dispatcher.optimiser.neighbourhood import Neighbourhoods
from services.dispatcher.optimiser.network import Network, network_of
from services.dispatcher.optimiser.params import Progress
from services.dispatcher.optimiser.pricing import Pricer
from services.dispatcher.optimiser.prove import cut, settle
from services.dispatcher.optimiser.report import plan_of
from services.dispatcher.optimiser.root import Generator, Proof
from services.dispatcher.optimiser.start import previous_routes
from shared.routing.compiled import Compiled
from shared.routing.plan import Plan, gap_of

_FIRST_SHARE, _LARGE_SHARE, _ROOT_SHARE = 0.06, 0.08, 0.5
# Below the first the last exact rounds cost more than they raise the bound, the more the larger.
_TOLERANCE, _VAST, _TOLERANCE_VAST = 0.0004, 300, 0.0012
_POOL = 6000
_RUIN_SHARE = 0.015
_HOODS, _DIVES = 2, 6
_CLOSE, _NEAR = 0.003, 0.012
_TINY, _SMALL = 12, 150
_STEP, _ATTEMPTS = 0.004, 10
# A round of cuts is about so many exact rounds; it may take this share of the effort left.
_CUT_ROUNDS, _CUT_SHARE, _WORTH, _MUCH = 8, 0.2, 0.05, 0.0007
# So many rounds of cuts come before the first dive, as long as they help.
_CUTS_FIRST = 4
# A dive has this share of the effort left, if that is nearly what the last one took: hurried ones
# find nothing better.
_DIVE_SHARE, _NEARLY = 0.5, 0.8
# What one round of pricing may compare: about this share of the time, at so many a second.
_PRICING_SHARE, _PACE, _COUNTED_WORK = 0.1, 1.5e8, 1 << 30


class Search:
    """One solve: the plan in hand, the master, and what works on them."""

    def __init__(
        self,
        view: Compiled,
        effort: Effort,
        rng: random.Random,
        threads: int,
        on_progress: Callable[[Progress], None],
    ) -> None:
        self.effort, self._on_progress = effort, on_progress
        self.network: Network = network_of(view)
        self._costing = Costing(self.network)
        self.incumbent = Incumbent(self.network, self._costing, self.tell)
        self.pricer = Pricer(self.network, threads, effort.is_over, _work(effort, threads))
        self._improver = Improver(self.incumbent, effort, rng, threads)
        self._rng, self._threads = rng, threads
        self._proof = Proof(trivial(self.network))
        self._floor = self._proof.whole
        self._failed = float("inf")
        self._dive_share, self._cut_share, self._dives = 0.0, 0.0, 0

    def begin(self) -> None:
        """The first plan, from the previous one where there is one."""
        self.incumbent.offer(previous_routes(self.network, self._costing))
        self._improver.construct()
        self.tell()

    def run(self) -> None:
        if not self.network.visits or self.effort.is_over():
            return
        self._improver.run(self.effort.share() + (_LARGE_SHARE if self._is_large else _FIRST_SHARE))
        if self.effort.is_over():
            self.tell()
            return
        generator = self._generator()
        if generator.run(tolerance=self._tolerance, until=_ROOT_SHARE) is None:
            self._improver.run(1.0)
        else:
            self._from_both_sides(generator)
        self.tell()

    @property
    def _is_large(self) -> bool:
        return self.network.visits > _SMALL

    @property
    def _tolerance(self) -> float:
        """How closely bound and master must meet before the search goes on elsewhere."""
        if self.network.visits > _VAST:
            return _TOLERANCE_VAST
        return _TOLERANCE if self._is_large else 0.0

    def _settled(self, generator: Generator, attempts: int = _ATTEMPTS) -> bool:
        """Raise the bound by enumeration, a step at a time, as long as memory and time allow; True
        when it meets the plan in hand. With few `attempts` only better plans are looked for.
        """
        while not self.effort.is_over() and self._low < self.incumbent.cost:
            step = max(1, int(_STEP * self._low))
            target = self.incumbent.cost
            if self.network.visits > _TINY:
                target = min(target, self._low + step)
            spare = target - self._proof.whole
            if self.network.visits > _TINY and not self._is_promising(spare):
                return False
            proven = settle(generator, self.incumbent, target, attempts)
            self._floor = max(self._floor, proven or 0)
            self.tell()
            if proven is None or proven < min(target, self.incumbent.cost):
                self._failed = spare if attempts == _ATTEMPTS else self._failed
                return self._low >= self.incumbent.cost
        return self._low >= self.incumbent.cost

    def _is_promising(self, spare: int) -> bool:
        """Whether so wide a gap may be enumerated: never much wider than what failed before."""
        if self.network.visits > _SMALL and self._gap() > _NEAR:
            return False
        return spare < 0.8 * self._failed and spare < _NEAR * self.incumbent.cost

    @property
    def _low(self) -> int:
        return max(self._proof.whole, self._floor)

    def _from_both_sides(self, generator: Generator) -> None:
        """Cuts bring the bound up, dives, neighbourhoods and ruin the cost down, until they meet.
        As long as cuts close much of the gap, enumeration waits: it will have less to list.
        """
        hoods = Neighbourhoods(generator, self.incumbent, self._rng, self._threads)
        with closing(hoods):
            self._turns(generator, hoods)

    def _turns(self, generator: Generator, hoods: Neighbourhoods) -> None:
        """Until bound and plan meet or the effort is spent."""
        turn, cuts_help = 0, not self._settled(generator, 1)
        while not self.effort.is_over() and (cuts_help or not self._settled(generator)):
            turn += 1
            cuts_help = self._cut(generator)
            if cuts_help and (self._gap() < _CLOSE or turn < _CUTS_FIRST):
                continue
            better = self._dived(generator)
            for _ in range(_HOODS):
                better |= not self.effort.is_over() and hoods.step()
            self.effort.charge()
            if not better:
                self._improver.run(self.effort.share() + _RUIN_SHARE)

    def _cut(self, generator: Generator) -> bool:
        """A round of cuts, if there is time for one like the last; whether it closed much of the
        gap or of the whole cost, and there is more.
        """
        before, wide, began = self._low, self.incumbent.cost - self._low, self.effort.share()
        time = _CUT_SHARE * (1.0 - began)
        if max(self._cut_share, _CUT_ROUNDS * generator.exact_share) > time:
            return False
        there_is_more = cut(generator, self._tolerance, began + time)
        self._cut_share = self.effort.share() - began
        return there_is_more and self._low - before > min(_WORTH * wide, _MUCH * self._low)

    def _dived(self, generator: Generator) -> bool:
        """A dive, completed by ruin, if there is time for one like the last; whether the plan got
        better.
        """
        before, began = self.incumbent.cost, self.effort.share()
        time = _DIVE_SHARE * (1.0 - began)
        if self._dives == _DIVES or _NEARLY * self._dive_share > time:
            return False
        self._dives += 1
        if (found := dive(generator, before, began + time)) is not None:
            self._improver.polish(self.incumbent.placed(found), 1000)
        self._dive_share = self.effort.share() - began
        return self.incumbent.cost < before

    def _gap(self) -> float:
        return gap_of(self.incumbent.cost, self._low)

    def _generator(self) -> Generator:
        """The master with every good route that is known."""
        net = self.network.net
        close_ways(net.legs.min(axis=0), net.service, net.closed)
        master = Master(self.network, whole_of(self.network))
        for g, route, cost in self.incumbent.choices()[-_POOL:]:
            master.add(g, route, cost)
        return Generator(
            self.network, master, self.pricer, self.effort, self._costing.cost_of, self._bounded
        )

    def _bounded(self, proof: Proof) -> None:
        """Take the proof, which the generator goes on raising; what was told never falls."""
        self._proof = proof
        if proof.whole > self._floor:
            self._floor = proof.whole
            self.tell()

    @property
    def bound(self) -> int:
        """Of all plans that leave out no more pinned visits than the one in hand does."""
        return self.bound_over(self.incumbent.out)

    def bound_over(self, out: Iterable[int]) -> int:
        """Of all plans that leave out no more of what is pinned or must be served than `out`."""
        bound = self._low
        for v in out:
            bound -= self.network.penalty[v] - min(
                self.network.penalty[v], self.network.leave_out[v]
            )
        return max(0, bound)

    @property
    def cost(self) -> int:
        """What the plan in hand really costs."""
        out = self.incumbent.out
        deterrents = sum(self.network.penalty[v] - self.network.leave_out[v] for v in out)
        return self.incumbent.cost - deterrents

    def starts(self) -> dict[int, int]:
        """When each visit of the plan in hand starts."""
        starts: dict[int, int] = {}
        for s, route in enumerate(self.incumbent.routes):
            found = self._costing.schedule(s, route) if route else None
            if found is not None:
                starts |= {v: door[1] for v, door in zip(route, found.doors, strict=True)}
        return starts

    def plan(self) -> Plan:
        return plan_of(self.network, self._costing, self.incumbent.routes, self.bound)

    def tell(self) -> None:
        cost = self.cost
        bound = min(self.bound, cost)
        plan = partial(plan_of, self.network, self._costing, list(self.incumbent.routes), bound)
        self._on_progress(Progress(cost, bound, gap_of(cost, bound), self.effort.done, plan))


def _work(effort: Effort, threads: int) -> int:
    """What one round of pricing may compare."""
    if effort.is_counted:
        return _COUNTED_WORK
    return int(_PRICING_SHARE * _PACE * threads * effort.left_s())
