"""Visits in the database, with what stands beside them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from shared.domain.tenant import TenantId

_VIEW = """
    SELECT v.visit_id, v.request_id, v.patient_id, v.place_id, v.screening_id, v.service,
           v.service_s, v.status, v.opens_at, v.closes_at, v.plan_date, v.priority, v.pinned,
           v.unassigned_reason, v.late_s, v.actual_departed, v.actual_arrival, v.actual_start,
           v.actual_end, v.version, v.required_certificates, v.body_regions,
           s.shift_id, s.therapist_id, s.planned_start, s.predicted_arrival, s.published,
           t.name AS therapist_name, t.gender AS therapist_gender,
           p.promise_id, p.status AS promise_status, p.opens_at AS promised_from,
           p.closes_at AS promised_until, p.therapist_id AS promised_therapist, p.seq,
           q.status AS request_status, q.caller_phone_sealed, q.complaint_sealed,
           q.diagnosis_sealed,
           dispatch_lacks(v) AS dispatch_lacks
    FROM visit v
    JOIN request q ON q.tenant_id = v.tenant_id AND q.request_id = v.request_id
    LEFT JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    LEFT JOIN therapist t ON t.tenant_id = s.tenant_id AND t.therapist_id = s.therapist_id
    LEFT JOIN LATERAL (
        SELECT * FROM promise p
        WHERE p.tenant_id = v.tenant_id AND p.visit_id = v.visit_id
        ORDER BY p.seq DESC LIMIT 1) p ON true
    WHERE v.tenant_id = :tenant
"""

_ONE = text(_VIEW + " AND v.visit_id = :id")

_PAGE = text(
    _VIEW
    + """
      AND (cast(:day AS date) IS NULL OR v.plan_date = :day)
      AND (cast(:status AS text) IS NULL OR v.status = :status)
      AND (cast(:patient AS uuid) IS NULL OR v.patient_id = :patient)
      AND (cast(:after AS uuid) IS NULL OR v.visit_id > :after)
    ORDER BY v.visit_id LIMIT :n
"""
)

_LOCK = text("""
    SELECT v.visit_id, v.request_id, v.patient_id, v.place_id, v.screening_id, v.hold_id,
           v.service, v.service_s, v.status, v.opens_at, v.closes_at, v.plan_date, v.pinned,
           v.required_certificates, v.body_regions, v.refused_therapist_ids, v.version,
           v.therapist_gender, v.named_therapist_id
    FROM visit v WHERE v.tenant_id = :tenant AND v.visit_id = :id FOR NO KEY UPDATE
""")

_STOP = text("""
    SELECT shift_id, therapist_id, plan_date, planned_start, published, leave_at
    FROM stop WHERE tenant_id = :tenant AND visit_id = :id
""")

_REQUEST_OF = text("SELECT request_id FROM visit WHERE tenant_id = :tenant AND visit_id = :id")


_INSERT = text("""
    INSERT INTO visit (tenant_id, visit_id, request_id, patient_id, place_id, screening_id, hold_id,
                       service, body_regions, required_certificates, service_s, opens_at,
                       closes_at, plan_date, therapist_gender, named_therapist_id,
                       refused_therapist_ids)
    VALUES (:tenant, :visit_id, :request_id, :patient_id, :place_id, :screening_id, :hold_id,
            :service, :body_regions, :required_certificates, :service_s, :opens_at,
            :closes_at, :plan_date, :therapist_gender, :named_therapist_id,
            :refused_therapist_ids)
""")

_PROMISE = text("""
    INSERT INTO promise (tenant_id, promise_id, visit_id, seq, status, opens_at, closes_at,
                         therapist_id, therapist_gender, reason, told_by)
    SELECT :tenant, :promise_id, :visit_id,
           coalesce((SELECT max(p.seq) FROM promise p
                     WHERE p.tenant_id = :tenant AND p.visit_id = :visit_id), 0) + 1,
           :status, :opens_at, :closes_at, :therapist_id, :therapist_gender, :reason, :told_by
""")

_CONSENT = text("""
    INSERT INTO consent (tenant_id, consent_id, visit_id, patient_id, kind, given_by_sealed,
                         relation, language, text_hash, given_at, recorded_by, client_event_id)
    VALUES (:tenant, :consent_id, :visit_id, :patient_id, :kind, :given_by_sealed,
            :relation, :language, :text_hash, :given_at, :recorded_by, :client_event_id)
""")

_REFUSE = text("""
    UPDATE visit SET refused_therapist_ids = array_append(refused_therapist_ids, :therapist)
    WHERE tenant_id = :tenant AND visit_id = :id AND NOT :therapist = ANY (refused_therapist_ids)
""")

_CANCEL = text("""
    UPDATE visit SET status = 'cancelled', unassigned_reason = NULL, pinned = false,
           pinned_shift_id = NULL, pinned_start = NULL
    WHERE tenant_id = :tenant AND visit_id = :id
""")

_PIN = text("""
    UPDATE visit SET pinned = :pinned, pinned_shift_id = :shift_id, pinned_start = :start
    WHERE tenant_id = :tenant AND visit_id = :id
""")

# Given and shown anew: what was observed of the old appointment stays in its events.
_RESCHEDULE = text("""
    UPDATE visit SET status = 'booked', hold_id = :hold_id, place_id = :place_id,
           screening_id = :screening_id, service = :service, body_regions = :body_regions,
           required_certificates = :required_certificates, service_s = :service_s,
           opens_at = :opens_at, closes_at = :closes_at, plan_date = :plan_date,
           therapist_gender = :therapist_gender, named_therapist_id = :named_therapist_id,
           refused_therapist_ids = :refused_therapist_ids, unassigned_reason = NULL,
           quarantine_reason = NULL, pinned = false, pinned_shift_id = NULL, pinned_start = NULL,
           actual_departed = NULL, actual_arrival = NULL, delay_s = 0, late_s = 0
    WHERE tenant_id = :tenant AND visit_id = :visit_id
""")

_WINDOW = text("""
    UPDATE visit SET opens_at = :opens_at, closes_at = :closes_at, plan_date = :plan_date,
           named_therapist_id = :therapist_id, therapist_gender = :therapist_gender
    WHERE tenant_id = :tenant AND visit_id = :visit_id
""")

_LET_GO = text("""
    UPDATE hold SET status = 'released'
    WHERE tenant_id = :tenant AND request_id = :id AND status = 'active'
""")

_OPEN_PROMISE = text("""
    SELECT p.promise_id, p.status, p.opens_at, p.closes_at, p.therapist_id, p.therapist_gender
    FROM promise p WHERE p.tenant_id = :tenant AND p.visit_id = :id ORDER BY p.seq DESC LIMIT 1
""")


async def find_view(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> Row[Any] | None:
    """A visit with its stop, its last promise and what stands against sending somebody."""
    found = await session.execute(_ONE, {"tenant": tenant, "id": visit_id})
    return found.one_or_none()


async def list_views(
    session: AsyncSession, tenant: TenantId, page: PageAsked, wished: Mapping[str, Any]
) -> list[Row[Any]]:
    """Visits in the order of their booking; `wished` names day, status and patient, or None."""
    scope = {"tenant": tenant, "after": page.after, "n": page.fetch, **wished}
    return list(await session.execute(_PAGE, scope))


async def lock_visit(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> Row[Any] | None:
    """The visit, which nobody else changes in this transaction. Lock its shift first."""
    found = await session.execute(_LOCK, {"tenant": tenant, "id": visit_id})
    return found.one_or_none()


async def find_stop(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> Row[Any] | None:
    """Where the visit is in the plan."""
    found = await session.execute(_STOP, {"tenant": tenant, "id": visit_id})
    return found.one_or_none()


async def request_of(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> UUID | None:
    """The request that the visit came from."""
    found: UUID | None = await session.scalar(_REQUEST_OF, {"tenant": tenant, "id": visit_id})
    return found


async def add_visit(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """A booked visit, without a stop yet."""
    await session.execute(_INSERT, row)


async def add_promise(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """The next row of the visit's promise ledger."""
    await session.execute(_PROMISE, row)


async def add_consent(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """Somebody agreed."""
    await session.execute(_CONSENT, row)


async def refuse_therapist(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, therapist_id: UUID
) -> None:
    """This therapist is not given the visit again."""
    scope = {"tenant": tenant, "id": visit_id, "therapist": therapist_id}
    await session.execute(_REFUSE, scope)


async def cancel(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> None:
    """It does not take place; its stop is gone already."""
    await session.execute(_CANCEL, {"tenant": tenant, "id": visit_id})


async def set_pin(
    session: AsyncSession,
    tenant: TenantId,
    visit_id: UUID,
    shift_id: UUID | None,
    start: datetime | None,
) -> None:
    """Fix the visit to a shift (and a start), or to none."""
    row = {
        "tenant": tenant,
        "id": visit_id,
        "pinned": shift_id is not None,
        "shift_id": shift_id,
        "start": start,
    }
    await session.execute(_PIN, row)


async def reschedule(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """The visit as its new hold says; its old stop is gone already."""
    await session.execute(_RESCHEDULE, row)


async def set_promised(session: AsyncSession, row: Mapping[str, Any]) -> None:
    """The window, therapist and gender that the patient agreed to now."""
    await session.execute(_WINDOW, row)


async def let_holds_go(session: AsyncSession, tenant: TenantId, request_id: UUID) -> None:
    """The request holds nothing any more."""
    await session.execute(_LET_GO, {"tenant": tenant, "id": request_id})


async def last_promise(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> Row[Any] | None:
    """The newest row of the visit's promise ledger."""
    found = await session.execute(_OPEN_PROMISE, {"tenant": tenant, "id": visit_id})
    return found.one_or_none()
