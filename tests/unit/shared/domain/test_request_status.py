import pytest

from shared.domain.errors import Conflict
from shared.domain.request_status import TRANSITIONS, RequestEvent, RequestStatus, transition

S = RequestStatus
E = RequestEvent
FOUND = [e for e in E if e.startswith("found-")]


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("event", list(E))
def test_every_pair_of_status_and_event_is_decided(status: S, event: E) -> None:
    """An event leads to a status or is a conflict that names the present status."""
    if event in TRANSITIONS[status]:
        assert transition(status, event) is TRANSITIONS[status][event]
    else:
        with pytest.raises(Conflict) as error:
            transition(status, event)
        assert error.value.slug == f"request-{status}"


def test_the_way_of_a_phone_call() -> None:
    """Cleared, held, booked."""
    status = S.INCOMPLETE
    for event in (E.FOUND_CLEARED, E.HOLD, E.BOOK):
        status = transition(status, event)
    assert status is S.BOOKED


def test_only_a_held_request_is_booked() -> None:
    """No other status has a way to `booked`, save that it is booked already."""
    into = {s for s in S if E.BOOK in TRANSITIONS[s]}
    assert into == {S.HELD}
    by_event = {
        (s, e)
        for s in S
        for e, after in TRANSITIONS[s].items()
        if after is S.BOOKED and s is not S.BOOKED
    }
    assert by_event == {(S.HELD, E.BOOK)}


def test_no_way_leads_out_of_an_emergency() -> None:
    """Whatever is found or done afterwards."""
    assert set(TRANSITIONS[S.EMERGENCY].values()) == {S.EMERGENCY}


def test_needs_clinician_is_left_towards_a_booking_only_by_being_cleared() -> None:
    """Taking or losing a clinical hold does not change the status."""
    ways = {e for e, after in TRANSITIONS[S.NEEDS_CLINICIAN].items() if after is S.READY}
    assert ways == {E.FOUND_CLEARED}
    assert S.HELD not in TRANSITIONS[S.NEEDS_CLINICIAN].values()


@pytest.mark.parametrize("status", [s for s in S if s is not S.CANCELLED])
def test_an_emergency_stops_from_everywhere(status: S) -> None:
    """Also when the visit is booked already."""
    assert transition(status, E.FOUND_EMERGENCY) is S.EMERGENCY


@pytest.mark.parametrize("event", FOUND)
def test_a_hold_survives_only_a_clean_screening(event: E) -> None:
    """A worse answer during a hold takes the request out of `held`."""
    assert (transition(S.HELD, event) is S.HELD) is (event is E.FOUND_CLEARED)


def test_a_booked_request_may_be_rescheduled() -> None:
    """It takes a new hold and stays booked; it is not booked a second time."""
    assert transition(S.BOOKED, E.HOLD) is S.BOOKED
    with pytest.raises(Conflict, match="already booked"):
        transition(S.BOOKED, E.BOOK)
