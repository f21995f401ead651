"""The best places for one visit among 200 routes.

Beside it, in the same run: timing the whole route under every rule for each place. CPU seconds;
of each visit the best of several turns, so that a busy machine slows both alike.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from time import process_time

from shared.routing.compiled import Compiled, compiled
from shared.routing.insertion_spots import best_spots
from shared.routing.live_day import LiveDay, live_day
from shared.routing.schedule import cheapest_schedule
from tests.support.large_days import large_day

# As many as a dispatcher is shown.
LIMIT = 5


@dataclass(frozen=True, slots=True)
class Measured:
    """CPU seconds a visit, on average, and whether both ways found the same costs."""

    routes: int
    stops: int
    sweep_s: float
    timing_s: float
    are_equal: bool
    code: str = ""

    @property
    def ratio(self) -> float:
        """How many times sooner the sweep answers."""
        return self.timing_s / self.sweep_s


def measured(shifts: int = 200, visits: int = 10, repeats: int = 5, seed: int = 1) -> Measured:
    """Both ways, visit by visit."""
    problem, routes = large_day(random.Random(seed), shifts)
    view = compiled(problem)
    day = live_day(view, routes)
    swept = timed = 0.0
    are_equal = True
    for v in range(len(problem.visits) - visits, len(problem.visits)):
        best_spots(day, v, LIMIT)
        ours_s, ours = _best_of(repeats, partial(_by_sweep, day, v))
        theirs_s, theirs = _best_of(2, partial(_by_timing, view, day, v))
        swept, timed = swept + ours_s, timed + theirs_s
        are_equal = are_equal and ours == theirs
    stops = sum(len(route) for route in routes)
    return Measured(shifts, stops, swept / visits, timed / visits, are_equal)


def _best_of(turns: int, ask: Callable[[], list[int]]) -> tuple[float, list[int]]:
    took: list[float] = []
    answer: list[int] = []
    for _ in range(turns):
        begun = process_time()
        answer = ask()
        took.append(process_time() - begun)
    return min(took), answer


def _by_sweep(day: LiveDay, v: int) -> list[int]:
    return [spot.added_cost for spot in best_spots(day, v, LIMIT)]


def _by_timing(view: Compiled, day: LiveDay, v: int) -> list[int]:
    added: list[int] = []
    for s, route in enumerate(day.routes):
        base = day.schedules[s]
        for k in range(len(route) + 1):
            found = cheapest_schedule(view, s, (*route[:k], v, *route[k:]))
            if base is not None and found is not None:
                added.append(found.cost - base.cost)
    return sorted(added)[:LIMIT]


def told(found: Measured) -> str:
    """One line."""
    return (
        f"{found.routes} routes, {found.stops} stops: best {LIMIT} places in "
        f"{found.sweep_s * 1000:.2f} ms, by timing every place {found.timing_s * 1000:.0f} ms, "
        f"{found.ratio:.0f} times"
    )
