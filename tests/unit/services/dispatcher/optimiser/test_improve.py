"""Ruin and recreate: where a visit goes, what a route costs, two chains at once."""

import random
from time import perf_counter

import pytest

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.improve import Improver
from services.dispatcher.optimiser.incumbent import Incumbent
from services.dispatcher.optimiser.network import SCALE, Network, network_of
from services.dispatcher.optimiser.pricing import Route
from services.dispatcher.optimiser.walk import is_simple
from shared.routing.compiled import compiled
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from tests.support.brute import best_plan
from tests.support.days import day_file
from tests.support.events import told_day

_DAYS = 30


def _day(seed: int, share: float, visits: int = 12) -> Problem:
    file = day_file(random.Random(seed), visits, 3, share=share)
    for ties in ("pairs", "gaps", "orders"):
        file.pop(ties, None)
    return problem_from_json(file)


def _improver(day: Problem, seconds: float | None = None) -> Improver:
    network = network_of(compiled(day))
    incumbent = Incumbent(network, Costing(network), lambda: None)
    began = perf_counter()
    timed = None if seconds is None else (lambda: began + seconds - perf_counter())
    effort = Effort(lambda: False, seconds or 60.0, None if seconds else 20, timed)
    return Improver(incumbent, effort, random.Random(1), 2)


def _routes(improver: Improver) -> list[Route]:
    best = improver._chains[0].best
    return [
        tuple(row[:k]) for row, k in zip(best.stops.tolist(), best.length.tolist(), strict=True)
    ]


def _least(network: Network, costing: Costing, routes: list[Route], v: int) -> int:
    """What v adds at its best place, or costs if it is left out; by trying each."""
    least = network.penalty[v]
    for s, route in enumerate(routes):
        g = int(network.group_of[s])
        now = costing.cost_of(g, route) if route else 0
        for k in range(len(route) + 1):
            cost = costing.cost(g, (*route[:k], v, *route[k:]))
            if cost is not None:
                least = min(least, cost - now)
    return least


@pytest.mark.parametrize("share", [0.0, 0.4])
def test_a_visit_goes_where_it_adds_least(share: float) -> None:
    """As trying every place finds, where a stop's earliest start is its best; what is known of the
    routes rules no better place out.
    """
    tried = 0
    for seed in range(_DAYS):
        day = _day(seed, share)
        improver = _improver(day)
        incumbent = improver._incumbent
        network, costing = incumbent.network, incumbent.costing
        if not all(is_simple(network.net, g) for g in range(network.groups)):
            continue
        improver.construct()
        for v in [v for route in incumbent.routes for v in route]:
            left = [tuple(u for u in route if u != v) for route in incumbent.routes]
            out = [u for u in incumbent.out if _least(network, costing, left, u) < 1 << 60]
            if any(costing.cost(int(network.group_of[s]), r) is None for s, r in enumerate(left)):
                continue
            if any(_least(network, costing, left, u) < network.penalty[u] for u in out):
                continue
            chain = improver._chains[0]
            improver._load(chain, left)
            improver._anneal(chain, 0, 1.0, 1)
            before = sum(
                costing.cost_of(int(network.group_of[s]), r) for s, r in enumerate(left) if r
            )
            before += sum(network.penalty[u] for u in incumbent.out)
            assert chain.cost == SCALE * (before + _least(network, costing, left, v)), (seed, v)
            tried += 1
    assert tried > (100 if share == 0.0 else 0)


def test_what_is_kept_is_what_routes_cost() -> None:
    """On told days, whose promises are windows to wait for, and under random rules: each route of
    the plan in work is legal and costs what the best way to drive it does.
    """
    for seed in range(_DAYS):
        day = _day(seed, 0.5, 6)
        improver = _improver(told_day(day, best_plan(day), None))
        incumbent = improver._incumbent
        improver.run(1.0)
        for s, route in enumerate(_routes(improver)):
            cost = incumbent.costing.cost(int(incumbent.network.group_of[s]), route) if route else 0
            assert cost is not None, (seed, s)
            assert improver._chains[0].best.cost[s] == SCALE * cost, (seed, s)


def test_two_chains_give_one_plan() -> None:
    """By the clock two chains run on two threads; what either finds is offered, and the one that is
    behind can go on from where the other is.
    """
    improver = _improver(_day(3, 0.3, 30), 0.6)
    improver.construct()
    first = improver._incumbent.cost
    improver.run(1.0)
    one, other = improver._chains
    assert not any(
        mine is theirs for mine, theirs in zip(one.room.lead, other.room.lead, strict=True)
    )
    best = min(
        int(chain.best.cost.sum() + chain.room.penalty[chain.best.at < 0].sum())
        for chain in improver._chains
    )
    assert improver._incumbent.cost == best // SCALE <= first
    improver._load(other, [()] * len(improver._incumbent.routes))
    assert other.cost != one.cost
    other.follow(one)
    assert other.cost == one.cost


def test_counted_work_has_one_chain() -> None:
    """So that the number of threads changes nothing."""
    assert len(_improver(_day(1, 0.3))._chains) == 1
