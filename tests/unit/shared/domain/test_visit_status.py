import random
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.visit_status import (
    SYSTEM_EVENTS,
    TERMINAL,
    THERAPIST_EVENTS,
    VisitEvent,
    VisitEventType,
    VisitState,
    VisitStatus,
    recompute,
)

S = VisitStatus
T = VisitEventType
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LEILA, OMAR = UUID(int=1), UUID(int=2)


def minute(n: int) -> datetime:
    return NOON + timedelta(minutes=n)


def day(*types: T) -> list[VisitEvent]:
    """These events, one a minute, each named by its type."""
    return [VisitEvent(t.value, t, minute(i), i) for i, t in enumerate(types)]


ORDINARY = day(T.BOOKED, T.PUBLISHED, T.ACCEPT, T.DEPART, T.ARRIVE, T.START, T.COMPLETE)

events = st.builds(
    VisitEvent,
    id=st.sampled_from([f"e{i}" for i in range(8)]),
    type=st.sampled_from(T),
    occurred_at=st.integers(0, 5).map(minute),
    recorded=st.just(0),
    therapist_id=st.sampled_from([None, LEILA, OMAR]),
    papers=st.booleans(),
    delay_s=st.sampled_from([None, 600]),
    corrects=st.sampled_from([None, *(f"e{i}" for i in range(8))]),
    retimed_to=st.none() | st.integers(0, 5).map(minute),
)


@st.composite
def histories(draw: st.DrawFn) -> list[VisitEvent]:
    """Any events at all, numbered as a server would have recorded them."""
    return [replace(e, recorded=i) for i, e in enumerate(draw(st.lists(events, max_size=12)))]


def test_the_phone_and_the_system_send_different_events() -> None:
    """The API takes exactly the thirteen words of the contract from a therapist."""
    assert {t.value for t in THERAPIST_EVENTS} == {
        "accept", "decline", "depart", "arrive", "start", "complete", "delay",
        "cannot-enter", "unfit", "stopped", "converted", "no-show", "correct",
    }  # fmt: skip
    assert frozenset(T) == SYSTEM_EVENTS | THERAPIST_EVENTS


def test_a_visit_without_events_is_booked() -> None:
    """Nothing was observed yet."""
    assert recompute([]) == VisitState()


@pytest.mark.parametrize(
    ("count", "status"),
    [
        (1, S.BOOKED),
        (2, S.DISPATCHED),
        (3, S.ACCEPTED),
        (4, S.EN_ROUTE),
        (5, S.ARRIVED),
        (6, S.IN_PROGRESS),
        (7, S.DONE),
    ],
)
def test_the_ordinary_day(count: int, status: S) -> None:
    """Each event moves the visit one step."""
    assert recompute(ORDINARY[:count]).status is status


def test_the_ordinary_day_keeps_the_observed_times() -> None:
    """Each at its own minute, and nothing was ignored."""
    assert recompute(ORDINARY) == VisitState(
        status=S.DONE,
        actual_departed=minute(3),
        actual_arrival=minute(4),
        actual_start=minute(5),
        actual_end=minute(6),
    )


@given(histories(), st.randoms(use_true_random=False), st.booleans())
def test_the_order_in_which_events_come_is_moot(
    history: list[VisitEvent], chance: random.Random, papers_required: bool
) -> None:
    """Any shuffle of the same events gives the same state."""
    shuffled = list(history)
    chance.shuffle(shuffled)
    assert recompute(shuffled, papers_required=papers_required) == recompute(
        history, papers_required=papers_required
    )


@given(histories(), st.booleans())
def test_events_that_come_twice_count_once(
    history: list[VisitEvent], papers_required: bool
) -> None:
    """A phone that repeats its outbox, recorded again later, changes nothing."""
    again = [replace(e, recorded=e.recorded + 100) for e in history]
    assert recompute(history + again, papers_required=papers_required) == recompute(
        history, papers_required=papers_required
    )


@given(histories(), events)
def test_what_is_over_stays_over_unless_corrected(
    history: list[VisitEvent], later: VisitEvent
) -> None:
    """No event after the end, other than a correction, changes a terminal status."""
    state = recompute(history)
    if state.status not in TERMINAL or later.type is T.CORRECT:
        return
    new = replace(later, id="later", occurred_at=minute(60), recorded=60)
    assert recompute([*history, new]).status is state.status


@given(histories())
def test_needling_never_begins_without_papers(history: list[VisitEvent]) -> None:
    """Without door check and written consent no start and no completion counts."""
    bare = [replace(e, papers=False) for e in history if e.type is not T.PAPERS]
    state = recompute(bare, papers_required=True)
    assert state.status not in (S.IN_PROGRESS, S.DONE)


def test_the_first_of_two_events_with_one_id_counts() -> None:
    """A phone that repeats an id with another time does not rewrite what was recorded."""
    first = VisitEvent("tap", T.ARRIVE, minute(5), 1)
    again = VisitEvent("tap", T.ARRIVE, minute(2), 2)
    assert recompute([again, first]).actual_arrival == minute(5)


def test_completing_without_a_start_is_done() -> None:
    """The start was forgotten; the visit is over all the same."""
    state = recompute(day(T.BOOKED, T.PUBLISHED, T.COMPLETE))
    assert (state.status, state.actual_start, state.actual_end) == (S.DONE, None, minute(2))


def test_a_late_event_takes_its_place_in_time() -> None:
    """An arrival recorded after the start keeps its own earlier time."""
    start = VisitEvent("start", T.START, minute(10), 1)
    arrive = VisitEvent("arrive", T.ARRIVE, minute(5), 2)
    state = recompute([start, arrive])
    assert (state.status, state.actual_arrival, state.actual_start) == (
        S.IN_PROGRESS,
        minute(5),
        minute(10),
    )


def test_events_of_one_instant_count_in_recorded_order() -> None:
    """Two taps in one second."""
    arrive = VisitEvent("arrive", T.ARRIVE, NOON, 1)
    depart = VisitEvent("depart", T.DEPART, NOON, 2)
    assert recompute([depart, arrive]).ignored == ("depart",)


def test_a_step_back_is_ignored_and_named() -> None:
    """Departing after arriving makes no sense, but is not lost."""
    state = recompute(day(T.ARRIVE, T.DEPART))
    assert (state.status, state.actual_departed, state.ignored) == (S.ARRIVED, None, ("depart",))


@pytest.mark.parametrize("end", [T.CANNOT_ENTER, T.UNFIT, T.STOPPED, T.NO_SHOW])
def test_each_way_to_end_early_has_its_status(end: T) -> None:
    """The status has the event's name, and the time is kept."""
    state = recompute(day(T.ARRIVE, end))
    assert (state.status, state.actual_end) == (S(end.value), minute(1))


@pytest.mark.parametrize("end", [T.CANNOT_ENTER, T.NO_SHOW])
def test_who_is_being_treated_was_at_home(end: T) -> None:
    """A no-show or a closed door after the start makes no sense."""
    state = recompute(day(T.START, end))
    assert (state.status, state.ignored) == (S.IN_PROGRESS, (end.value,))


def test_a_converted_session_still_ends() -> None:
    """The status stays, the end of the other service is noted once."""
    state = recompute(day(T.START, T.CONVERTED, T.COMPLETE))
    assert (state.status, state.actual_start, state.actual_end) == (
        S.CONVERTED,
        minute(0),
        minute(2),
    )


def test_declining_gives_the_visit_back() -> None:
    """Booked again, without therapist or times."""
    assert recompute(day(T.BOOKED, T.PUBLISHED, T.ACCEPT, T.DEPART, T.DECLINE)) == VisitState()


def test_a_cancellation_loses_against_a_treatment_that_had_begun() -> None:
    """The phone was offline: the start happened before the agent cancelled."""
    cancelled = VisitEvent("cancelled", T.CANCELLED, minute(10), 1)
    start = VisitEvent("start", T.START, minute(9), 2)
    assert recompute([cancelled]).status is S.CANCELLED
    state = recompute([cancelled, start])
    assert (state.status, state.ignored) == (S.IN_PROGRESS, ("cancelled",))


@pytest.mark.parametrize("late", [T.ACCEPT, T.DECLINE, T.DEPART, T.ARRIVE, T.DELAY])
def test_the_therapist_who_lost_the_visit_no_longer_moves_it(late: T) -> None:
    """After a reassignment the former therapist's taps are moot."""
    given = VisitEvent("given", T.REASSIGNED, NOON, 1, therapist_id=OMAR)
    tap = VisitEvent("tap", late, minute(1), 2, therapist_id=LEILA, delay_s=60)
    state = recompute([given, tap])
    assert (state.status, state.therapist_id, state.ignored) == (S.BOOKED, OMAR, ("tap",))


def test_whoever_treats_treats() -> None:
    """A start by the former therapist is a fact."""
    given = VisitEvent("given", T.REASSIGNED, NOON, 1, therapist_id=OMAR)
    start = VisitEvent("start", T.START, minute(1), 2, therapist_id=LEILA)
    assert recompute([given, start]).status is S.IN_PROGRESS


def test_a_freed_visit_forgets_its_therapist() -> None:
    """Booked, unassigned, no delay."""
    history = [
        VisitEvent("b", T.BOOKED, NOON, 1, therapist_id=LEILA),
        VisitEvent("d", T.DELAY, minute(1), 2, therapist_id=LEILA, delay_s=900),
        VisitEvent("f", T.FREED, minute(2), 3),
    ]
    assert recompute(history[:2]).delay_s == 900
    assert recompute(history) == VisitState()


def test_the_latest_delay_counts_also_while_treating() -> None:
    """An overrun is a delay of the end."""
    history = [
        VisitEvent("one", T.DELAY, NOON, 1, delay_s=600),
        VisitEvent("start", T.START, minute(1), 2),
        VisitEvent("two", T.DELAY, minute(2), 3, delay_s=300),
    ]
    assert recompute(history).delay_s == 300


def test_papers_that_come_later_apply_the_start_at_its_own_time() -> None:
    """Until then the visit stays arrived and says what waits."""
    history = day(T.ARRIVE, T.START, T.COMPLETE)
    waiting = recompute(history, papers_required=True)
    assert (waiting.status, waiting.waiting) == (S.ARRIVED, ("start", "complete"))
    assert waiting.waits_for_papers
    papers = VisitEvent("papers", T.PAPERS, minute(30), 9)
    state = recompute([*history, papers], papers_required=True)
    assert (state.status, state.actual_start, state.waits_for_papers) == (S.DONE, minute(1), False)


def test_a_start_that_carries_its_papers_counts_at_once() -> None:
    """The ordinary needling visit."""
    start = VisitEvent("start", T.START, NOON, 1, papers=True)
    assert recompute([start], papers_required=True).status is S.IN_PROGRESS


def test_a_correction_takes_back_or_retimes() -> None:
    """Also a terminal event: a no-show tapped by mistake."""
    arrive, no_show = day(T.ARRIVE, T.NO_SHOW)
    void = VisitEvent("c1", T.CORRECT, minute(2), 2, corrects="no-show")
    retime = VisitEvent("c2", T.CORRECT, minute(3), 3, corrects="arrive", retimed_to=minute(-9))
    state = recompute([arrive, no_show, void, retime])
    assert (state.status, state.actual_arrival, state.ignored) == (S.ARRIVED, minute(-9), ())


def test_the_latest_correction_wins_and_may_itself_be_taken_back() -> None:
    """Void, then retime, then the retiming voided: the first correction counts again."""
    arrive = VisitEvent("arrive", T.ARRIVE, NOON, 0)
    void = VisitEvent("c1", T.CORRECT, minute(1), 1, corrects="arrive")
    retime = VisitEvent("c2", T.CORRECT, minute(2), 2, corrects="arrive", retimed_to=minute(5))
    back = VisitEvent("c3", T.CORRECT, minute(3), 3, corrects="c2")
    assert recompute([arrive, void]).status is S.BOOKED
    assert recompute([arrive, void, retime]).actual_arrival == minute(5)
    assert recompute([arrive, void, retime, back]).status is S.BOOKED


def test_a_correction_of_nothing_is_named() -> None:
    """Its event may still come, and is then corrected."""
    correct = VisitEvent("c", T.CORRECT, NOON, 1, corrects="start")
    assert recompute([correct]).ignored == ("c",)
    start = VisitEvent("start", T.START, NOON, 2)
    assert recompute([correct, start]) == VisitState()
