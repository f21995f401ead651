"""Facts that a phone reports about a visit or a shift: when they may have happened, how named."""

from datetime import datetime, timedelta
from uuid import UUID

from shared.domain.errors import Conflict, FieldError

CLOCKS_DIFFER_BY = timedelta(minutes=2)


def wrong_time(field: str, at: datetime, now: datetime) -> FieldError | None:
    """What a fact's time cannot be: without a zone, or in the future."""
    if at.utcoffset() is None:
        return FieldError(field, f"{field} needs an offset, such as 2026-01-31T08:00:00+04:00.")
    if at > now + CLOCKS_DIFFER_BY:
        return FieldError(field, f"{field} is in the future; check the phone's clock.")
    return None


class EventIdReused(Conflict):
    """Another event has this `clientEventId`; the problem's `stored` says which."""

    def __init__(self, event_id: UUID, type_: str, occurred_at: datetime) -> None:
        super().__init__(
            "event-id-reused",
            f"This clientEventId names an event '{type_}' at {occurred_at.isoformat()}; "
            "send the new one under an id of its own.",
        )
        self.extra = {
            "stored": {
                "id": str(event_id),
                "type": type_,
                "occurredAt": occurred_at.isoformat(),
            }
        }
