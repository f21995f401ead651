"""A published day is priced as it was before it was published."""

from dataclasses import replace

from services.dispatcher.planning.evaluate import evaluated
from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.picture import picture
from shared.db.live.horizon import Horizon
from shared.routing.surroundings import Replan
from tests.support.horizons import horizon, number, shift, visit


def _cost(day: Horizon) -> int:
    asked = picture(day)
    plan = evaluated(asked.problem, asked.routes, 0)
    assert plan is not None
    return plan.cost


def test_publishing_alone_changes_no_price() -> None:
    """A promised visit without a stop costs its promise once, whether or not people were told."""
    placed, promised, asked = visit(1, 10), visit(2, 20), visit(3, 30, promised=False)
    draft = horizon([shift(7)], [placed, promised, asked], {number(7): [(placed.id, 8.5)]})
    published = replace(draft, published=True)
    assert [one.id for one in picture(published).problem.visits if one.promised] == [
        str(placed.id),
        str(promised.id),
    ]
    assert _cost(published) == _cost(draft)


def test_the_tenant_says_how_many_may_be_told_of_another_therapist() -> None:
    """A limit that the planner gets with the day; none unless somebody chose one."""
    live = horizon([shift(7)], [visit(1, 10)], published=True)
    limited = replace(live, policy=replace(live.policy, max_changes=2))
    assert [one.problem.replan for one in map(picture, (live, limited))] == [Replan(), Replan(2)]


def test_who_has_a_place_is_not_left_out_for_somebody_who_has_none() -> None:
    """Of two promised visits of one priority the one with a stop is worth more."""
    placed, waits = visit(1, 10), visit(2, 20)
    live = horizon([shift(7)], [placed, waits], {number(7): [(placed.id, 8.5)]}, published=True)
    worth = {one.id: one.unassigned_cost for one in picture(live).problem.visits}
    assert worth[str(placed.id)] > worth[str(waits.id)]


def test_the_search_begins_with_what_was_proposed() -> None:
    """A longer search is never worse than what people look at already."""
    placed, waits = visit(1, 10), visit(2, 20)
    live = horizon([shift(7)], [placed, waits], {number(7): [(placed.id, 8.5)]}, published=True)
    shown = Group({number(7): (placed.id, waits.id)})
    begin = picture(live, [shown]).problem.previous
    assert begin is not None
    assert [stop.visit for stop in begin.routes[0].stops] == [str(placed.id), str(waits.id)]
