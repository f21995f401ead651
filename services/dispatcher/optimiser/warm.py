"""`python -m services.dispatcher.optimiser.warm`: compile every kernel ahead of the first solve.

A minute or more of CPU on a fresh installation; where the cache is there the kernels are only
loaded. `progress` is told each stage as it begins.
"""

import random
import sys
from collections.abc import Callable
from functools import cache

from services.dispatcher.optimiser import cuts
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.search import Search
from shared.routing.compiled import compiled
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit

_ROUNDS = 3  # enough to get from the first plan to a round of exact pricing


def warm(progress: Callable[[str], None]) -> None:
    """Compile what is not in the cache."""
    progress("compiling the planner")
    load_kernels()


@cache
def load_kernels() -> None:
    """Each kernel is called once, with the types that every solve uses; once for each process."""
    effort = Effort(lambda: False, 1.0, _ROUNDS, None)
    rng = random.Random(1)  # noqa: S311 - a search, not a secret
    search = Search(compiled(_day()), effort, rng, 1, lambda _: None)
    try:
        search.begin()
        search.run()
        search.starts()
    finally:
        search.pricer.close()
    cuts.load()


def _day() -> Problem:
    visits = tuple(
        Visit(id=f"v{i}", location=0, service_s=60, windows_s=((0, 3600),), unassigned_cost=9000)
        for i in range(2)
    )
    shift = Shift(id="s", therapist="t", start_location=0, end_location=0, window_s=(0, 3600))
    return Problem(travel=Travel.constant(((0,),)), visits=visits, shifts=(shift,))


def main() -> int:
    warm(lambda line: print(line, file=sys.stderr, flush=True))  # noqa: T201 - a command's progress
    return 0


if __name__ == "__main__":
    sys.exit(main())
