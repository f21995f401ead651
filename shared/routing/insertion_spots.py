"""The best places for one visit over all live routes, exact under every rule.

`insertion_sweep` bounds every place from below; the places are then confirmed in that order by
timing the whole route under every rule (`schedule`), until no bound can beat what is confirmed.
"""

from bisect import insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

import numpy as np

from shared.routing.compiled import Compiled
from shared.routing.compiled_shifts import NEVER
from shared.routing.insertion_sweep import sweep
from shared.routing.insertion_ties import tied_newcomer
from shared.routing.live_day import LiveDay
from shared.routing.reading import Window
from shared.routing.schedule import Schedule, closed, longer_labels
from shared.routing.schedule_gaps import cheapest_keeping_gaps, gaps_within
from shared.routing.spans import ALWAYS
from shared.routing.starts import within


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """The visit goes before stop `position` of the route of shift index `shift`; `added_cost` is
    what the route costs more, every term weighted. Ordered best first.
    """

    added_cost: int
    start_s: int
    shift: int
    position: int
    added_travel_s: int


class _Place(NamedTuple):
    """Somewhere the visit may fit, at `bound` at least, with a start in window index `window`."""

    window: int
    bound: int
    shift: int
    position: int


def best_spots(day: LiveDay, v: int, limit: int | None = None) -> list[Spot]:
    """Every legal place of visit index `v`, which is on no route, or the first `limit` of them:
    cheapest first, earlier first among equals.
    """
    view = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    return [] if view is None else _confirmed(day, view, v, _promising(day, view, v), limit=limit)


def best_by_window(
    day: LiveDay,
    v: int,
    windows_s: Sequence[Window],
    may: Callable[[int, int], bool] = lambda _shift, _window: True,
) -> list[Spot | None]:
    """For each window, both ends inclusive, the cheapest place whose start lies in it, or None;
    earlier first among equals. The visit's own windows bind as well. `may` says whether a shift
    index may serve in a window index, for who knows more of it than the problem.

    `windows_s` must ascend in both ends, as a grid does: one sweep answers all of them.
    """
    for ends in zip(*windows_s, strict=True):
        if list(ends) != sorted(ends):
            raise ValueError("windows must ascend by opening and by closing")
    answers: list[Spot | None] = [None] * len(windows_s)
    view = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    if view is None:
        return answers
    places = _promising(day, view, v, windows_s)
    for w, group in groupby(places, key=attrgetter("window")):
        able = (place for place in group if may(place.shift, w))
        found = _confirmed(day, view, v, able, windows_s[w], limit=1)
        answers[w] = found[0] if found else None
    return answers


def on_view(day: LiveDay, view: Compiled) -> LiveDay:
    """The same routes read by a view that differs only in what it says of visits on no route."""
    return replace(day, view=view)


def schedule_with(
    day: LiveDay, v: int, s: int, position: int, window_s: Window = ALWAYS[0]
) -> Schedule | None:
    """The cheapest schedule of the route with the visit in it, started in this window; None where
    none is legal.
    """
    view = tied_newcomer(day.view, v, day.shift_of, day.start_of)
    return None if view is None else _timed(day, view, v, (s, position), window_s)


def spot_of(day: LiveDay, found: Schedule, s: int, position: int) -> Spot:
    """What this schedule of a route with one visit more adds to the route as it is."""
    base = day.schedules[s] or Schedule((), 0, 0, 0)
    start_s, longer = found.doors[position][1], found.travel_s - base.travel_s
    return Spot(found.cost - base.cost, start_s, s, position, longer)


def _confirmed(
    day: LiveDay,
    view: Compiled,
    v: int,
    places: Iterable[_Place],
    window_s: Window = ALWAYS[0],
    *,
    limit: int | None,
) -> list[Spot]:
    """The best `limit` of these places, which come by their bounds."""
    found: list[Spot] = []
    for _, bound, s, position in places:
        if limit is not None and len(found) >= limit and found[limit - 1].added_cost < bound:
            break
        schedule = _timed(day, view, v, (s, position), window_s)
        if schedule is not None:
            insort(found, spot_of(day, schedule, s, position))
    return found[:limit]


def _timed(
    day: LiveDay, view: Compiled, v: int, at: tuple[int, int], window_s: Window = ALWAYS[0]
) -> Schedule | None:
    """The cheapest schedule with a start of the visit in the window."""
    s, position = at
    row = int(view.start_list[s, v])
    if day.schedules[s] is None or row < 0:
        return None
    starts = within(view.start_lists[row], (window_s,))
    route = (*day.routes[s][:position], v, *day.routes[s][position:])
    if gaps_within(view, route):
        return cheapest_keeping_gaps(view, s, route, {v: starts})
    labels = longer_labels(view, s, day.labels[s][position], route[: position + 1], starts)
    for i in range(position + 1, len(route)):
        labels = longer_labels(view, s, labels, route[: i + 1])
    return closed(view, s, labels, route)


def _promising(
    day: LiveDay, view: Compiled, v: int, windows_s: Sequence[Window] = ALWAYS
) -> Iterator[_Place]:
    """By window, then by bound. A stop pinned to a time can be a fact, which the sweep does not
    know: every position of its shift is tried.
    """
    if view.pin_start[v] != NEVER:
        s = int(view.pin_shift[v])
        for w in range(len(windows_s)):
            for position in range(len(day.routes[s]) + 1):
                yield _Place(w, -NEVER, s, position)
        return
    found, legs = sweep(_beside_gaps(day, v), view, v, windows_s), day.legs
    columns = (found.window, found.added_cost, legs.shift[found.leg], legs.position[found.leg])
    yield from map(_Place, *(one.tolist() for one in columns))


def _beside_gaps(day: LiveDay, v: int) -> LiveDay:
    """The sweep does not know that a stop of the visit's own route may have to wait for it."""
    others = {one for gap in day.view.gaps if v in gap[:2] for one in gap[:2]}
    shifts = [day.shift_of[one] for one in others if one in day.shift_of]
    if not shifts:
        return day
    certain = day.legs.is_exact & ~np.isin(day.legs.shift, shifts)
    return replace(day, legs=replace(day.legs, is_exact=certain))
