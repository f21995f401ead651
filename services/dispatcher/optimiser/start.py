"""What still holds of the previous plan: facts first, whole routes where they are legal, else
stop by stop.
"""

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route


def previous_routes(network: Network, costing: Costing) -> list[Route]:
    """Legal routes by shift; visits that no longer fit are left to insertion."""
    problem = network.problem
    routes = _facts(network, costing)
    if problem.previous is None:
        return routes
    shifts = {shift.id: s for s, shift in enumerate(problem.shifts)}
    visits = {visit.id: v for v, visit in enumerate(problem.visits)}
    for told in problem.previous.routes:
        s = shifts.get(told.shift)
        if s is None:
            continue
        g = int(network.group_of[s])
        elsewhere = {v for other, route in enumerate(routes) if other != s for v in route}
        known = dict.fromkeys(visits[stop.visit] for stop in told.stops if stop.visit in visits)
        mine = tuple(v for v in known if v not in elsewhere)
        if set(routes[s]) <= set(mine) and costing.cost(g, mine) is not None:
            routes[s] = mine
            continue
        for v in mine:
            longer = (*routes[s], v)
            if v not in routes[s] and costing.cost(g, longer) is not None:
                routes[s] = longer
    return routes


def _facts(network: Network, costing: Costing) -> list[Route]:
    """Stops pinned to a time, in the order of their times, as many as are legal together."""
    problem = network.problem
    shifts = {shift.id: s for s, shift in enumerate(problem.shifts)}
    routes: list[Route] = [()] * len(problem.shifts)
    timed = [
        (visit.pinned.start_s, v, shifts[visit.pinned.shift])
        for v, visit in enumerate(problem.visits)
        if visit.pinned is not None and visit.pinned.start_s is not None
    ]
    for _, v, s in sorted(timed):
        longer = (*routes[s], v)
        if costing.cost(int(network.group_of[s]), longer) is not None:
            routes[s] = longer
    return routes
