"""Loads the planner's kernels into this process, so that no solve waits for them.

A tiny day is planned: every kernel is called once, with the types that each solve uses. Where
they lie in the cache this is two to three seconds of CPU, else as many minutes.
"""

import random
from functools import cache

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit

_VISITS, _SHIFTS = 14, 3
# Just enough to come by every kernel: what follows are neighbourhoods, 0.25 s of CPU each.
_WORK = 20


@cache
def load_kernels() -> None:
    """Once for each process; further calls cost nothing."""
    params = Params(600.0, deterministic_iterations=_WORK)
    solve(_day(), params, lambda: False, random.Random(1), lambda _: None)  # noqa: S311 - a search


def _day() -> Problem:
    table = tuple(tuple(300 * abs(i - j) for j in range(4)) for i in range(4))
    visits = tuple(
        Visit(f"v{i}", i % 4, 1800, ((0, 20_000),), 9000)  # too many for the shifts: prices matter
        for i in range(_VISITS)
    )
    shifts = tuple(Shift(f"s{k}", f"t{k}", k, k, (0, 14_400)) for k in range(_SHIFTS))
    return Problem(travel=Travel.constant(table), visits=visits, shifts=shifts)
