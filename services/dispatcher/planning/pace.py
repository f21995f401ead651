"""How long a solve searches: something that happened is answered within seconds, and what a longer
search may still find follows as a job of its own, which gives way to the next answer.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import assert_never
from uuid import UUID

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import NO_HASTE, Haste
from shared.domain.tenant import TenantId
from shared.routing.problem import Problem

# Of five seconds from an absence to a proposal, what is left beside reading and writing the day.
FIRST_ANSWER_S = 2.5
# Past it the best plan that was told will do.
_ANSWER_GRACE_S = 0.5
# By then the child that gave the answer is replaced, should something else happen at once.
PAUSE = timedelta(seconds=3)
# A small day needs no long search: this much and a share for each visit, up to the setting.
_LEAST_SEARCH_S, _SEARCH_S_A_VISIT = 1.0, 0.1


class Errand(StrEnum):
    """Why a day is planned."""

    ANSWER = "answer"  # something happened to it
    ASKED = "asked"  # a person wants the best that can be found
    IMPROVE = "improve"  # it has its answer, there may be a better one


@dataclass(frozen=True, slots=True)
class Wish:
    """What the job asks for: `seed` and `time_limit_s` as the row says."""

    tenant: TenantId
    plan_date: date
    job_id: UUID
    fence: int
    seed: int
    time_limit_s: float | None
    errand: Errand = Errand.ASKED


def limit_s(desk: Desk, wish: Wish, problem: Problem) -> float:
    """Where work is counted the clock is a last resort: a slow machine must not cut the run."""
    if wish.time_limit_s:
        return wish.time_limit_s
    if desk.solve_iterations is not None:
        return desk.solve_seconds
    usual_s = search_seconds(problem, desk.solve_seconds)
    return min(usual_s, FIRST_ANSWER_S) if wish.errand is Errand.ANSWER else usual_s


def haste(wish: Wish) -> Haste:
    """An answer is not waited for; while a plan is improved, something else may need a child."""
    match wish.errand:
        case Errand.ANSWER:
            return Haste(grace_s=_ANSWER_GRACE_S)
        case Errand.IMPROVE:
            return Haste(leaves_one=True)
        case Errand.ASKED:
            return NO_HASTE
        case _:
            assert_never(wish.errand)


def leaves_more(desk: Desk, wish: Wish, problem: Problem) -> bool:
    """Whether the search was cut short for a first answer."""
    whole_s = search_seconds(problem, desk.solve_seconds)
    may_be = wish.errand is Errand.ANSWER and wish.time_limit_s is None
    return may_be and limit_s(desk, wish, problem) < whole_s


def search_seconds(problem: Problem, most_s: float) -> float:
    """How long to search: the setting is for a full day, a few visits need less."""
    return min(most_s, _LEAST_SEARCH_S + _SEARCH_S_A_VISIT * len(problem.visits))
