"""The end of holds. They run out by the database's clock whether or not anybody is there to see it:
whoever writes a route ends those in the way first, so no dispatcher is needed to free their time.
"""

from collections.abc import Iterable, Sequence
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import outbox
from shared.domain.tenant import TenantId

# The trigger `hold_frees_time` gives its time back in the same statement.
END = text("""
    UPDATE hold SET status = :status
    WHERE tenant_id = :tenant AND hold_id = ANY(:ids) AND status = 'active'
    RETURNING hold_id, request_id, shift_id, plan_date
""")

# A request whose hold is gone is bookable again; one that waits for a clinician still waits.
_READY = text("""
    UPDATE request SET status = 'ready'
    WHERE tenant_id = :tenant AND request_id = ANY(:ids) AND status = 'held'
""")

# With their requests, which are written too: who books or holds for one of them right now ends the
# hold himself, and waiting for him here, with shifts locked, could be for ever.
_EXPIRED = text("""
    SELECT h.hold_id FROM hold h
    JOIN request q ON q.tenant_id = h.tenant_id AND q.request_id = h.request_id
    WHERE h.tenant_id = :tenant AND h.status = 'active' AND h.expires_at <= clock_timestamp()
      AND (:everybody OR h.therapist_id = ANY(:therapists) OR q.patient_id = ANY(:patients))
    ORDER BY h.hold_id FOR NO KEY UPDATE SKIP LOCKED
""")


async def end_holds(
    session: AsyncSession, tenant: TenantId, ids: Sequence[UUID], status: str
) -> list[tuple[UUID, UUID]]:
    """End these holds without touching their neighbours; answers with (hold, request)."""
    if not ids:
        return []
    scope = {"tenant": tenant, "ids": list(ids), "status": status}
    ended = list(await session.execute(END, scope))
    requests = [row.request_id for row in ended]
    await session.execute(_READY, {"tenant": tenant, "ids": requests})
    for row in ended:
        await tell_hold(session, row.hold_id, row.request_id)
    return [(row.hold_id, row.request_id) for row in ended]


async def expire_holds(session: AsyncSession, tenant: TenantId) -> list[tuple[UUID, UUID]]:
    """Free the time of all holds that ran out; answers with (hold, request)."""
    return await _expire(session, tenant, everybody=True, therapists=(), patients=())


async def expire_in_the_way(
    session: AsyncSession, tenant: TenantId, therapists: Iterable[UUID], patients: Iterable[UUID]
) -> list[tuple[UUID, UUID]]:
    """The same for the holds that keep the time of these therapists and patients."""
    whom = {"therapists": sorted(set(therapists)), "patients": sorted(set(patients))}
    return await _expire(session, tenant, everybody=False, **whom)


async def _expire(
    session: AsyncSession,
    tenant: TenantId,
    *,
    everybody: bool,
    therapists: Sequence[UUID],
    patients: Sequence[UUID],
) -> list[tuple[UUID, UUID]]:
    scope = {
        "tenant": tenant,
        "everybody": everybody,
        "therapists": list(therapists),
        "patients": list(patients),
    }
    ids = list(await session.scalars(_EXPIRED, scope))
    return await end_holds(session, tenant, ids, "expired")


async def tell_hold(session: AsyncSession, hold_id: UUID, request_id: UUID) -> None:
    """Whoever shows the hold reads it again."""
    payload = {"id": str(hold_id), "requestId": str(request_id)}
    await outbox.publish(session, "hold.changed", payload)
