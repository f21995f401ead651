"""The bound against every plan there is."""

from itertools import permutations, product

from hypothesis import HealthCheck, assume, given, settings

from services.dispatcher.optimiser.certificate import lower_bound
from services.dispatcher.optimiser.facts import facts_of
from services.dispatcher.optimiser.worksheet import Worksheet
from shared.routing.costs import unassigned
from shared.routing.eligible import eligible
from shared.routing.problem import Problem
from tests.unit.services.dispatcher.optimiser.searching import solved
from tests.unit.shared.routing.build import problem, problems, shift, visit


def _cheapest(one: Problem) -> int:
    """The least cost over every way to give visits to shifts, in every order."""
    sheet = Worksheet(facts_of(one))
    outside = len(one.shifts)
    best = None
    for given_to in product(range(outside + 1), repeat=len(one.visits)):
        cost = 0
        for s, each in enumerate(one.shifts):
            mine = [v for v, to in enumerate(given_to) if to == s]
            if not all(eligible(one.visits[v], each) for v in mine):
                break
            orders = (sheet.judge(s, order) for order in permutations(mine) if mine)
            costs = [judged[1] for judged in orders if judged is not None]
            if mine and not costs:
                break
            cost += min(costs, default=0)
        else:
            for v, to in enumerate(given_to):
                if to == outside:
                    cost += unassigned.cost(one.weights, one.visits[v])
            best = cost if best is None else min(best, cost)
    assert best is not None
    return best


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_no_plan_is_below_the_bound(one: Problem) -> None:
    """On problems small enough to try everything, the bound is at most the best plan's cost."""
    assume(len(one.visits) <= 4)
    assert 0 <= lower_bound(facts_of(one)) <= _cheapest(one)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(problems())
def test_the_planner_finds_the_best_of_small_problems(one: Problem) -> None:
    """Without pins (which come before cost) the search reaches the optimum where all can be tried,
    save for waiting out a window that is missed at a price.
    """
    assume(len(one.visits) <= 4 and not any(v.pinned for v in one.visits))
    assert solved(one, iterations=150).cost == _cheapest(one)


def test_the_bound_of_one_visit() -> None:
    """The cheapest way in, or the unassigned cost where that is less or nobody may come."""
    assert lower_bound(facts_of(problem(visit(), shift()))) == 600
    assert lower_bound(facts_of(problem(visit(unassigned_cost=500), shift()))) == 500
    barred = visit(skills=frozenset({"needling"}))
    assert lower_bound(facts_of(problem(barred, shift()))) == 14_400
    after_hours = visit(windows_s=((35_000, 40_000),))
    assert lower_bound(facts_of(problem(after_hours, shift()))) == 14_400
