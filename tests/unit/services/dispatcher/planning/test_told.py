"""A published day is priced as it was before it was published."""

from dataclasses import replace

from services.dispatcher.planning.evaluate import evaluated
from services.dispatcher.planning.picture import picture
from shared.db.live.horizon import Horizon
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
