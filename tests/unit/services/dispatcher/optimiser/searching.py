"""Solve without a clock: the work is counted."""

import random

from services.dispatcher.optimiser.params import Params
from services.dispatcher.optimiser.solve import solve
from shared.routing.plan import Plan
from shared.routing.problem import Problem


def solved(problem: Problem, iterations: int = 40, seed: int = 1) -> Plan:
    params = Params(time_limit_s=60.0, seed=seed, deterministic_iterations=iterations)
    return solve(problem, params, lambda: False, random.Random(seed), lambda _: None)
