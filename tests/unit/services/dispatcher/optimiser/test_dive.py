"""Dives end when they are told to, and lose nothing that they found."""

import random
from contextlib import closing

import pytest

from services.dispatcher.optimiser.dive import dive
from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.root import Generator
from services.dispatcher.optimiser.search import Search
from shared.routing.breakdown import with_terms
from shared.routing.compiled import compiled
from shared.routing.problem import Problem
from shared.routing.read_problem import problem_from_json
from shared.routing.verify import verify
from tests.support.days import day_file

_VISITS, _SHIFTS, _LONG = 90, 24, 10_000


def _day(seed: int) -> Problem:
    file = day_file(random.Random(seed), _VISITS, _SHIFTS, share=0.2, places=20, therapists=20)
    for ties in ("pairs", "gaps", "orders"):
        file.pop(ties, None)
    for visit in file["visits"]:
        visit["unassigned_cost"] += 20_000
    return problem_from_json(file)


class _Dived:
    """A day whose root is solved, and no plan in hand: everybody is left out."""

    def __init__(self, day: Problem) -> None:
        self.is_stopped = False
        self.effort = Effort(lambda: self.is_stopped, 60.0, _LONG, None)
        self.search = Search(compiled(day), self.effort, random.Random(1), 1, lambda _: None)
        self.generator: Generator = self.search._generator()
        assert self.generator.run() is not None


@pytest.mark.parametrize("seed", range(3))
def test_a_dive_that_is_stopped_hands_over_a_plan(seed: int) -> None:
    """Routes that fit beside each other; who they miss is placed although the time is over."""
    day = _day(seed)
    one = _Dived(day)
    with closing(one.search.pricer):
        incumbent = one.search.incumbent
        one.is_stopped = True
        found = dive(one.generator, incumbent.cost, 1.0)
        assert found
        routes = incumbent.placed(found)
        cost = incumbent.total(routes)
        assert cost is not None
        assert cost < incumbent.cost
        missing = _VISITS - sum(map(len, routes))
        assert missing > 0
        one.search._improver.polish(routes, 1000)
        assert incumbent.cost < cost
        assert len(incumbent.out) < missing
        assert verify(day, with_terms(day, one.search.plan())).violations == ()


def test_the_less_time_there_is_the_fewer_steps_a_dive_takes() -> None:
    """Both end in a plan; at leisure it takes more work and is no dearer over all."""
    work, costs = {0.0: 0, 1.0: 0}, {0.0: 0, 1.0: 0}
    for seed in range(3):
        for until in work:
            one = _Dived(_day(seed))
            with closing(one.search.pricer):
                incumbent, began = one.search.incumbent, one.effort.done
                found = dive(one.generator, incumbent.cost, until)
                assert found
                cost = incumbent.total(incumbent.placed(found))
                assert cost is not None
                work[until] += one.effort.done - began
                costs[until] += cost
    assert work[0.0] < work[1.0]
    assert costs[1.0] <= costs[0.0]


def test_what_a_dive_found_is_known_to_the_master() -> None:
    """The next optimum and the next dive begin with it."""
    one = _Dived(_day(1))
    with closing(one.search.pricer):
        found = dive(one.generator, one.search.incumbent.cost, 1.0)
        assert found
        known = one.generator.master.columns
        assert all((g, route) in known for g, route, _ in found)
