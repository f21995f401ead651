"""The planned times that a route is written with."""

from dataclasses import replace

from shared.db.live.schedule import schedule
from tests.support.horizons import HOUR, horizon, number, shift, visit


def test_a_visit_that_will_be_late_is_planned_for_the_end_of_its_window() -> None:
    """59 minutes away, to be begun by half past: the plan keeps the promise's words, the
    prediction does not, and what follows is planned behind the real end.
    """
    late = visit(1, 59, (8, 8.5))
    follows = visit(2, 59, (8, 18))
    routes = {number(1): [(number(1), 8.5), (number(2), 10)]}
    day = horizon([shift(1)], [late, follows], routes)
    assert day.stops[number(1)].late_s > 0
    times = schedule(day, number(1), [number(1), number(2)]).times
    first, second = times[number(1)], times[number(2)]
    assert first.start_s == late.closes_s
    assert first.leave_s <= first.arrival_s <= first.start_s < first.departure_s
    assert second.leave_s >= 8 * HOUR + 59 * 60 + late.service_s


def test_a_visit_in_time_is_planned_as_it_comes() -> None:
    """Nothing is clamped that need not be."""
    day = horizon([shift(1)], [visit(1, 30, (8, 12))], {number(1): [(number(1), 9)]})
    [times] = schedule(replace(day), number(1), [number(1)]).times.values()
    assert times.arrival_s == times.start_s == 8 * HOUR + 30 * 60
