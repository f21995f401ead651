"""What a screening means for its request."""

from typing import assert_never

from shared.domain.request_status import RequestEvent
from shared.domain.screening.outcome import Outcome, Screening


def found(screening: Screening | None, *, complete: bool) -> RequestEvent:
    """The event for `request_status.transition`.

    An emergency and "not suitable" stand whatever is still missing, as no further answer can
    mend them; else a request that lacks an answer or another field (`complete` is false) waits.
    """
    if screening is None:
        return RequestEvent.FOUND_INCOMPLETE
    match screening.outcome:
        case Outcome.EMERGENCY:
            return RequestEvent.FOUND_EMERGENCY
        case Outcome.NOT_SUITABLE:
            return RequestEvent.FOUND_NOT_SUITABLE
        case Outcome.NEEDS_CLINICIAN:
            event = RequestEvent.FOUND_NEEDS_CLINICIAN
        case Outcome.CLEARED:
            event = RequestEvent.FOUND_CLEARED
        case _:
            assert_never(screening.outcome)
    return event if complete and not screening.unanswered else RequestEvent.FOUND_INCOMPLETE
