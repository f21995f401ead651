"""Where a request stands, and what may move it. Class: safety.

No event leads from *emergency* or *needs-clinician* to *booked*: only a new screening outcome,
after a clinician's decision, makes a request *ready* again.
"""

from enum import StrEnum

from shared.domain.errors import Conflict


class RequestStatus(StrEnum):
    """The API's words."""

    INCOMPLETE = "incomplete"
    NEEDS_CLINICIAN = "needs-clinician"
    READY = "ready"  # cleared and bookable
    HELD = "held"
    BOOKED = "booked"
    NOT_SUITABLE = "not-suitable"
    EMERGENCY = "emergency"
    CANCELLED = "cancelled"


class RequestEvent(StrEnum):
    """`found-*` is the outcome of a screening, a clinician's decision already applied to it."""

    FOUND_INCOMPLETE = "found-incomplete"
    FOUND_CLEARED = "found-cleared"
    FOUND_NEEDS_CLINICIAN = "found-needs-clinician"
    FOUND_NOT_SUITABLE = "found-not-suitable"
    FOUND_EMERGENCY = "found-emergency"
    HOLD = "hold"
    RELEASE = "release"  # the hold was given back or has expired
    BOOK = "book"
    FREE = "free"  # its visit was cancelled and the caller wants another
    CANCEL = "cancel"


_S, _E = RequestStatus, RequestEvent

_FOUND: dict[RequestEvent, RequestStatus] = {
    _E.FOUND_INCOMPLETE: _S.INCOMPLETE,
    _E.FOUND_CLEARED: _S.READY,
    _E.FOUND_NEEDS_CLINICIAN: _S.NEEDS_CLINICIAN,
    _E.FOUND_NOT_SUITABLE: _S.NOT_SUITABLE,
    _E.FOUND_EMERGENCY: _S.EMERGENCY,
}

TRANSITIONS: dict[RequestStatus, dict[RequestEvent, RequestStatus]] = {
    _S.INCOMPLETE: {**_FOUND, _E.CANCEL: _S.CANCELLED},
    # A clinical hold keeps the offer, not the status; it may be taken and run out meanwhile.
    _S.NEEDS_CLINICIAN: {
        **_FOUND,
        _E.HOLD: _S.NEEDS_CLINICIAN,
        _E.RELEASE: _S.NEEDS_CLINICIAN,
        _E.CANCEL: _S.CANCELLED,
    },
    _S.READY: {**_FOUND, _E.HOLD: _S.HELD, _E.RELEASE: _S.READY, _E.CANCEL: _S.CANCELLED},
    _S.HELD: {
        **_FOUND,
        _E.FOUND_CLEARED: _S.HELD,
        _E.HOLD: _S.HELD,  # a new hold frees the old one
        _E.RELEASE: _S.READY,
        _E.BOOK: _S.BOOKED,
        _E.CANCEL: _S.CANCELLED,
    },
    # A worse screening does not unbook: it closes the dispatch gate, which reads the screening.
    # An emergency stops everything, a booked visit too.
    _S.BOOKED: {
        **dict.fromkeys(_FOUND, _S.BOOKED),
        _E.FOUND_EMERGENCY: _S.EMERGENCY,
        _E.HOLD: _S.BOOKED,  # the new window of a visit that is to be rescheduled
        _E.RELEASE: _S.BOOKED,
        _E.FREE: _S.READY,
        _E.CANCEL: _S.CANCELLED,
    },
    _S.NOT_SUITABLE: {**_FOUND, _E.RELEASE: _S.NOT_SUITABLE, _E.CANCEL: _S.CANCELLED},
    # Better answers afterwards do not un-stop it; whoever still wants a visit makes a new request.
    _S.EMERGENCY: {**dict.fromkeys(_FOUND, _S.EMERGENCY), _E.RELEASE: _S.EMERGENCY},
    _S.CANCELLED: {_E.RELEASE: _S.CANCELLED},
}

_WHY_NOT: dict[RequestStatus, str] = {
    _S.INCOMPLETE: "The request is not complete yet; answer the open questions first.",
    _S.NEEDS_CLINICIAN: "A clinician must decide before this request can be booked.",
    _S.READY: "The request has no held window; hold an offer first.",
    _S.HELD: "The request holds a window that is not booked yet.",
    _S.BOOKED: "The request is already booked.",
    _S.NOT_SUITABLE: "This service is not suitable for this patient; offer another service.",
    _S.EMERGENCY: "This request is an emergency: no visit; call the emergency number.",
    _S.CANCELLED: "The request was cancelled; please make a new one.",
}


def transition(status: RequestStatus, event: RequestEvent) -> RequestStatus:
    """The status after the event; `Conflict` (slug `request-<status>`) when it may not happen."""
    after = TRANSITIONS[status].get(event)
    if after is None:
        raise Conflict(f"request-{status}", _WHY_NOT[status])
    return after
