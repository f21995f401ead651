"""What stops will really be like."""

from shared.db.live.horizon import Facts
from shared.domain.visit_status import VisitStatus
from tests.support.horizons import HOUR, horizon, number, shift, visit


def test_without_facts_the_plan_holds() -> None:
    """Before the day begins, predicted is planned."""
    one = visit(1, 1)
    live = horizon([shift(7)], [one], {number(7): [(one.id, 9)]})
    assert live.stops[one.id].predicted == live.stops[one.id].planned


def test_nobody_leaves_in_the_past() -> None:
    """A stop that should have been left for an hour ago is left for now."""
    one = visit(1, 10)
    live = horizon([shift(7)], [one], {number(7): [(one.id, 9)]}, now_hour=10)
    assert live.stops[one.id].predicted.leave_s == 10 * HOUR
    assert live.stops[one.id].predicted.start_s == 10 * HOUR + 600


def test_an_overrun_moves_everything_behind_it() -> None:
    """A treatment that began an hour late makes the next stop late by what does not fit."""
    first = visit(1, 10, (9, 9.5), status=VisitStatus.IN_PROGRESS, facts=Facts(started_s=10 * HOUR))
    second = visit(2, 20, (9, 10))
    live = horizon(
        [shift(7)],
        [first, second],
        {number(7): [(first.id, 9), (second.id, 9.75)]},
        now_hour=10.1,
    )
    behind = live.stops[second.id]
    assert behind.predicted.start_s == int(10.5 * HOUR) + 600
    assert behind.late_s == int(0.5 * HOUR) + 600


def test_what_is_over_is_told_as_it_was() -> None:
    """Actual times replace the plan's, and later stops follow from them."""
    done = visit(
        1,
        10,
        status=VisitStatus.DONE,
        facts=Facts(
            departed_s=8 * HOUR,
            arrived_s=8 * HOUR + 500,
            started_s=9 * HOUR - 60,
            ended_s=9 * HOUR + 1200,
        ),
    )
    live = horizon([shift(7)], [done], {number(7): [(done.id, 9)]}, now_hour=10)
    times = live.stops[done.id].predicted
    assert (times.leave_s, times.departure_s) == (8 * HOUR, 9 * HOUR + 1200)


def test_a_therapist_who_says_so_is_late() -> None:
    """A reported delay moves the start although the clock does not say so yet."""
    one = visit(1, 10, (9, 9.25), facts=Facts(delay_s=1800), status=VisitStatus.EN_ROUTE)
    live = horizon([shift(7)], [one], {number(7): [(one.id, 9)]}, now_hour=8.9)
    assert live.stops[one.id].predicted.start_s == int(9.5 * HOUR)
    assert live.stops[one.id].late_s == HOUR // 4
