"""An older plan brought onto newer routes."""

from dataclasses import replace
from uuid import UUID

from services.dispatcher.planning.merge import merge
from shared.db.live.horizon import Horizon
from shared.routing.plan import Plan, Route, Stop
from tests.support.horizons import HOUR, horizon, number, shift, visit

A, B = number(7), number(8)
SHIFTS = {str(A): A, str(B): B}


def plan(**routes: list[tuple[UUID, float]]) -> Plan:
    """Routes of shifts a and b as (visit, start in hours)."""
    made = []
    for name, key in (("a", A), ("b", B)):
        stops = [
            Stop(str(one), int(hour * HOUR), int(hour * HOUR), int((hour + 0.5) * HOUR))
            for one, hour in routes.get(name, [])
        ]
        made.append(Route(str(key), tuple(stops)))
    return Plan(tuple(made), (), 0, 0, 0.0)


def day(**more: object) -> Horizon:
    """Three visits; one and two on shift a, three on shift b."""
    visits = [visit(n, 5 * n) for n in (1, 2, 3)]
    routes = {A: [(number(1), 9), (number(2), 11)], B: [(number(3), 10)]}
    return horizon([shift(7), shift(8)], visits, routes, **more)  # type: ignore[arg-type]  # by name


def test_an_unchanged_plan_changes_nothing() -> None:
    """No group, nothing to write."""
    same = plan(a=[(number(1), 9), (number(2), 11)], b=[(number(3), 10)])
    assert merge(day(), same, SHIFTS) == ()


def test_routes_that_exchange_visits_change_together() -> None:
    """One group for both shifts, or the visit would be lost in between."""
    swapped = plan(a=[(number(1), 9)], b=[(number(3), 10), (number(2), 12)])
    [group] = merge(day(), swapped, SHIFTS)
    assert group.routes == {A: (number(1),), B: (number(3), number(2))}


def test_who_came_in_meanwhile_stays_where_the_booking_put_them() -> None:
    """The plan does not know visit three: it keeps its place on shift b."""
    older = plan(a=[(number(2), 9), (number(1), 11)])
    [group] = merge(day(), older, SHIFTS)
    assert group.routes == {A: (number(2), number(1))}


def test_who_is_gone_is_dropped_from_the_plan() -> None:
    """A cancelled visit does not come back."""
    older = plan(a=[(number(1), 9), (number(2), 11)], b=[(number(99), 8), (number(3), 10)])
    assert merge(day(), older, SHIFTS) == ()


def test_what_is_frozen_by_now_stays() -> None:
    """The plan would give visit one to shift b; its therapist is about to leave for it."""
    moved = plan(a=[(number(2), 11)], b=[(number(1), 9), (number(3), 10)])
    now = day(now_hour=8.9, freeze_minutes=15)
    assert merge(now, moved, SHIFTS) == ()


def test_a_plan_that_leaves_somebody_out_is_refused() -> None:
    """Nobody who has a stop loses it by a merge, whatever the plan says."""
    live = day()
    lost = plan(a=[(number(1), 9)], b=[(number(3), 10)])
    kept = merge(live, lost, SHIFTS)
    assert kept == ()


def test_a_group_that_breaks_a_window_is_dropped() -> None:
    """What would break a window now is not taken over, however it was found."""
    live = day()
    early = replace(live.occasions[number(2)], closes_s=int(8.1 * HOUR))
    live = replace(live, occasions={**live.occasions, number(2): early})
    both = plan(a=[(number(1), 9), (number(2), 12)], b=[(number(3), 10)])
    assert merge(live, both, SHIFTS) == ()
    late_swap = plan(a=[(number(2), 9), (number(1), 11)], b=[(number(3), 12)])
    assert merge(live, late_swap, SHIFTS) == ()
