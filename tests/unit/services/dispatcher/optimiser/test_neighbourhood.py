"""Parts of the day solved again, two at once: what is better is taken, and nobody else is asked."""

import random
from contextlib import closing
from threading import get_ident
from time import monotonic

import pytest

from services.dispatcher.optimiser.effort import Effort
from services.dispatcher.optimiser.master import whole_of
from services.dispatcher.optimiser.neighbourhood import Neighbourhoods
from services.dispatcher.optimiser.parts import decided, left
from services.dispatcher.optimiser.search import Search
from services.dispatcher.optimiser.warm import load_kernels
from shared.routing.breakdown import with_terms
from shared.routing.compiled import compiled
from shared.routing.verify import verify
from tests.unit.services.dispatcher.optimiser.days import cheapest, random_day
from tests.unit.services.dispatcher.optimiser.searching import searched

_SECONDS = 60.0


@pytest.fixture(scope="module", autouse=True)
def _compiled() -> None:
    """Before the clock runs: a machine that never compiled the kernels takes minutes."""
    load_kernels()


@pytest.mark.parametrize("threads", [1, 2])
def test_neighbourhoods_make_a_plan_better_and_keep_it_legal(threads: int) -> None:
    """From a first plan, by the clock: cheaper in the end, never dearer on the way, and whether to
    stop is only asked on the thread that searches.
    """
    began, asked, better = monotonic(), set[int](), 0
    for seed in range(4):
        day = random_day(seed, visits=40, pins=False)
        effort = Effort(
            lambda: bool(asked.add(get_ident())),
            _SECONDS,
            None,
            lambda: _SECONDS - (monotonic() - began),
        )
        search = Search(compiled(day), effort, random.Random(seed), threads, lambda _: None)
        with closing(search.pricer):
            search.begin()
            generator = search._generator()
            assert generator.run() is not None
            hoods = Neighbourhoods(generator, search.incumbent, random.Random(seed), threads)
            with closing(hoods):
                for _ in range(4):
                    before = search.incumbent.cost
                    found = hoods.step()
                    assert (search.incumbent.cost < before) == found
                    better += found
            plan = with_terms(day, search.plan())
        assert verify(day, plan).violations == ()
    assert asked == {get_ident()}
    assert better > 0


def test_the_whole_day_is_a_part_of_itself() -> None:
    """Decided as one part, a small day has its optimum; nothing below that is found."""
    for seed in range(12):
        day = random_day(seed, visits=6, pins=False)
        best = cheapest(day)
        search = searched(day, iterations=1)
        effort = Effort(lambda: False, _SECONDS, 10_000, None)
        again = Search(compiled(day), effort, random.Random(1), 1, lambda _: None)
        with closing(again.pricer):
            again.begin()
            generator = again._generator()
            here = left(generator, generator.master, whole_of(search.network))
            chosen, is_best = decided(here, best + 1, 1.0)
            assert is_best
            assert chosen is not None, seed
            assert again.incumbent.total(again.incumbent.placed(chosen)) == best
            here = left(generator, generator.master, whole_of(search.network))
            assert decided(here, best, 1.0)[0] is None
