"""Insertion by slack, judged by re-timing every candidate."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.routing.eligible import eligible
from shared.routing.insertion import best_insertions, cheapest_by_window, insertion_intervals
from shared.routing.live_route import LiveRoute, live_route
from shared.routing.problem import Problem
from shared.routing.shift import Break, Shift
from shared.routing.timing import time_route
from shared.routing.visit import Pin, Visit
from shared.routing.weights import Weights
from tests.unit.shared.routing.build import line, problem, problems, shift, visit

_LOOSE = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))


def _route(one: Shift, *visits: Visit) -> LiveRoute:
    route = live_route(line(), Weights(), one, visits)
    assert route is not None
    return route


def _first_legal_route(one: Problem) -> tuple[LiveRoute, Visit] | None:
    """A live route with as many visits as append legally, and one more visit to insert."""
    if not one.visits:
        return None
    *others, extra = one.visits
    for each in one.shifts:
        route: list[Visit] = []
        for other in others:
            if eligible(other, each) and time_route(one.travel, each, [*route, other]):
                route.append(other)
        live = live_route(one.travel, one.weights, each, route)
        if live is not None:
            return live, extra
    return None


@_LOOSE
@given(problems(breaks=False), st.integers(0, 14_000))
def test_slack_agrees_with_retiming(one: Problem, start_s: int) -> None:
    """Without breaks and travel limits a start is inside an interval if and only if re-timing
    finds the route with that start legal and no promise worse.
    """
    free = tuple(replace(each, max_travel_s=None) for each in one.shifts)
    found = _first_legal_route(replace(one, shifts=free))
    if found is None or not eligible(found[1], found[0].shift):
        return
    route, extra = found
    if extra.pinned is not None:
        extra = replace(extra, pinned=None)
    fixed = replace(extra, windows_s=((start_s, start_s),), max_late_s=0)
    offered = {interval.position for interval in insertion_intervals(route, fixed)}
    legal = {k for k in range(len(route.visits) + 1) if route.timed_with(fixed, k)}
    assert offered == legal


@_LOOSE
@given(problems())
def test_every_insertion_is_legal_and_costs_what_it_says(one: Problem) -> None:
    """Each place offered can be taken as told, on routes with breaks and bands too."""
    found = _first_legal_route(one)
    if found is None:
        return
    route, extra = found
    for place in best_insertions([route], extra):
        visits = list(route.visits)
        told = replace(extra, windows_s=((place.start_s, place.start_s),), max_late_s=0)
        visits.insert(place.position, told)
        timed = time_route(one.travel, route.shift, visits)
        assert timed is not None
        assert timed.stops[place.position].start_s == place.start_s
        if one.travel.is_constant:
            assert timed.travel_s == route.travel_s + place.added_travel_s


@_LOOSE
@given(problems(breaks=False))
def test_one_sweep_answers_as_window_by_window(one: Problem) -> None:
    """The sweep over all offered windows finds for each what a search in it alone finds."""
    found = _first_legal_route(one)
    if found is None:
        return
    route, extra = found
    windows = [(a, a + 3600) for a in range(0, 14_400, 1800)]
    for window, swept in zip(windows, cheapest_by_window([route], extra, windows), strict=True):
        opens, closes = window
        cut = [(max(a, opens), min(b, closes)) for a, b in extra.windows_s]
        cut = [(a, b) for a, b in cut if a <= b]
        alone = best_insertions([route], replace(extra, windows_s=tuple(cut)), 1) if cut else []
        assert (swept is None) == (not alone)
        if swept is not None and one.travel.is_constant:
            assert swept.added_cost == alone[0].added_cost
            assert opens <= swept.start_s <= closes


def test_a_promise_behind_is_kept() -> None:
    """A visit goes before a stop only as long as that stop still starts in its window."""
    tight = visit("v1", 1, windows_s=((5000, 5400),))
    intervals = insertion_intervals(_route(shift(), tight), visit("v2", 2))
    before, behind = intervals
    assert (before.position, before.earliest_start_s, before.latest_start_s) == (0, 1200, 3000)
    assert (behind.position, behind.earliest_start_s) == (1, 7400)
    assert before.added_travel_s == behind.added_travel_s == 1200


def test_a_late_stop_does_not_get_later() -> None:
    """Who is late already may not be pushed, although the price would allow it."""
    late = visit("v1", 3, windows_s=((0, 1000),), late_cost_per_s=1, max_late_s=9000)
    places = best_insertions([_route(shift(), late)], visit("v2", 1, service_s=60))
    assert [place.position for place in places] == [1]


def test_nobody_is_pushed_into_overtime() -> None:
    """Overtime is the planner's to price, not an offer's to promise."""
    route = _route(shift(window_s=(0, 3000), overtime_s=9000), visit("v1", 1))
    assert insertion_intervals(route, visit("v2", 1)) == []


def test_nothing_is_placed_before_now() -> None:
    """No leg starts before `open_from_s`, and nothing goes between stops that are under way."""
    done = visit("v1", 1, pinned=Pin("s1", 600))
    under_way = visit("v2", 2, pinned=Pin("s1", 2700))
    route = _route(shift(open_from_s=4000), done, under_way)
    places = best_insertions([route], visit("v3", 3))
    assert [(place.position, place.start_s) for place in places] == [(2, 5100)]


def test_an_unused_shift_costs_its_whole_way() -> None:
    """A route without stops is not driven, so the first visit pays for both legs."""
    only = best_insertions([_route(shift(end_location=2))], visit(location=1))[0]
    assert only.added_travel_s == 1200


def test_breaks_are_kept() -> None:
    """A visit that ends after the break's latest start waits until the break is over."""
    resting = shift(breaks=(Break((4000, 5000), 1800),))
    route = _route(resting, visit("v1", 1))
    place = best_insertions([route], visit("v2", 2, windows_s=((3000, 6000),)))[0]
    assert place.start_s == 5800
    late = cheapest_by_window([route], visit("v2", 2), [(9000, 9600)])[0]
    assert late is not None


def test_windows_must_ascend() -> None:
    """A grid that does not ascend is refused, not answered wrongly."""
    with pytest.raises(ValueError, match="ascend"):
        cheapest_by_window([], visit(), [(10, 20), (0, 30)])


def test_who_may_not_serve_gets_nothing() -> None:
    """Skills, refusals and pins keep a visit out of a route at any time."""
    route = _route(shift())
    for barred in (
        visit(skills=frozenset({"needling"})),
        visit(forbidden_therapists=frozenset({"t1"})),
        visit(pinned=Pin("s2")),
    ):
        assert best_insertions([route], barred) == []


def test_an_illegal_sequence_is_no_live_route() -> None:
    """Arrays exist only for routes that are legal."""
    assert live_route(line(), Weights(), shift(window_s=(0, 100)), [visit()]) is None
    assert problem(visit(), shift()).travel == line()
