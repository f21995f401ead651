"""The last word before a plan is told: plain Python walks every route at the kernels' times.

What it cannot follow is left out, visit by visit, until all that is left is legal: a plan may be
dearer than the search believed, never illegal.
"""

from collections.abc import Iterator, Mapping, Sequence

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.network import Network
from shared.routing.compiled import Compiled
from shared.routing.schedule import Schedule, cheapest_schedule

Route = tuple[int, ...]
Placed = dict[int, tuple[Route, Schedule]]


def legal_routes(network: Network, costing: Costing, routes: Sequence[Route]) -> Placed:
    """The used routes by shift, with their times."""
    view, placed = network.view, Placed()
    for s, route in enumerate(routes):
        if route:
            found = costing.schedule(s, route)
            _put(view, placed, s, route, found)
    while (v := next(_broken(view, placed), None)) is not None:
        s = next(s for s, (route, _) in placed.items() if v in route)
        _put(view, placed, s, tuple(u for u in placed[s][0] if u != v))
    return placed


def _put(
    view: Compiled, placed: Placed, s: int, route: Route, found: Schedule | None = None
) -> None:
    """The longest beginning of the route that is legal."""
    placed.pop(s, None)
    while route and found is None:
        found = cheapest_schedule(view, s, route)
        route = route if found else route[:-1]
    if route and found is not None:
        placed[s] = (route, found)


def _broken(view: Compiled, placed: Mapping[int, tuple[Route, Schedule]]) -> Iterator[int]:
    """Visits that break a tie; the one that is cheaper to leave out."""
    if not (view.orders or view.pairs or view.gaps):
        return
    at = {v: s for s, (route, _) in placed.items() for v in route}
    starts = {
        v: door[1]
        for route, found in placed.values()
        for v, door in zip(route, found.doors, strict=True)
    }
    for a, b in view.pairs:
        if (a in at) != (b in at):
            yield a if a in at else b
        elif a in at:
            alike = view.shifts[at[a]].therapist == view.shifts[at[b]].therapist
            if alike or starts[a] != starts[b]:
                yield a
    for a, b, least, most in view.gaps:
        if a not in at or b not in at:
            continue
        if not least <= starts[b] - starts[a] - int(view.service[a]) <= most:
            yield _cheaper(view, a, b)
    for a, b, _ in view.orders:
        if a in at and b in at and at[a] != at[b]:
            yield _cheaper(view, a, b)


def _cheaper(view: Compiled, a: int, b: int) -> int:
    return min(a, b, key=lambda v: (_is_held(view, v), int(view.leave_out[v]), v))


def _is_held(view: Compiled, v: int) -> bool:
    return bool(view.must[v]) or int(view.pin_shift[v]) >= 0
