"""What of a day is still open, and where it begins."""

from dataclasses import replace

from shared.db.live.horizon import Facts as Observed
from shared.db.live.problem import Facts, live_problem
from shared.db.live.schedule import violations_of
from shared.domain.visit_status import VisitStatus
from tests.support.horizons import HOUR, horizon, number, shift, visit


def test_what_is_frozen_is_not_in_the_problem() -> None:
    """The open part starts where and when the last frozen stop is planned to end."""
    first, second = visit(1, 10), visit(2, 20)
    live = horizon(
        [shift(7)], [first, second], {number(7): [(first.id, 9), (second.id, 14)]}, now_hour=9
    )
    found = live_problem(live, facts=Facts.PLANNED)
    assert live.frozen_part(number(7)) == (first.id,)
    assert [one.id for one in found.problem.visits] == [str(second.id)]
    [part] = found.problem.shifts
    assert part.start_location == 10
    assert part.window_s == (int(9.5 * HOUR), 18 * HOUR)


def test_who_runs_late_is_free_later_but_keeps_the_plans_times() -> None:
    """Searching uses what the day is really like, reservations what was planned."""
    running = visit(
        1,
        10,
        (8, 9),
        status=VisitStatus.IN_PROGRESS,
        facts=Observed(started_s=10 * HOUR),
    )
    after = visit(2, 20, (11, 17))
    live = horizon(
        [shift(7)],
        [running, after],
        {number(7): [(running.id, 9), (after.id, 11)]},
        now_hour=10.25,
    )
    [real] = live_problem(live).problem.shifts
    [planned] = live_problem(live, facts=Facts.PLANNED).problem.shifts
    assert real.window_s[0] == int(10.5 * HOUR)
    assert planned.window_s[0] == int(10.25 * HOUR)
    assert live.stops[running.id].late_s == HOUR


def test_who_is_late_already_is_not_illegal() -> None:
    """A late visit has a price instead of a hard window, so its route can still be timed."""
    running = visit(
        1, 10, (8, 9), status=VisitStatus.IN_PROGRESS, facts=Observed(started_s=11 * HOUR)
    )
    after = visit(2, 20, (10, 10.5))
    live = horizon(
        [shift(7)],
        [running, after],
        {number(7): [(running.id, 9), (after.id, 10.25)]},
        now_hour=11.25,
    )
    late = live.stops[after.id]
    assert late.late_s > 0
    assert violations_of(live, number(7), live.free_part(number(7))) == []


def test_an_absence_cuts_a_shift_in_two() -> None:
    """Both parts are open, each stop is in the part in which it starts."""
    first, second = visit(1, 10), visit(2, 20)
    away = shift(7, away=((11 * HOUR, 13 * HOUR),))
    live = horizon(
        [away], [first, second], {number(7): [(first.id, 9), (second.id, 14)]}, now_hour=0
    )
    found = live_problem(live)
    assert [part.window_s for part in found.problem.shifts] == [
        (8 * HOUR, 11 * HOUR),
        (13 * HOUR, 18 * HOUR),
    ]
    assert found.parts_of(number(7)) == (str(number(7)), f"{number(7)}/2")
    assert list(found.routes.values()) == [(str(first.id),), (str(second.id),)]
    assert violations_of(live, number(7), [first.id, second.id]) == []


def test_overtime_is_at_the_shifts_end_and_stops_before_what_comes_next() -> None:
    """An absence is not worked into, nor the therapist's next engagement."""
    away = ((11 * HOUR, 13 * HOUR), (int(18.25 * HOUR), 20 * HOUR))
    live = replace(horizon([shift(7, away=away), shift(8)], []), overtime_s=HOUR)
    parts = live_problem(live).problem.shifts
    assert [part.overtime_s for part in parts] == [0, HOUR // 4, HOUR]


def test_a_hold_and_a_pin_keep_their_shift_and_their_minute() -> None:
    """Neither is a fact: another stop may still go before it."""
    held = visit(1, 10, pinned_shift=number(7), pinned_start_s=12 * HOUR)
    live = horizon([shift(7), shift(8)], [held], {number(7): [(held.id, 12)]})
    [open_visit] = live_problem(live).problem.visits
    assert open_visit.pinned is not None
    assert open_visit.pinned.shift == str(number(7))
    assert open_visit.pinned.start_s is None
    assert open_visit.windows_s == ((12 * HOUR, 12 * HOUR),)


def test_promised_visits_outweigh_any_driving() -> None:
    """Leaving out a promised one costs more than five others together."""
    live = horizon([shift(7)], [visit(1, 10), visit(2, 10, promised=False, priority=3)])
    costs = {one.id: one.unassigned_cost for one in live_problem(live).problem.visits}
    assert costs[str(number(1))] > 2 * costs[str(number(2))] > 0
