"""What offers and holds read of requests and write to them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.etag import refuse_stale
from shared.domain.request_status import RequestStatus
from shared.domain.tenant import TenantId

_LOCK = text("""
    SELECT r.request_id, r.version FROM request r
    WHERE r.tenant_id = :tenant AND (r.request_id = :id OR r.patient_id = (
        SELECT own.patient_id FROM request own
        WHERE own.tenant_id = :tenant AND own.request_id = :id))
    ORDER BY r.request_id FOR NO KEY UPDATE OF r
""")

_ASKED = text("""
    SELECT q.request_id, q.status, q.service, q.patient_id, q.place_id, q.body_regions,
           q.preferences, q.screening_id, q.diagnosis_sealed IS NOT NULL AS diagnosed,
           g.valid_until, g.unanswered, f.outcome, f.cleared_from, f.cleared_until,
           o.duration_minutes, p.birth_date_sealed, p.languages AS patient_languages,
           l.details_sealed, l.building_id, b.door_minutes,
           coalesce(nullif(b.kind, 'other'), l.kind) AS kind,
           coalesce(l.access_opens, b.access_opens) AS access_opens,
           coalesce(l.access_closes, b.access_closes) AS access_closes, t.policies,
           h.hold_id, h.shift_id AS held_shift_id, h.plan_date AS held_plan_date
    FROM request q
    JOIN tenant t ON t.tenant_id = q.tenant_id
    LEFT JOIN screening g ON g.tenant_id = q.tenant_id AND g.screening_id = q.screening_id
    LEFT JOIN screening_service f ON f.tenant_id = q.tenant_id
        AND f.screening_id = q.screening_id AND f.service = q.service
    LEFT JOIN service_offering o ON o.tenant_id = q.tenant_id AND o.service = q.service AND o.active
    LEFT JOIN patient p ON p.tenant_id = q.tenant_id AND p.patient_id = q.patient_id
    LEFT JOIN place l ON l.tenant_id = q.tenant_id AND l.place_id = q.place_id
    LEFT JOIN building b ON b.tenant_id = l.tenant_id AND b.building_id = l.building_id
    LEFT JOIN hold h ON h.tenant_id = q.tenant_id AND h.request_id = q.request_id
        AND h.status = 'active'
    WHERE q.tenant_id = :tenant AND q.request_id = :id
""")

# A clinician's newest word on the service; it must not have lapsed when the visit starts.
_DECIDED = text("""
    SELECT c.decision, c.expires_at FROM clearance c
    WHERE c.tenant_id = :tenant AND c.request_id = :id AND c.status = 'decided'
      AND (c.service = :service OR c.converted_service = :service)
    ORDER BY c.decided_at DESC, c.clearance_id DESC LIMIT 1
""")

_BUSY = text("""
    SELECT r.starts_at, r.ends_at FROM reservation r
    LEFT JOIN hold h ON h.tenant_id = r.tenant_id AND h.hold_id = r.hold_id
    WHERE r.tenant_id = :tenant AND r.patient_id = :patient AND r.active
      AND (r.expires_at IS NULL OR r.expires_at > clock_timestamp())
      AND (h.request_id IS NULL OR h.request_id <> :id)
    ORDER BY r.starts_at
""")

_CLOCK = text("SELECT clock_timestamp()")

_HOLD = text("""
    SELECT h.hold_id, h.request_id, h.shift_id, h.plan_date, h.status, h.version, h.kind,
           h.service, h.service_s, h.place_id, h.opens_at, h.closes_at, h.planned_start,
           h.therapist_id, h.expires_at, h.expires_at <= clock_timestamp() AS expired
    FROM hold h WHERE h.tenant_id = :tenant AND h.hold_id = :id
""")

_SET_STATUS = text("""
    UPDATE request SET status = :status
    WHERE tenant_id = :tenant AND request_id = :id AND status <> :status
""")


async def lock_request(
    session: AsyncSession, tenant: TenantId, request_id: UUID, expected: int | None = None
) -> None:
    """Nobody else holds, books or changes this request until the transaction ends, nor one of the
    same patient: what is said in those counts here, too. Raises StaleVersion when another version
    is `expected`.
    """
    rows = await session.execute(_LOCK, {"tenant": tenant, "id": request_id})
    for row in rows:
        if row.request_id == request_id:
            refuse_stale(expected, row.version, "request")


async def find_asked(session: AsyncSession, tenant: TenantId, request_id: UUID) -> Row[Any] | None:
    """The request with all that decides what can be offered for it."""
    found = await session.execute(_ASKED, {"tenant": tenant, "id": request_id})
    return found.one_or_none()


async def find_decision(
    session: AsyncSession, tenant: TenantId, request_id: UUID, service: str
) -> Row[Any] | None:
    """What a clinician last decided on this service of the request."""
    scope = {"tenant": tenant, "id": request_id, "service": service}
    return (await session.execute(_DECIDED, scope)).one_or_none()


async def patient_busy(
    session: AsyncSession, tenant: TenantId, patient_id: UUID, request_id: UUID
) -> list[tuple[datetime, datetime]]:
    """When the patient is treated already, what this request itself holds left out."""
    scope = {"tenant": tenant, "patient": patient_id, "id": request_id}
    return [(row.starts_at, row.ends_at) for row in await session.execute(_BUSY, scope)]


async def database_now(session: AsyncSession) -> datetime:
    """The only clock by which holds expire."""
    now: datetime = (await session.execute(_CLOCK)).scalar_one()
    return now


async def find_hold(session: AsyncSession, tenant: TenantId, hold_id: UUID) -> Row[Any] | None:
    """A hold, and whether its time is over."""
    found = await session.execute(_HOLD, {"tenant": tenant, "id": hold_id})
    return found.one_or_none()


async def set_status(
    session: AsyncSession, tenant: TenantId, request_id: UUID, status: RequestStatus
) -> None:
    """Move the request, as `request_status.transition` said."""
    row = {"tenant": tenant, "id": request_id, "status": status.value}
    await session.execute(_SET_STATUS, row)
