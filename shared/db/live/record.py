"""System events: what the planner and people at desks did to a visit, stored beside the facts.

A visit's status is recomputed from all of its events, so every act that gives a visit to a
therapist, takes it away or publishes it is an event too.
"""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.live.horizon import Horizon
from shared.domain.tenant import TenantId
from shared.domain.visit_status import VisitEventType

_INSERT = text("""
    INSERT INTO visit_event (tenant_id, event_id, visit_id, type, occurred_at, client_event_id,
                             by_user, therapist_id, payload)
    VALUES (:tenant, :event_id, :visit_id, :type, least(:at, clock_timestamp()),
            :client_event_id, :by_user, :therapist_id, cast(:payload AS jsonb))
""")


async def record(
    session: AsyncSession,
    tenant: TenantId,
    type_: VisitEventType,
    visits: Iterable[tuple[UUID, UUID | None]],
    *,
    at: datetime,
    by_user: UUID | None = None,
    payload: Mapping[UUID, Mapping[str, object]] | None = None,
) -> None:
    """Store one event for each (visit, therapist), with what `payload` says of the visit.

    `at` may be rounded up; the event must not lie after what a phone reports a moment later.
    """
    rows = []
    for visit_id, therapist_id in visits:
        event_id = new_id()
        rows.append(
            {
                "tenant": tenant,
                "event_id": event_id,
                "visit_id": visit_id,
                "type": type_.value,
                "at": at,
                "client_event_id": f"system:{event_id}",
                "by_user": by_user,
                "therapist_id": therapist_id,
                "payload": json.dumps((payload or {}).get(visit_id, {}), default=str),
            }
        )
    if rows:
        await session.execute(_INSERT, rows)


async def record_freed(
    session: AsyncSession,
    horizon: Horizon,
    visits: Iterable[UUID],
    by_user: UUID | None,
    cause: UUID | None,
) -> None:
    """Whose these visits were, when and on which shift; `restore` reads it, and `cause`."""
    stops = {key: horizon.stops[key] for key in visits}
    freed = [(key, horizon.shifts[one.shift_id].therapist_id) for key, one in stops.items()]
    said = {"cause": cause} if cause else {}
    payload = {
        key: {
            **said,
            "shiftId": one.shift_id,
            "start": horizon.clock.instant(one.planned.start_s).isoformat(),
        }
        for key, one in stops.items()
    }
    type_, at = VisitEventType.FREED, horizon.now
    await record(session, horizon.tenant, type_, freed, at=at, by_user=by_user, payload=payload)
