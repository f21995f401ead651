"""Levels as prices: strict where that stays exact, far apart else, and never too much to count."""

from dataclasses import replace

from services.dispatcher.optimiser.stages import (
    LEVELS,
    enough,
    far_apart,
    free_prices,
    most_of,
    payable,
    priced,
    stages_of,
    strict,
    total,
)
from shared.routing.plan import Disturbance
from shared.routing.problem import Problem
from shared.routing.surroundings import Replan
from shared.routing.visit import Promised, Told
from tests.unit.shared.routing.build import problem, shift, visit


def _told(count: int, worth: int = 14_400) -> Problem:
    told, promised = Told(600, "t1"), Promised((0, 3600), 1)
    visits = (
        visit(f"v{i}", told=told, promised=promised, unassigned_cost=worth) for i in range(count)
    )
    return problem(*visits, shift(), replan=Replan())


def test_one_unit_of_a_level_outweighs_all_behind_it() -> None:
    """Strict prices order any two disturbances as field by field."""
    most = {"broken": 3, "left_out": 500, "changed": 2}
    prices = strict(("broken", "left_out", "changed"), most)
    best_behind = Disturbance(0, 1, 0, 0, 0, 0)
    worst_behind = Disturbance(0, 0, 500, 2, 0, 0)
    assert total(best_behind, prices) > total(worst_behind, prices)
    assert prices["changed"] == 1


def test_stages_hold_every_level_once_from_above() -> None:
    """What does not fit together is cut; a level that the day does not have is left out."""
    stages = stages_of(_told(5))
    assert [level for stage in stages for level in stage] == list(LEVELS)
    assert len(stages) > 1
    assert stages_of(problem(visit(unassigned_cost=0), shift())) == [("rest",)]


def test_a_large_day_is_searched_once() -> None:
    """All levels together, far apart; where even that is too much to count, in stages again."""
    assert stages_of(_told(61)) == [LEVELS]
    prices, is_strict = free_prices(_told(61), LEVELS)
    assert (prices, is_strict) == (far_apart(_told(61).visits), False)
    assert len(stages_of(_told(61, worth=10**11))) > 1


def test_the_price_that_is_enough() -> None:
    """A plan that is worse in a level above costs more, however good the rest of it is."""
    told = Disturbance(0, 2, 700, 1, 0, 0)
    fixed = ("broken", "left_out", "changed")
    prices = dict.fromkeys(fixed, 10**9)
    caps = enough(fixed, prices, told, 5000)
    mine = total(told, caps) + 5000
    for worse in (
        replace(told, changed=2),
        Disturbance(0, 2, 701, 0, 0, 0),
        Disturbance(0, 3, 0, 0, 0, 0),
    ):
        assert total(worse, caps) > mine


def test_seconds_are_priced_by_weight_and_price() -> None:
    """A price beyond what the file can say is rounded up, and the day then says exactly it."""
    assert payable("moved_s", 30) == 30
    assert payable("moved_s", 123_456) == 130_000
    assert payable("changed", 123_456) == 123_456
    day = priced(_told(1), {"moved_s": 130_000}, None)
    moved = day.visits[0].told
    assert moved is not None
    assert day.weights.moved * moved.moved_cost_per_s == 130_000


def test_the_most_of_each_level() -> None:
    """All promises broken, all left out, all changed."""
    most = most_of(_told(5))
    assert (most["broken"], most["left_out"], most["changed"]) == (5, 5 * 14_400, 5)
