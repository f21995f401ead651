"""Exact costs and times of routes, remembered (docs/optimiser.md section 2)."""

import numpy as np

from services.dispatcher.optimiser.completion import completion_of
from services.dispatcher.optimiser.labelling import LONGEST
from services.dispatcher.optimiser.labels import Labels, Prices, labels_of
from services.dispatcher.optimiser.network import FAR, SCALE, Network
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.walk import route_cost, route_times
from shared.routing.schedule import Schedule, closed, first_labels, longer_labels

_REMEMBERED = 300_000
_WALKING, _RIVALS = 4096, 128


def free_prices(visits: int) -> Prices:
    """No duals: reduced costs are costs."""
    none = np.zeros(0, dtype=np.int64)
    return Prices(
        np.zeros(visits, dtype=np.int64),
        none,
        np.zeros(visits + 1, dtype=np.int64),
        np.zeros(0, dtype=np.int32),
    )


class Costing:
    """Whole costs of routes by group; None where a route is not legal."""

    def __init__(self, network: Network) -> None:
        self._network = network
        self.free = free_prices(network.visits)
        self.bound = completion_of(network.visits)
        self.labels: Labels = labels_of(network.visits, _WALKING, _RIVALS, 1)
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
        cost = route_cost(self._network.net, self.free, g, row, len(route), self.bound, self.labels)
        return None if cost >= FAR else int(cost) // SCALE

    def schedule(self, s: int, route: Route) -> Schedule | None:
        """The cheapest schedule of a legal route in shift s, as plain Python walks it at the
        kernels' times; None where it cannot.
        """
        view, g = self._network.view, int(self._network.group_of[s])
        leaves = np.zeros(len(route), dtype=np.int64)
        row = np.array(route, dtype=np.int32)
        net = self._network.net
        route_times(net, self.free, g, row, len(route), self.bound, self.labels, leaves)
        labels = first_labels(view, s)
        for i, left in enumerate(leaves.tolist()):
            longer = longer_labels(view, s, labels, route[: i + 1])
            labels = [one for one in longer if one.leave_s == left]
        return closed(view, s, labels, route)
