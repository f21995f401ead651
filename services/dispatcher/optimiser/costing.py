"""Exact costs and times of routes, remembered (docs/optimiser.md section 2)."""

import numpy as np

from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.network import FAR, SCALE, Network
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.walk import behind, best_walk, route_cost, steps_of
from shared.routing.schedule import Schedule, closed, first_labels, longer_labels

_REMEMBERED = 300_000
_WALKING = 1 << 16


class Costing:
    """Whole costs of routes by group; None where a route is not legal. Each thread needs its own:
    kernels let others run while they write `steps`.
    """

    def __init__(self, network: Network) -> None:
        self._network = network
        self.steps = steps_of(_WALKING)
        self._known: dict[tuple[int, Route], int | None] = {}

    def cost(self, g: int, route: Route) -> int | None:
        key = (g, route)
        if key not in self._known:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known[key] = self._cost(g, route)
        return self._known[key]

    def cost_of(self, g: int, route: Route) -> int:
        """Of a route that is known to be legal."""
        cost = self.cost(g, route)
        if cost is None:
            raise ValueError(f"route {route} of group {g} is not legal")
        return cost

    def _cost(self, g: int, route: Route) -> int | None:
        if len(route) > LONGEST:
            return None
        row = np.array(route, dtype=np.int32)
        cost = route_cost(self._network.net, g, row, len(route), self.steps)
        return None if cost >= FAR else int(cost) // SCALE

    def schedule(self, s: int, route: Route) -> Schedule | None:
        """The cheapest schedule of a legal route in shift s, as plain Python walks it at the
        kernels' times; None where it cannot.
        """
        view, g = self._network.view, int(self._network.group_of[s])
        row = np.array(route, dtype=np.int32)
        _, last = best_walk(self._network.net, g, row, len(route), self.steps)
        labels = first_labels(view, s)
        for i, left in enumerate(behind(self.steps, last, len(route))):
            longer = longer_labels(view, s, labels, route[: i + 1])
            labels = [one for one in longer if one.leave_s == left]
        return closed(view, s, labels, route)
