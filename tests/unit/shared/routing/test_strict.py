"""Live routes read strictly, as offers read them: nobody who was promised something pays."""

from typing import Any

import pytest

from shared.routing.compiled import compiled_routes
from shared.routing.compiled_columns import with_newcomer
from shared.routing.insertion_spots import Spot, best_by_window, best_spots, on_view
from shared.routing.live_day import LiveDay, live_day, taking
from shared.routing.shift import Break, Shift
from shared.routing.visit import Pin, Promised, Visit
from tests.unit.shared.routing.build import problem, shift, visit


def _day(one: Shift, *visits: Visit, **around: Any) -> LiveDay:
    """One route of these visits, that knows no others."""
    routes = [list(range(len(visits)))]
    view = compiled_routes(problem(*visits, one, **around), routes)
    return live_day(view, routes, strictly=True)


def _spots(day: LiveDay, newcomer: Visit) -> list[Spot]:
    v = len(day.view.location)
    return best_spots(on_view(day, with_newcomer(day.view, newcomer)), v)


def _in_windows(day: LiveDay, newcomer: Visit, *windows: tuple[int, int]) -> list[Spot | None]:
    v = len(day.view.location)
    return best_by_window(on_view(day, with_newcomer(day.view, newcomer)), v, windows)


def test_a_promise_behind_is_kept() -> None:
    """A visit goes before a stop only as long as that stop still starts in its window."""
    day = _day(shift(), visit("v1", 1, windows_s=((5000, 5400),)))
    before, behind = sorted(_spots(day, visit("v2", 2)), key=lambda spot: spot.position)
    assert (before.position, before.start_s) == (0, 1200)
    assert (behind.position, behind.start_s) == (1, 7400)
    assert before.added_travel_s == behind.added_travel_s == 1200
    found = _in_windows(day, visit("v2", 2), (3000, 3000), (3001, 3001), (7400, 7400))
    assert [spot and spot.position for spot in found] == [0, None, 1]


def test_a_late_stop_does_not_get_later() -> None:
    """Who is late already may not be pushed, although the price would allow it."""
    late = visit("v1", 3, windows_s=((0, 1000),), late_cost_per_s=1, max_late_s=9000)
    spots = _spots(_day(shift(), late), visit("v2", 1, service_s=60))
    assert [spot.position for spot in spots] == [1]


def test_nobody_on_time_becomes_late() -> None:
    """Lateness has a price for the planner; an offer does not buy it."""
    given = visit("v1", 1, windows_s=((600, 1000),), late_cost_per_s=1, max_late_s=9000)
    day = _day(shift(), given)
    assert [spot.position for spot in _spots(day, visit("v2", 1))] == [1]
    loose = live_day(day.view, [[0]])
    assert loose.start_of == {0: 600}


def test_a_kept_promise_is_not_broken() -> None:
    """Nor is a promise that has a price of its own; one that is broken already binds nobody."""
    told = visit("v1", 1, promised=Promised((600, 900), 10))
    assert [spot.position for spot in _spots(_day(shift(), told), visit("v2", 1))] == [1]
    named = visit("v1", 1, promised=Promised((600, 900), 10, "t2"))
    spots = _spots(_day(shift(), named), visit("v2", 1))
    assert [spot.position for spot in spots] == [0, 1]


def test_nobody_is_pushed_into_overtime() -> None:
    """Overtime is the planner's to price, not an offer's to promise."""
    day = _day(shift(window_s=(0, 3000), overtime_s=9000), visit("v1", 1))
    assert _spots(day, visit("v2", 1)) == []


def test_nothing_is_placed_before_now() -> None:
    """No leg starts before `open_from_s`, and nothing goes between stops that are under way."""
    done = visit("v1", 1, pinned=Pin("s1", 600))
    under_way = visit("v2", 2, pinned=Pin("s1", 2700))
    spots = _spots(_day(shift(open_from_s=4000), done, under_way), visit("v3", 3))
    assert [(spot.position, spot.start_s) for spot in spots] == [(2, 5100)]


def test_an_unused_shift_costs_its_whole_way() -> None:
    """A route without stops is not driven, so the first visit pays for both legs."""
    (only,) = _spots(_day(shift(end_location=2)), visit(location=1))
    assert (only.added_travel_s, only.added_cost) == (1200, 1200)


def test_breaks_are_kept() -> None:
    """A visit that ends after the break's latest start waits until the break is over."""
    day = _day(shift(breaks=(Break((4000, 5000), 1800),)), visit("v1", 1))
    assert _spots(day, visit("v2", 2, windows_s=((3000, 6000),)))[0].start_s == 5800
    (late,) = _in_windows(day, visit("v2", 2), (9000, 9600))
    assert late is not None


def test_windows_must_ascend() -> None:
    """A grid that does not ascend is refused, not answered wrongly."""
    with pytest.raises(ValueError, match="ascend"):
        _in_windows(_day(shift()), visit(), (10, 20), (0, 30))


def test_who_may_not_serve_gets_nothing() -> None:
    """Skills, refusals and other shifts keep a visit out; so does whoever knows more."""
    day = _day(shift())
    assert _spots(day, visit(skills=frozenset({"needling"}))) == []
    assert _spots(day, visit(forbidden_therapists=frozenset({"t1"}))) == []
    knowing = on_view(day, with_newcomer(day.view, visit()))
    grid = [(0, 3600), (1800, 5400)]
    found = best_by_window(knowing, 0, grid, lambda s, w: (s, w) == (0, 1))
    assert found[0] is None
    assert found[1] is not None


def test_an_illegal_sequence_takes_nothing_in() -> None:
    """A route that cannot be driven has no room."""
    assert _spots(_day(shift(window_s=(0, 100)), visit()), visit("v2")) == []


def test_a_day_that_took_a_visit_is_the_day_with_it() -> None:
    """One route is timed anew; the arrays are those that reading the whole day again gives."""
    first, second, wanted = visit("v1", 1), visit("v2", 3), visit("v3", 2)
    one = problem(first, second, wanted, shift("s1", "t1"), shift("s2", "t2"))
    view = compiled_routes(one, [[0, 2], [1]])
    took = taking(live_day(view, [[0], [1]]), 2, 0, 1)
    read = live_day(view, [[0, 2], [1]])
    assert took.routes == read.routes
    assert took.schedules == read.schedules
    assert (took.shift_of, took.start_of) == (read.shift_of, read.start_of)
    for part in ("legs", "columns"):
        ours, theirs = getattr(took, part), getattr(read, part)
        for name in type(ours).__slots__:
            assert getattr(ours, name).tolist() == getattr(theirs, name).tolist(), name
