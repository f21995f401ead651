"""Solve without a clock: the work is counted."""

import random
from collections.abc import Callable

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.search import Search
from services.dispatcher.optimiser.solve import solve
from shared.routing.compiled import compiled
from shared.routing.plan import Plan
from shared.routing.problem import Problem


def solved(problem: Problem, iterations: int = 40, seed: int = 1) -> Plan:
    params = Params(time_limit_s=60.0, seed=seed, deterministic_iterations=iterations)
    return solve(problem, params, lambda: False, random.Random(seed), lambda _: None)


def searched(
    problem: Problem,
    iterations: int = 40,
    seed: int = 1,
    tell: Callable[[Progress], None] = lambda _: None,
) -> Search:
    """The search when it has ended, which knows its bound before that is cut to the cost. No pairs,
    no gaps.
    """
    effort = Effort(lambda: False, 60.0, iterations, None)
    search = Search(compiled(problem), effort, random.Random(seed), 2, tell)
    try:
        search.begin()
        search.run()
    finally:
        search.pricer.close()
    return search


def bound_of(search: Search, plan: Plan) -> int:
    """The search's own bound over all plans that leave out no more of what is pinned or must be
    served than this one does; never cut to any cost.
    """
    out = {one.visit for one in plan.unassigned}
    visits = search.network.problem.visits
    return search.bound_over(v for v, visit in enumerate(visits) if visit.id in out)
