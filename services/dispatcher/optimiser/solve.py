"""The planner: problem in, best plan found out, with a proven bound. Anytime, no clock inside.

A day is searched as it is (`search`), a day of visits tied in time by fixing their starts (`tied`).
"""

import random
from collections.abc import Callable

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.search import Search
from services.dispatcher.optimiser.tied import TiedDay
from shared.routing.compiled import compiled
from shared.routing.plan import Plan
from shared.routing.problem import Problem


def solve(
    problem: Problem,
    params: Params,
    stop: Callable[[], bool],
    rng: random.Random,
    on_progress: Callable[[Progress], None],
) -> Plan:
    """The best legal plan met before `stop()`; a first one is always built, however early."""
    view = compiled(problem)
    if view.pairs or view.gaps:
        return TiedDay(view, params, stop, rng, on_progress).solve()
    effort = Effort(stop, params.time_limit_s, params.deterministic_iterations, params.remaining_s)
    search = Search(view, effort, rng, params.threads, on_progress)
    try:
        search.begin()
        search.run()
        return search.plan()
    finally:
        search.pricer.close()
