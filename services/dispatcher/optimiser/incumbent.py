"""The best plan in hand and the routes that were met on the way."""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field

from services.dispatcher.optimiser.between import broken
from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.integer import Choice
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route

_POOL = 60_000


@dataclass(slots=True)
class Incumbent:
    """`cost` counts a pin's deterrent; `routes` are by shift."""

    network: Network
    costing: Costing
    on_better: Callable[[], None]
    routes: list[Route] = field(default_factory=list)
    cost: int = 0
    pool: dict[tuple[int, frozenset[int]], tuple[int, Route]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.routes = [()] * len(self.network.problem.shifts)
        self.cost = sum(self.network.penalty)

    def total(self, routes: Sequence[Route]) -> int | None:
        """What a plan costs; None where a route is not legal, a visit is served
        twice or ties of visits are broken.
        """
        cost, seen = sum(self.network.penalty), set[int]()
        for s, route in enumerate(routes):
            if not route:
                continue
            one = self.costing.cost(int(self.network.group_of[s]), route)
            if one is None or not seen.isdisjoint(route):
                return None
            seen.update(route)
            cost += one - sum(self.network.penalty[v] for v in route)
        return None if broken(self.network.view, routes) else cost

    def offer(self, routes: Sequence[Route]) -> bool:
        """Take a plan, without what breaks ties in it, if it is better than the one in hand."""
        routes = self.untied(routes)
        cost = self.total(routes)
        if cost is None or cost >= self.cost:
            return False
        self.routes, self.cost = list(routes), cost
        for s, route in enumerate(routes):
            if route:
                self.keep(int(self.network.group_of[s]), route)
        self.on_better()
        return True

    def untied(self, routes: Sequence[Route]) -> list[Route]:
        """The same without the visits that break ties; a route that breaks without them is
        emptied.
        """
        left = list(routes)
        while out := set(broken(self.network.view, left)):
            for s, route in enumerate(left):
                if not out.isdisjoint(route):
                    shorter = tuple(v for v in route if v not in out)
                    g = int(self.network.group_of[s])
                    left[s] = shorter if self.costing.cost(g, shorter) is not None else ()
        return left

    def keep(self, g: int, route: Route) -> None:
        """Remember a route: for each group and set of visits the cheapest order."""
        cost = self.costing.cost(g, route)
        key = (g, frozenset(route))
        if cost is not None and (key not in self.pool or cost < self.pool[key][0]):
            if len(self.pool) >= _POOL:
                for old in list(self.pool)[: _POOL // 2]:
                    del self.pool[old]
            self.pool[key] = (cost, route)

    def placed(
        self, choices: Iterable[Choice], shifts: Collection[int] | None = None
    ) -> list[Route]:
        """Routes of groups given to their shifts, to these alone if `shifts` are named: the others
        stay as they are. A shift keeps the route that it has.
        """
        waiting: dict[int, list[Route]] = {}
        for g, route, _ in choices:
            waiting.setdefault(g, []).append(route)
        open_to = range(len(self.routes)) if shifts is None else shifts
        routes = [() if s in open_to else route for s, route in enumerate(self.routes)]
        for g, mine in waiting.items():
            empty = []
            for s in filter(open_to.__contains__, self.network.members[g]):
                if self.routes[s] in mine:
                    routes[s] = self.routes[s]
                    mine.remove(routes[s])
                else:
                    empty.append(s)
            for s, route in zip(empty, mine, strict=False):
                routes[s] = route
        return routes

    def choices(self) -> list[Choice]:
        """The pool as columns."""
        return [(g, route, cost) for (g, _), (cost, route) in self.pool.items()]

    @property
    def out(self) -> list[int]:
        placed = {v for route in self.routes for v in route}
        return [v for v in range(self.network.visits) if v not in placed]
