"""What people and the planner may do to a visit. Class: safety.

Commands may be refused, unlike events, which are facts (`visit_status.recompute`).
"""

from enum import StrEnum

from shared.domain.errors import Conflict
from shared.domain.visit_status import VisitStatus


class VisitCommand(StrEnum):
    """The acts; `free` takes the visit from its therapist and leaves it unassigned."""

    PUBLISH = "publish"
    REASSIGN = "reassign"
    FREE = "free"
    RESCHEDULE = "reschedule"
    CANCEL = "cancel"


_S, _C = VisitStatus, VisitCommand

_BEFORE_THE_DOOR: dict[VisitCommand, VisitStatus] = {
    _C.REASSIGN: _S.BOOKED,
    _C.FREE: _S.BOOKED,
    _C.RESCHEDULE: _S.BOOKED,
    _C.CANCEL: _S.CANCELLED,
}
# At the door it is too late for another therapist, but not to send this one away.
_AT_THE_DOOR: dict[VisitCommand, VisitStatus] = {
    _C.FREE: _S.BOOKED,
    _C.RESCHEDULE: _S.BOOKED,
    _C.CANCEL: _S.CANCELLED,
}

COMMANDS: dict[VisitStatus, dict[VisitCommand, VisitStatus]] = {
    _S.BOOKED: {**_BEFORE_THE_DOOR, _C.PUBLISH: _S.DISPATCHED},
    _S.DISPATCHED: {**_BEFORE_THE_DOOR, _C.PUBLISH: _S.DISPATCHED},
    _S.ACCEPTED: {**_BEFORE_THE_DOOR, _C.PUBLISH: _S.ACCEPTED},
    _S.EN_ROUTE: {**_BEFORE_THE_DOOR, _C.PUBLISH: _S.EN_ROUTE},
    _S.ARRIVED: _AT_THE_DOOR,
    _S.IN_PROGRESS: {},
    _S.DONE: {},
    _S.CANNOT_ENTER: {},
    _S.UNFIT: {},
    _S.STOPPED: {},
    _S.CONVERTED: {},
    _S.NO_SHOW: {},
    _S.CANCELLED: {},
}


def after_command(status: VisitStatus, command: VisitCommand) -> VisitStatus:
    """The status it leads to; `Conflict` (slug `visit-<status>`) when it is forbidden."""
    after = COMMANDS[status].get(command)
    if after is None:
        raise Conflict(
            f"visit-{status}",
            f"A visit that is {status} cannot be changed by '{command}'.",
        )
    return after
