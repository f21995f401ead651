"""Partial routes as the kernels make them, and whatever can become of one, in plain Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field

from services.dispatcher.optimiser.arcs import close_ways
from services.dispatcher.optimiser.bound import rounded
from services.dispatcher.optimiser.completion import Completion, completion_of
from services.dispatcher.optimiser.cuts import Cut
from services.dispatcher.optimiser.jit import lean
from services.dispatcher.optimiser.labelling import Job, _spread
from services.dispatcher.optimiser.labels import Labels, Prices, begin, dominates, labels_of
from services.dispatcher.optimiser.network import FAR, SCALE, Net, Network, network_of
from shared.routing.compiled import Compiled
from shared.routing.schedule import Label, closed, longer_labels

Route = tuple[int, ...]
_SIZE, _ROOM = 8192, 256
_ALL = Job(width=0, below=FAR, prunes=False, most=FAR)


@lean
def _extend(
    net: Net, prices: Prices, g: int, bound: Completion, labels: Labels, job: Job, label: int
) -> None:
    """All labels that follow: with counts below zero nobody is found to be compared with (seats
    are then counted from the end).
    """
    labels.count[:] = -200
    _spread(net, prices, g, bound, labels, job, label)


@lean
def _beats(net: Net, prices: Prices, g: int, labels: Labels, a: int, b: int) -> bool:
    """As the rivals at a visit are compared."""
    if labels.leave[a] > labels.leave[b] or labels.value[a] > labels.value[b]:
        return False
    return dominates(net, prices, g, labels, a, b)


def duals(rng: random.Random, network: Network, cuts: int) -> tuple[Prices, tuple[Cut, ...]]:
    """Random prices of visits and of subset-row cuts."""
    visits, wide = network.visits, rng.choice((300, 3000, 12_000))
    drawn = tuple(
        Cut(tuple(sorted(rng.sample(range(visits), 3)))) for _ in range(cuts if visits >= 3 else 0)
    )
    of_visits = [rng.uniform(-100, wide) for _ in range(visits)]
    return rounded(network, of_visits, [-rng.uniform(0, wide) for _ in drawn], drawn), drawn


@dataclass(slots=True)
class Pool:
    """Partial routes of one group of shifts, at given prices; `at` are their labels."""

    view: Compiled
    network: Network
    g: int
    prices: Prices
    cuts: tuple[Cut, ...]
    labels: Labels
    bound: Completion
    at: list[int] = field(default_factory=list)
    _next: dict[int, range] = field(default_factory=dict)
    _ends: dict[int, dict[Route, int]] = field(default_factory=dict)

    @property
    def shift(self) -> int:
        """Any of the group."""
        return self.network.members[self.g][0]

    def walk(self, rng: random.Random) -> None:
        """One random legal partial route, some way along: it joins the pool."""
        label, most = 0, self.network.visits
        for _ in range(min(rng.randint(1, most) for _ in range(3))):
            if label not in self._next:
                first = int(self.labels.made[0])
                net, labels = self.network.net, self.labels
                _extend(net, self.prices, self.g, self.bound, labels, _ALL, label)
                self._next[label] = range(first, int(labels.made[0]))
            if not self._next[label]:
                break
            label = rng.choice(self._next[label])
        if label and label not in self.at:
            self.at.append(label)

    def route(self, label: int) -> Route:
        route: list[int] = []
        while label:
            route.append(int(self.labels.node[label]))
            label = int(self.labels.parent[label])
        return tuple(route[::-1])

    def beats(self, a: int, b: int) -> bool:
        """Whether the kernels would drop the second for the first."""
        return bool(_beats(self.network.net, self.prices, self.g, self.labels, a, b))

    def ends(self, label: int) -> dict[Route, int]:
        """Every legal continuation and the least reduced cost of the route with it."""
        if label not in self._ends:
            found: dict[Route, int] = {}
            route = self.route(label)
            self._go_on(route, len(route), [self._as_plain(label, route)], found)
            paid = int(self.labels.value[label])
            self._ends[label] = {
                more: paid + SCALE * cost + self._priced(route, more)
                for more, cost in found.items()
            }
        return self._ends[label]

    def _as_plain(self, label: int, route: Route) -> Label:
        shift, labels = self.view.shifts[self.shift], self.labels
        due = [i for i, rest in enumerate(shift.breaks) if rest[1] >= shift.opens_s]
        taken = frozenset(i for bit, i in enumerate(due) if labels.taken[label] >> bit & 1)
        return Label(
            leave_s=int(labels.leave[label]),
            cost=0,
            travel_s=int(labels.driven[label]),
            night_s=int(labels.work[label, 1]),
            taken=taken,
            doors=((0, 0),) * len(route),
        )

    def _go_on(
        self, route: Route, made: int, labels: Sequence[Label], found: dict[Route, int]
    ) -> None:
        home = closed(self.view, self.shift, labels, route)
        if home is not None:
            found[route[made:]] = home.cost
        for w in range(self.network.visits):
            if w in route or any({w, u} == set(pair) for pair in self.view.pairs for u in route):
                continue
            longer = (*route, w)
            reached = longer_labels(self.view, self.shift, labels, longer)
            if reached:
                self._go_on(longer, made, reached, found)

    def _priced(self, route: Route, more: Route) -> int:
        """What the prices add for going on: each second visit of a cut pays."""
        total = -sum(int(self.prices.visit[w]) for w in more)
        for price, cut in zip(self.prices.cut.tolist(), self.cuts, strict=True):
            before = len(set(cut.visits) & set(route))
            total += price * ((before + len(set(cut.visits) & set(more))) // 2 - before // 2)
        return total


def pool_of(rng: random.Random, view: Compiled, walks: int) -> Pool:
    """Random walks in one group of the day, at random prices."""
    network = network_of(view)
    net = network.net
    close_ways(net.legs.min(axis=0), net.service, net.closed)
    prices, cuts = duals(rng, network, rng.choice((0, 1, 3)))
    labels = labels_of(network.visits, _SIZE, _ROOM, 1)
    g = rng.randrange(network.groups)
    begin(net.hours[g], labels)
    pool = Pool(view, network, g, prices, cuts, labels, completion_of(network.visits))
    for _ in range(walks):
        pool.walk(rng)
    return pool
