"""A visit's state from all of its stored events, and the writing of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.exc import DBAPIError

from services.api.deps import TenantRequest
from services.api.visits import event_repository
from shared.db.errors import refusal
from shared.db.live.incidents import Again, alarm
from shared.domain.errors import RoundsError
from shared.domain.service import Service
from shared.domain.visit_status import VisitEvent, VisitEventType, VisitState, recompute

# Set in the payload of an event whose sender does not have the visit any more.
FOREIGN = "foreign"
# How the id begins of what the system concludes from an answer at the door.
_FINDING = "door:"

_TAKEN = "This visit's end was corrected, but somebody else has its time by now: look at the route."


@dataclass(frozen=True, slots=True)
class Folded:
    """The state, and what the database's gates said against it, if anything."""

    state: VisitState
    refused: RoundsError | None
    needling: bool  # booked as it, or converted to it by an event that counts
    cleared: bool  # its papers were complete once, and no finding at the door has ended the visit

    def counts(self, client_event_id: str) -> bool:
        """Whether this event is applied."""
        silent = (*self.state.ignored, *self.state.waiting)
        return self.refused is None and client_event_id not in silent


async def refold(tenant: TenantRequest, visit: Row[Any]) -> Folded:
    """Recompute the visit from its events and write what changed.

    A gate of the database that refuses the status leaves the visit as it was: the events stay.
    """
    session, whose = tenant.session, tenant.tenant_id
    rows = await event_repository.list_events(session, whose, visit.visit_id)
    state = recompute(_events(rows), papers_required=visit.service == Service.DRY_NEEDLING)
    refused: RoundsError | None = None
    is_free = True
    try:
        async with session.begin_nested():
            await event_repository.write_state(session, whose, visit.visit_id, state)
            is_free = await event_repository.release_time(session, whose, visit.visit_id, state)
    except DBAPIError as error:
        refused = refusal(error)
        if refused is None:
            raise
    if not is_free:
        again = Again.ONCE_CLOSED
        await alarm(session, whose, visit.visit_id, "time-taken-again", _TAKEN, again=again)
    silent = (*state.ignored, *state.waiting)
    needling = visit.service == Service.DRY_NEEDLING or any(
        is_to_needling(row) and row.client_event_id not in silent for row in rows
    )
    folded = Folded(state, refused, needling, _is_cleared(rows, silent))
    await _mark(tenant, visit.visit_id, rows, folded)
    return folded


def is_to_needling(row: Row[Any]) -> bool:
    """Whether the event says that needles are used although the visit was for something else."""
    converted: bool = row.type == VisitEventType.CONVERTED
    return converted and row.payload.get("convertedTo") == Service.DRY_NEEDLING


def finding_id(event_id: UUID) -> str:
    """The client event id of what the system concludes from this event's door check."""
    return f"{_FINDING}{event_id}"


def _is_cleared(rows: Sequence[Row[Any]], silent: Sequence[str]) -> bool:
    own = [row for row in rows if not row.payload.get(FOREIGN)]
    papers = any(
        row.type == VisitEventType.PAPERS or (row.papers or {}).get("complete") for row in own
    )
    found = {row.client_event_id for row in own if row.client_event_id.startswith(_FINDING)}
    return papers and found <= {*silent}


def _events(rows: Sequence[Row[Any]]) -> list[VisitEvent]:
    return [
        VisitEvent(
            id=row.client_event_id,
            type=VisitEventType(row.type),
            occurred_at=row.occurred_at,
            recorded=i,
            therapist_id=row.therapist_id,
            papers=bool((row.papers or {}).get("complete")),
            to_needling=is_to_needling(row),
            delay_s=_delay_s(row),
            corrects=row.payload.get("corrects"),
            retimed_to=_instant(row.payload.get("retimedTo")),
        )
        for i, row in enumerate(rows)
        if not row.payload.get(FOREIGN)
    ]


def _delay_s(row: Row[Any]) -> int | None:
    minutes = row.payload.get("minutes")
    return None if minutes is None else minutes * 60


def _instant(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


async def _mark(
    tenant: TenantRequest, visit_id: UUID, rows: Sequence[Row[Any]], folded: Folded
) -> None:
    silent = {*folded.state.ignored, *folded.state.waiting}
    newest = rows[-1].client_event_id if rows and folded.refused is not None else None
    wrong = {
        row.event_id: not row.applied
        for row in rows
        if row.applied
        == (
            row.client_event_id in silent
            or row.client_event_id == newest
            or bool(row.payload.get(FOREIGN))
        )
    }
    await event_repository.mark_applied(tenant.session, tenant.tenant_id, visit_id, wrong)
