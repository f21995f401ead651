"""Clearances as rows: a question to a clinician, then the decision."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db.ids import new_id
from shared.db.models.request import Clearance
from shared.domain.screening.decision import Decision
from shared.domain.tenant import TenantId

_COLUMNS = (
    Clearance.clearance_id,
    Clearance.request_id,
    Clearance.screening_id,
    Clearance.service,
    Clearance.status,
    Clearance.reasons,
    Clearance.decision,
    Clearance.conditions_sealed,
    Clearance.created_at,
    Clearance.version,
)


async def list_clearances(
    session: AsyncSession, tenant_id: TenantId, page: PageAsked, status: str
) -> list[AnyRow]:
    """The oldest first: who waits longest comes first."""
    query = (
        select(*_COLUMNS)
        .where(Clearance.tenant_id == tenant_id, Clearance.status == status)
        .order_by(Clearance.clearance_id)
        .limit(page.fetch)
    )
    if page.after is not None:
        query = query.where(Clearance.clearance_id > page.after)
    return list(await session.execute(query))


async def lock_clearance(
    session: AsyncSession, tenant_id: TenantId, clearance_id: UUID
) -> AnyRow | None:
    """The row, held until the transaction ends."""
    found = await session.execute(
        select(*_COLUMNS)
        .where(Clearance.tenant_id == tenant_id, Clearance.clearance_id == clearance_id)
        .with_for_update()
    )
    return found.one_or_none()


async def decide(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    clearance: AnyRow,
    decision: Decision,
    conditions: str | None,
    decided_by: UUID,
) -> None:
    """Record it for the asked service, and as a row of its own for each other in the scope."""
    decided: dict[str, Any] = {
        "status": "decided",
        "decision": decision.kind.value,
        "converted_service": decision.convert_to and decision.convert_to.value,
        "decided_by": decided_by,
        "decided_at": decision.decided_at,
        "expires_at": decision.expires_at,
    }
    await session.execute(
        update(Clearance)
        .where(Clearance.tenant_id == tenant_id, Clearance.clearance_id == clearance.clearance_id)
        .values(**decided, **_sealed(keyring, tenant_id, clearance.clearance_id, conditions))
    )
    others: list[dict[str, Any]] = [
        {
            "tenant_id": tenant_id,
            "request_id": clearance.request_id,
            "screening_id": clearance.screening_id,
            "service": service.value,
            "reasons": clearance.reasons,
            **decided,
            **_sealed(keyring, tenant_id, new_id(), conditions),
        }
        for service in sorted(decision.scope)
        if service.value != clearance.service
    ]
    if others:
        await session.execute(insert(Clearance), others)


def _sealed(
    keyring: KeyRing, tenant_id: TenantId, clearance_id: UUID, conditions: str | None
) -> dict[str, Any]:
    """The id of a row, and the conditions as they are sealed for it."""
    cell = (tenant_id, "clearance", "conditions_sealed", clearance_id)
    sealed = None if conditions is None else seal(keyring, conditions, *cell)
    return {"clearance_id": clearance_id, "conditions_sealed": sealed}
