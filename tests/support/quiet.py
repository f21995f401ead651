"""The plan that disturbs least, by trying every plan: levels as prices so far apart that no sum of
lower ones ever reaches a higher one, counted in Python's unbounded whole numbers.
"""

from dataclasses import replace
from typing import Any

import numpy as np

from shared.routing.compiled import Compiled, compiled
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.visit import Visit
from shared.routing.weights import TERMS, Weights
from tests.support.brute import cheapest_of

# A plan costs less than 2^50, is late by less than 2^40 s and leaves out less than 2^50.
_PRICES = {"moved": 1 << 50, "changed": 1 << 90, "unassigned": 1 << 110, "promise": 1 << 170}
_DROPPED = 1 << 200


def quietest_plan(problem: Problem) -> Plan:
    """Its cost and terms are those of the problem's own prices. No pairs, no gaps."""
    rest = compiled(_only(problem, *(term for term in TERMS if term not in _PRICES)))
    views = {term: compiled(_only(problem, term)) for term in _PRICES}
    promise = views["promise"]
    lists = tuple(
        tuple(one._replace(cost=one.cost * _PRICES["promise"]) for one in segments)
        for segments in promise.start_lists
    )
    view = replace(
        rest,
        problem=problem,
        start_list=promise.start_list,
        start_lists=lists,
        assign_cost=_sum(rest, views, "assign_cost"),
        leave_out=_sum(rest, views, "leave_out"),
        moved_price=_sum(rest, views, "moved_price"),
    )
    return cheapest_of(view, _DROPPED)


def _only(problem: Problem, *terms: str) -> Problem:
    """The day in which nothing else costs; a promise and a change count one each."""
    kept = {term: getattr(problem.weights, term) for term in terms if term not in _PRICES}
    weights = dict.fromkeys(TERMS, 0) | dict.fromkeys(terms, 1) | kept
    return replace(
        problem, visits=tuple(_counted(one) for one in problem.visits), weights=Weights(**weights)
    )


def _counted(visit: Visit) -> Visit:
    told = visit.told and replace(visit.told, changed_cost=1, moved_cost_per_s=1)
    promised = visit.promised and replace(visit.promised, cost=1)
    return replace(visit, told=told, promised=promised)


def _sum(rest: Compiled, views: dict[str, Compiled], column: str) -> Any:  # an array of any size
    total = getattr(rest, column).astype(object)
    for term, view in views.items():
        total = total + _PRICES[term] * getattr(view, column).astype(object)
    return np.array(total, dtype=object)
