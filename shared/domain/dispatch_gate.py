"""What must be true before a therapist is sent to a visit. Class: safety (DESIGN 4)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.consent import Consent, missing, needed_for_dispatch
from shared.domain.screening.outcome import ServiceScreening


class DispatchBlock(StrEnum):
    """What is missing."""

    NOT_CLEARED = "not-cleared"
    SCREENING_EXPIRED = "screening-expired"
    NO_CONSENT = "no-consent"


def screening_expires_at(screened_at: datetime, valid_days: int) -> datetime:
    """The last instant at which a visit may start on these answers."""
    return screened_at + timedelta(days=valid_days)


def dispatch_blocks(
    found: ServiceScreening,
    *,
    screened_at: datetime,
    valid_days: int,
    consents: Iterable[Consent],
    age_at_start: int,
    starts_at: datetime,
    now: datetime,
) -> tuple[DispatchBlock, ...]:
    """All that stands against it; nothing means that the visit may be dispatched.

    `found` is for the visit's service at `starts_at`, clinicians' decisions applied. Answers must
    still be valid when the visit starts; consent must be in force now.
    """
    blocks = []
    if not found.clears:
        blocks.append(DispatchBlock.NOT_CLEARED)
    if starts_at > screening_expires_at(screened_at, valid_days):
        blocks.append(DispatchBlock.SCREENING_EXPIRED)
    if missing(needed_for_dispatch(age_at_start), consents, age_at_start, now):
        blocks.append(DispatchBlock.NO_CONSENT)
    return tuple(blocks)
