"""Requests in the database: sealed words, opened only here."""

import json
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from services.api.requests import statements
from services.api.requests.record import Outcome, RequestContent, RequestRecord
from services.api.requests.schemas import Preferences
from services.api.rows import AnyRow
from shared.crypto.blind_index import blind_index, blind_indexes
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.jobs import enqueue
from shared.db.models.plan import Reservation
from shared.db.models.request import Hold, Request
from shared.domain.errors import StaleVersion
from shared.domain.request_status import RequestStatus
from shared.domain.service import BodyRegion, Service
from shared.domain.tenant import TenantId
from shared.jobs import JobKind

_OVER = (RequestStatus.EMERGENCY.value, RequestStatus.CANCELLED.value)
_SEALED = ("caller_phone", "place_text", "complaint", "diagnosis")
_COLUMNS = (
    Request.request_id,
    Request.status,
    Request.channel,
    Request.caller_phone_sealed,
    Request.patient_id,
    Request.place_id,
    Request.place_text_sealed,
    Request.service,
    Request.complaint_sealed,
    Request.diagnosis_sealed,
    Request.body_regions,
    Request.preferences,
    Request.screening_id,
    Request.created_at,
    Request.version,
)


async def add_request(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    request_id: UUID,
    content: RequestContent,
    created_by: UUID,
) -> None:
    """Keep it, incomplete as it may be."""
    columns = _columns(keyring, tenant_id, request_id, content)
    columns["preferences"] = json.dumps(columns["preferences"])
    await session.execute(
        statements.ADD,
        {
            "tenant": tenant_id,
            "request_id": request_id,
            "status": RequestStatus.INCOMPLETE.value,
            "created_by": created_by,
            **columns,
        },
    )


async def change_request(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    request_id: UUID,
    content: RequestContent,
    expected: int,
) -> None:
    """Replace its content; raises StaleVersion."""
    changed = await session.execute(
        update(Request)
        .where(
            Request.tenant_id == tenant_id,
            Request.request_id == request_id,
            Request.version == expected,
        )
        .values(**_columns(keyring, tenant_id, request_id, content))
        .returning(Request.request_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("request")


async def set_outcome(
    session: AsyncSession, tenant_id: TenantId, request_id: UUID, after: Outcome
) -> None:
    """Move it to where its answers led."""
    await session.execute(
        statements.SET_OUTCOME,
        {
            "tenant": tenant_id,
            "id": request_id,
            "status": after.status.value,
            "screening_id": after.screening_id,
            "service": after.service and after.service.value,
        },
    )


async def let_hold_lapse(session: AsyncSession, tenant_id: TenantId, request_id: UUID) -> None:
    """The request's hold runs out now; whoever looks next gives its time back to the route."""
    held = (
        update(Hold)
        .where(Hold.tenant_id == tenant_id, Hold.request_id == request_id, Hold.status == "active")
        .values(expires_at=func.clock_timestamp())
        .returning(Hold.hold_id, Hold.plan_date)
    )
    for hold in (await session.execute(held)).all():
        await session.execute(
            update(Reservation)
            .where(Reservation.tenant_id == tenant_id, Reservation.hold_id == hold.hold_id)
            .values(expires_at=func.clock_timestamp())
        )
        await enqueue(session, JobKind.EXPIRE_HOLDS, hold.plan_date, {})


async def find_request(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    request_id: UUID,
    *,
    lock: bool = False,
) -> RequestRecord | None:
    """One request, opened; with `lock` nobody else changes it in this transaction."""
    query = statements.LOCK_ONE if lock else statements.ONE
    row = (await session.execute(query, {"tenant": tenant_id, "id": request_id})).one_or_none()
    return None if row is None else _opened(keyring, tenant_id, row)


async def lock_open_of(session: AsyncSession, tenant_id: TenantId, patient_id: UUID) -> list[UUID]:
    """The patient's requests that may still lead to a visit, locked in the order of their ids."""
    found = await session.scalars(
        select(Request.request_id)
        .where(
            Request.tenant_id == tenant_id,
            Request.patient_id == patient_id,
            Request.status.not_in(_OVER),
        )
        .order_by(Request.request_id)
        .with_for_update()
    )
    return list(found)


async def lock_with_siblings(session: AsyncSession, tenant_id: TenantId, request_id: UUID) -> None:
    """The request and its patient's others, in one order, so that two changes never deadlock."""
    patient = (
        select(Request.patient_id)
        .where(Request.tenant_id == tenant_id, Request.request_id == request_id)
        .scalar_subquery()
    )
    siblings = (Request.patient_id == patient) & Request.status.not_in(_OVER)
    await session.execute(
        select(Request.request_id)
        .where(Request.tenant_id == tenant_id, siblings | (Request.request_id == request_id))
        .order_by(Request.request_id)
        .with_for_update()
    )


async def list_requests(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    page: PageAsked,
    status: RequestStatus | None,
    phone: str | None,
) -> list[RequestRecord]:
    """The newest first; `phone` in E.164 finds the caller's."""
    query = _of(tenant_id).order_by(Request.request_id.desc()).limit(page.fetch)
    if page.after is not None:
        query = query.where(Request.request_id < page.after)
    if status is not None:
        query = query.where(Request.status == status.value)
    if phone is not None:
        query = query.where(
            Request.caller_phone_index.in_(blind_indexes(keyring, tenant_id, phone))
        )
    return [_opened(keyring, tenant_id, row) for row in await session.execute(query)]


async def active_holds(
    session: AsyncSession, tenant_id: TenantId, request_ids: Sequence[UUID]
) -> dict[UUID, AnyRow]:
    """The hold of each request that has one which has not run out, with its therapist."""
    scope = {"tenant": tenant_id, "ids": list(request_ids)}
    rows = await session.execute(statements.ACTIVE_HOLDS, scope)
    return {row.request_id: row for row in rows}


async def visit_ids(
    session: AsyncSession, tenant_id: TenantId, request_ids: Sequence[UUID]
) -> dict[UUID, UUID]:
    """The newest visit of each request that has one."""
    scope = {"tenant": tenant_id, "ids": list(request_ids)}
    rows = await session.execute(statements.VISIT_IDS, scope)
    return {row.request_id: row.visit_id for row in rows}


def _of(tenant_id: TenantId) -> Select[Any]:
    return select(*_COLUMNS).where(Request.tenant_id == tenant_id)


def _columns(
    keyring: KeyRing, tenant_id: TenantId, request_id: UUID, content: RequestContent
) -> dict[str, Any]:
    index = blind_index(keyring, tenant_id, content.caller_phone)
    sealed = {
        f"{name}_sealed": None
        if (words := getattr(content, name)) is None
        else seal(keyring, words, tenant_id, "request", f"{name}_sealed", request_id)
        for name in _SEALED
    }
    return {
        "channel": content.channel,
        "caller_phone_index": index.value,
        "key_version": index.key_version,
        "patient_id": content.patient_id,
        "place_id": content.place_id,
        "service": content.service and content.service.value,
        "body_regions": [region.value for region in content.body_regions],
        "preferences": msgspec.to_builtins(content.preferences),
        **sealed,
    }


def _opened(keyring: KeyRing, tenant_id: TenantId, row: AnyRow) -> RequestRecord:
    words = {
        name: None
        if (sealed := getattr(row, f"{name}_sealed")) is None
        else unseal(keyring, sealed, tenant_id, "request", f"{name}_sealed", row.request_id)
        for name in _SEALED
    }
    content = RequestContent(
        channel=row.channel,
        caller_phone=words["caller_phone"] or "",
        patient_id=row.patient_id,
        place_id=row.place_id,
        place_text=words["place_text"],
        service=None if row.service is None else Service(row.service),
        complaint=words["complaint"],
        diagnosis=words["diagnosis"],
        body_regions=tuple(BodyRegion(region) for region in row.body_regions),
        preferences=msgspec.convert(row.preferences, Preferences),
    )
    return RequestRecord(
        row.request_id,
        RequestStatus(row.status),
        content,
        row.screening_id,
        row.created_at,
        row.version,
    )
