"""Why a visit is where it is."""

from shared.routing.compiled import compiled
from shared.routing.explain_why import why_here
from shared.routing.live_day import live_day
from tests.unit.shared.routing.build import problem, shift, visit


def test_runners_up_and_who_cannot() -> None:
    """Other shifts by what they would cost more; those that cannot, by rule with names."""
    one = visit("v1", 1, forbidden_therapists=frozenset({"t4"}))
    shifts = [shift(f"s{i}", f"t{i}", place) for i, place in ((1, 0), (2, 4), (3, 2), (4, 1))]
    day = live_day(compiled(problem(one, *shifts)), [(0,), (), (), ()])
    why = why_here(day, 0)
    assert why is not None
    assert (why.shift, why.position, why.added_cost) == (0, 0, 1200)
    assert [(each.spot.shift, each.extra_cost) for each in why.runners_up] == [(2, 0), (1, 2400)]
    assert [(each.rule, each.therapists) for each in why.blocked] == [
        ("forbidden_therapists", ("t4",))
    ]


def test_a_visit_without_a_stop_has_no_why() -> None:
    """Nothing is said of what is on no route."""
    assert why_here(live_day(compiled(problem(visit(), shift())), [()]), 0) is None
