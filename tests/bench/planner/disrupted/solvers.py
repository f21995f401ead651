"""Who replans: ours by levels from the plan in force, a peer from scratch on what is left."""

import random
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

from services.dispatcher.optimiser.levels import planned
from services.dispatcher.optimiser.params import Params, Progress
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from tests.bench.planner.rows import SEED


@dataclass(frozen=True, slots=True)
class Answer:
    """The plan, the first one that was told, and the seconds from the question to the first, to
    the last better one, and to the answer.
    """

    plan: Plan
    first: Plan
    first_s: float
    last_s: float
    took_s: float


Solver = Callable[[Problem, Plan | None, float], Answer]
"""Asked with the day as it stands, the plan in force and seconds of search."""


def ours(problem: Problem, _: Plan | None, limit_s: float, counted: int | None = None) -> Answer:
    """`problem.previous` is the plan in force; with `counted` the work is counted, not the time."""
    began = perf_counter()
    told: list[tuple[float, Progress]] = []

    def tell(progress: Progress) -> None:
        if not told or progress.cost != told[-1][1].cost:
            told.append((perf_counter() - began, progress))

    params = Params(
        limit_s,
        SEED,
        deterministic_iterations=counted,
        remaining_s=None if counted else lambda: began + limit_s - perf_counter(),
    )

    def stop() -> bool:
        return counted is None and perf_counter() - began >= limit_s

    plan = planned(problem, params, stop, random.Random(SEED), tell)
    took = perf_counter() - began
    if not told:
        return Answer(plan, plan, took, took, took)
    return Answer(plan, told[0][1].plan(), told[0][0], told[-1][0], took)
