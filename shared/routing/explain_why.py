"""Why a placed visit is where it is: who else could take it, at what extra cost, and who cannot."""

from dataclasses import dataclass

from shared.routing.explain_blockers import TOO_COSTLY, Blocked, blockers
from shared.routing.insertion_spots import Spot, best_spots, schedule_with
from shared.routing.live_day import LiveDay, live_day


@dataclass(frozen=True, slots=True)
class RunnerUp:
    """The best place in another shift, all other visits staying where they are."""

    spot: Spot
    extra_cost: int


@dataclass(frozen=True, slots=True)
class Why:
    """`added_cost` is what the visit adds to its route; `runners_up` cheapest first (a negative
    extra cost: it would be cheaper there); `blocked` tells of the shifts that cannot take it.
    `without` is the day without the visit.
    """

    shift: int
    position: int
    added_cost: int
    runners_up: tuple[RunnerUp, ...]
    blocked: tuple[Blocked, ...]
    without: LiveDay


def why_here(day: LiveDay, v: int, most: int = 3) -> Why | None:
    """None if the visit is on no route, or its route has no legal schedule."""
    s = day.shift_of.get(v)
    if s is None or day.schedules[s] is None:
        return None
    position = day.routes[s].index(v)
    routes = [tuple(u for u in route if u != v) for route in day.routes]
    starts = {u: start for u, start in day.start_of.items() if u != v}
    without = live_day(day.view, routes, starts)
    here = schedule_with(without, v, s, position)
    base = without.schedules[s]
    if here is None or base is None:
        return None
    added = here.cost - base.cost
    best: dict[int, Spot] = {}
    for spot in best_spots(without, v):
        best.setdefault(spot.shift, spot)
    others = [RunnerUp(spot, spot.added_cost - added) for t, spot in best.items() if t != s]
    blocked = tuple(one for one in blockers(without, v) if one.rule != TOO_COSTLY)
    return Why(s, position, added, tuple(others[:most]), blocked, without)
