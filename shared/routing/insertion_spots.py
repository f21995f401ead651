"""The best places for one visit over all live routes, exact under every rule.

`insertion_sweep` bounds every place from below; the places are then confirmed in that order by
timing the whole route under every rule (`schedule`), until no bound can beat what is confirmed.
"""

from bisect import insort
from collections.abc import Iterator
from dataclasses import dataclass, replace

from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import NEVER
from shared.routing.insertion_sweep import sweep
from shared.routing.insertion_ties import keeps_gaps, tied_newcomer
from shared.routing.live_day import LiveDay
from shared.routing.schedule import Schedule, closed, longer_labels


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """The visit goes before stop `position` of the route of shift index `shift`; `added_cost` is
    what the route costs more, every term weighted. Ordered best first.
    """

    added_cost: int
    start_s: int
    shift: int
    position: int


def best_spots(day: LiveDay, v: int, limit: int | None = None) -> list[Spot]:
    """Every legal place of visit index `v`, which is on no route, or the first `limit` of them:
    cheapest first, earlier first among equals.
    """
    view = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    if view is None:
        return []
    found: list[Spot] = []
    for bound, s, position in _promising(day, view, v):
        if limit is not None and len(found) >= limit and found[limit - 1].added_cost < bound:
            break
        schedule = schedule_with(day, v, s, position, view)
        if schedule is not None:
            insort(found, _spot(day, schedule, s, position))
    return found[:limit]


def on_view(day: LiveDay, view: Compiled) -> LiveDay:
    """The same routes read by a view that differs only in what it says of visits on no route."""
    return replace(day, view=view)


def schedule_with(
    day: LiveDay, v: int, s: int, position: int, view: Compiled | None = None
) -> Schedule | None:
    """The cheapest schedule of the route with the visit in it; None where none is legal."""
    view = view or tied_newcomer(day.view, v, day.shift_of, day.start_of)
    if view is None or day.schedules[s] is None:
        return None
    route = (*day.routes[s][:position], v, *day.routes[s][position:])
    labels = list(day.labels[s][position])
    for i in range(position, len(route)):
        labels = longer_labels(view, s, labels, route[: i + 1])
    found = closed(view, s, labels, route)
    if found is None or not view.gaps:
        return found
    starts = {u: door[1] for u, door in zip(route, found.doors, strict=True)}
    return found if keeps_gaps(view, starts) else None


def _spot(day: LiveDay, found: Schedule, s: int, position: int) -> Spot:
    base = day.schedules[s]
    before = 0 if base is None else base.cost
    return Spot(found.cost - before, found.doors[position][1], s, position)


def _promising(day: LiveDay, view: Compiled, v: int) -> Iterator[tuple[int, int, int]]:
    """Bound, shift and position, by bound. A stop pinned to a time can be a fact, which the sweep
    does not know: every position of its shift is tried.
    """
    if view.pin_start[v] != NEVER:
        s = int(view.pin_shift[v])
        for position in range(len(day.routes[s]) + 1):
            yield -NEVER, s, position
        return
    bounds = sweep(day, view, v)
    for leg, bound in zip(bounds.leg.tolist(), bounds.added_cost.tolist(), strict=True):
        yield bound, int(day.legs.shift[leg]), int(day.legs.position[leg])
