import pytest

from shared.domain.errors import Conflict
from shared.domain.visit_command import COMMANDS, VisitCommand, after_command
from shared.domain.visit_status import TERMINAL, VisitStatus

S = VisitStatus
C = VisitCommand


@pytest.mark.parametrize("status", list(S))
@pytest.mark.parametrize("command", list(C))
def test_every_pair_of_status_and_command_is_decided(status: S, command: C) -> None:
    """A command leads to a status or is a conflict that names the present one."""
    if command in COMMANDS[status]:
        assert after_command(status, command) is COMMANDS[status][command]
    else:
        with pytest.raises(Conflict) as error:
            after_command(status, command)
        assert error.value.slug == f"visit-{status}"


@pytest.mark.parametrize("status", sorted(TERMINAL | {S.IN_PROGRESS}))
def test_no_command_touches_a_treatment_that_began_or_ended(status: S) -> None:
    """A visit in progress is not freed, and what is over is over."""
    assert COMMANDS[status] == {}


def test_at_the_door_the_therapist_is_not_exchanged() -> None:
    """But the visit may still be called off."""
    assert after_command(S.ARRIVED, C.CANCEL) is S.CANCELLED
    with pytest.raises(Conflict):
        after_command(S.ARRIVED, C.REASSIGN)


def test_another_therapist_starts_from_booked() -> None:
    """The new one has been told nothing yet."""
    assert after_command(S.ACCEPTED, C.REASSIGN) is S.BOOKED


@pytest.mark.parametrize("status", [S.DISPATCHED, S.ACCEPTED, S.EN_ROUTE])
def test_publishing_again_sets_nobody_back(status: S) -> None:
    """Who has accepted or is driving stays so."""
    assert after_command(status, C.PUBLISH) is status
