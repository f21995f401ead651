"""The promise ledger, read."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_CALLS = text("""
    SELECT p.promise_id, p.visit_id, p.status, p.opens_at, p.closes_at, p.reason, p.at,
           t.therapist_id, t.name AS therapist_name, t.gender AS therapist_gender,
           o.opens_at AS old_opens_at, o.closes_at AS old_closes_at,
           u.therapist_id AS old_therapist_id, u.name AS old_therapist_name,
           u.gender AS old_therapist_gender, v.patient_id, v.request_id, q.caller_phone_sealed
    FROM visit v
    JOIN request q ON q.tenant_id = v.tenant_id AND q.request_id = v.request_id
    JOIN LATERAL (
        SELECT * FROM promise p WHERE p.tenant_id = v.tenant_id AND p.visit_id = v.visit_id
        ORDER BY p.seq DESC LIMIT 1) p ON p.status IN ('proposed', 'not-reached')
    LEFT JOIN LATERAL (
        SELECT * FROM promise o
        WHERE o.tenant_id = v.tenant_id AND o.visit_id = v.visit_id AND o.status = 'agreed'
        ORDER BY o.seq DESC LIMIT 1) o ON true
    LEFT JOIN therapist t ON t.tenant_id = v.tenant_id AND t.therapist_id = p.therapist_id
    LEFT JOIN therapist u ON u.tenant_id = v.tenant_id AND u.therapist_id = o.therapist_id
    WHERE v.tenant_id = :tenant
      AND v.status IN ('booked', 'dispatched', 'accepted', 'en-route', 'arrived')
    ORDER BY p.at, p.promise_id
    LIMIT 500
""")

_ONE = text("""
    SELECT promise_id, visit_id, status, opens_at, closes_at, therapist_id, therapist_gender, reason
    FROM promise WHERE tenant_id = :tenant AND promise_id = :id
""")


async def list_calls(session: AsyncSession, tenant: TenantId) -> list[Row[Any]]:
    """Each visit whose newest promise waits for an answer, with what is in force."""
    return list(await session.execute(_CALLS, {"tenant": tenant}))


async def find_promise(
    session: AsyncSession, tenant: TenantId, promise_id: UUID
) -> Row[Any] | None:
    """One row of the ledger."""
    return (await session.execute(_ONE, {"tenant": tenant, "id": promise_id})).one_or_none()
