"""What each rule costs the planner: the same made-up day with one rule put on at a time.

The work is fixed: a first plan, a counted stretch of ruin and recreate, then column generation
until the bound at the root is proven. CPU seconds of all threads; the day without the rule is
measured in the same run, again and again, so that a slower hour of the machine slows both.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from time import process_time

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.search import Search
from services.dispatcher.optimiser.stages import far_apart, priced
from services.dispatcher.optimiser.warm import load_kernels
from shared.routing.compiled import compiled
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from tests.bench.planner.made.rules import TIES, day_with, optional_rules

NONE, ALL, ALL_BUT_TIES = "none", "all", "all but pairs and gaps"
# Planned, not replanned: no levels, nobody was told of the whole day.
ALL_PLANNED = "all but pairs, gaps and max_changes"
_LEFT_OUT = {ALL: frozenset[str](), ALL_BUT_TIES: TIES, ALL_PLANNED: TIES | {"max_changes"}}
# Of the day: one for each rule alone, more for all together.
SEED_ALONE, SEEDS_TOGETHER = 1, (1, 2, 3)
VISITS = 100
# Units of counted work; ruin and recreate gets the share of it that a search begins with.
_UNITS, _RUIN_SHARE = 400, 0.06
CAP_S = 40.0
_AGAIN = 8


@dataclass(frozen=True, slots=True)
class Work:
    """CPU seconds until the root was proven, and what was asked for it."""

    cpu_s: float
    rounds: int
    """Of pricing."""
    closed: bool
    """Whether the root was proven before the cap."""
    able: float
    """Share of all visits and shifts that may be brought together."""
    bound: int


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One rule on one day, beside the day without it."""

    rule: str
    seed: int
    visits: int
    cpu_s: float
    none_s: float
    rounds: int
    closed: bool
    able: float
    bound: int
    code: str = ""

    @property
    def factor(self) -> float:
        return self.cpu_s / self.none_s


def cases() -> list[tuple[str, int]]:
    """Every rule alone, then all together, each with the seed of its day."""
    alone = [(rule, SEED_ALONE) for rule in optional_rules()]
    many = [(case, seed) for case in (ALL_PLANNED, ALL_BUT_TIES) for seed in SEEDS_TOGETHER]
    return [*alone, *many, (ALL, SEED_ALONE)]


def rules_of(case: str) -> list[str]:
    """What is put on."""
    if case == NONE:
        return []
    if case in _LEFT_OUT:
        return [one for one in optional_rules() if one not in _LEFT_OUT[case]]
    return [case]


def measured(
    chosen: Sequence[tuple[str, int]],
    code: str = "",
    visits: int = VISITS,
    cap_s: float = CAP_S,
) -> Iterator[FactorRow]:
    """A row for each case; every few of them the day without rules is measured again."""
    load_kernels()
    base_of: dict[int, float] = {}
    for i, (case, seed) in enumerate(chosen):
        if i % _AGAIN == 0 or seed not in base_of:
            none = problem_of(NONE, seed, visits)
            if not base_of:
                work(none, seed, cap_s)
            base_of[seed] = work(none, seed, cap_s).cpu_s
        done = work(problem_of(case, seed, visits), seed, cap_s)
        yield FactorRow(
            case, seed, visits, done.cpu_s, base_of[seed], done.rounds, done.closed, done.able,
            done.bound, code,
        )  # fmt: skip


def problem_of(case: str, seed: int, visits: int) -> Problem:
    """The day as it is searched: a replan at the prices that keep its levels apart."""
    problem = problem_from_json(day_with(rules_of(case), seed, visits).document)
    if problem.replan is not None:
        return priced(problem, far_apart(problem.visits), problem.previous)
    return problem


def work(problem: Problem, seed: int, cap_s: float) -> Work:
    """The fixed work, timed from the compiled rules on."""
    began = process_time()
    effort = Effort(lambda: process_time() - began > cap_s, cap_s, _UNITS, None)
    rng = random.Random(seed)
    search = Search(compiled(problem), effort, rng, 2, lambda _: None)
    try:
        search.begin()
        search._improver.run(_RUIN_SHARE)
        ruined = effort.done
        generator = search._generator()
        closed = generator.run() is not None
        taken = process_time() - began
    finally:
        search.pricer.close()
    able = float(search.network.net.ok.mean())
    return Work(taken, effort.done - ruined, closed, able, search.bound)
