"""Insertion over a whole day, judged by timing every place of every route."""

import random
import subprocess
import sys
from itertools import product

import pytest

from shared.routing.compiled import Compiled, compiled
from shared.routing.insertion_spots import (
    Spot,
    best_by_window,
    best_spots,
    schedule_with,
    spot_of,
)
from shared.routing.live_day import LiveDay, live_day
from shared.routing.read_problem import problem_from_json
from shared.routing.schedule import cheapest_schedule
from shared.routing.surroundings import Gap, Order, Pair
from tests.bench.planner.insertion import measured
from tests.support.days import day_file
from tests.unit.shared.routing.build import problem, shift, visit

_UNTIED = ("pairs", "gaps", "orders")


def filled(view: Compiled, rng: random.Random, share: float = 0.8) -> list[list[int]]:
    """Random legal routes of some of the visits."""
    routes: list[list[int]] = [[] for _ in view.shifts]
    for v in range(len(view.location)):
        if rng.random() > share:
            continue
        places = [(s, k) for s, route in enumerate(routes) for k in range(len(route) + 1)]
        rng.shuffle(places)
        for s, k in places:
            longer = [*routes[s][:k], v, *routes[s][k:]]
            if cheapest_schedule(view, s, longer) is not None:
                routes[s] = longer
                break
    return routes


def _by_timing(view: Compiled, routes: list[list[int]], v: int) -> list[Spot]:
    found: list[Spot] = []
    for s, route in enumerate(routes):
        before = cheapest_schedule(view, s, route)
        for k in range(len(route) + 1):
            after = cheapest_schedule(view, s, [*route[:k], v, *route[k:]])
            if before is not None and after is not None:
                longer = after.travel_s - before.travel_s
                found.append(Spot(after.cost - before.cost, after.doors[k][1], s, k, longer))
    return sorted(found)


@pytest.mark.parametrize(("seed", "share"), list(product(range(150), (0.15, 0.5))))
def test_equals_timing_every_place(seed: int, share: float) -> None:
    """On random days with random rules the places, their costs and starts are those that timing
    every place finds, in the same order; and the first few are the first few of all.
    """
    rng = random.Random(seed)
    document = day_file(rng, visits=9, shifts=4, share=share)
    view = compiled(problem_from_json({k: v for k, v in document.items() if k not in _UNTIED}))
    routes = filled(view, rng)
    day = live_day(view, routes)
    placed = {v for route in routes for v in route}
    for v in set(range(9)) - placed:
        expected = _by_timing(view, routes, v)
        assert best_spots(day, v) == expected
        few = best_spots(day, v, 2)
        assert [one.added_cost for one in few] == [one.added_cost for one in expected[:2]]


@pytest.mark.parametrize("seed", range(60))
def test_one_sweep_answers_every_window(seed: int) -> None:
    """In each of many overlapping windows the spot that timing every place in it finds, read
    loosely and strictly.
    """
    rng = random.Random(7000 + seed)
    view = compiled(problem_from_json(day_file(rng, visits=8, shifts=4, share=rng.random() / 2)))
    routes = filled(view, rng, share=0.6)
    windows = [(opens, opens + 2400) for opens in range(0, 24_000, 900)]
    for strictly in (False, True):
        day = live_day(view, routes, strictly=strictly)
        for v in set(range(8)) - {v for route in routes for v in route}:
            expected = [_by_timing_in(day, v, window) for window in windows]
            assert best_by_window(day, v, windows) == expected


def _by_timing_in(day: LiveDay, v: int, window: tuple[int, int]) -> Spot | None:
    places = ((s, k) for s, route in enumerate(day.routes) for k in range(len(route) + 1))
    timed = ((schedule_with(day, v, s, k, window), s, k) for s, k in places)
    return min((spot_of(day, one, s, k) for one, s, k in timed if one is not None), default=None)


def test_is_many_times_faster_than_timing_every_place() -> None:
    """Among 60 routes of ten stops the best five places come 30 times sooner than by timing each
    (the benchmark asks 100 of 200 routes), and cost the same.
    """
    found = measured(shifts=60, visits=4, repeats=3)
    assert found.are_equal
    assert found.ratio >= 30, found


def test_answers_without_a_compiler() -> None:
    """Who answers callers does not wait for numba to load."""
    code = "import sys, services.api.app; sys.exit('numba' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_pairs_come_together() -> None:
    """The second of two goes to another therapist at the very start of the first, or nowhere."""
    one, other = visit("v1"), visit("v2", windows_s=((1000, 4000),))
    two = (shift("s1", "t1"), shift("s2", "t2"), shift("s3", "t1", window_s=(36_000, 72_000)))
    view = compiled(problem(one, other, *two, pairs=(Pair(("v1", "v2")),)))
    assert best_spots(live_day(view, [[], [], []]), 1) == []
    day = live_day(view, [[0], [], []], {0: 2000})
    assert [(spot.shift, spot.start_s) for spot in best_spots(day, 1)] == [(1, 2000)]
    late = live_day(view, [[0], [], []], {0: 5000})
    assert best_spots(late, 1) == []


def test_gaps_are_kept_in_one_route_and_across() -> None:
    """A visit after another keeps its distance, whoever serves it, waiting where it has to."""
    one = visit("v1", windows_s=((600, 600),))
    parts = (one, visit("v2"), shift("s1", "t1"), shift("s2", "t2"))
    view = compiled(problem(*parts, gaps=(Gap("v1", "v2", 1800, 3600),)))
    spots = best_spots(live_day(view, [[0], []]), 1)
    assert [(spot.shift, spot.position, spot.start_s) for spot in spots] == [
        (0, 1, 4200),
        (1, 0, 4200),
    ]
    near = compiled(problem(*parts, gaps=(Gap("v1", "v2", 0, 3600),)))
    spots = best_spots(live_day(near, [[0], []]), 1)
    assert {(spot.shift, spot.position, spot.start_s) for spot in spots} == {
        (0, 1, 2400),
        (1, 0, 2400),
    }


def test_orders_keep_two_visits_in_one_route() -> None:
    """What a person ordered goes behind the other and to no other shift."""
    parts = (visit("v1"), visit("v2"), shift("s1", "t1"), shift("s2", "t2"))
    view = compiled(problem(*parts, orders=(Order("v1", "v2"),)))
    spots = best_spots(live_day(view, [[0], []]), 1)
    assert [(spot.shift, spot.position) for spot in spots] == [(0, 1)]
