"""What clinicians are asked: rows put into their queue, and taken out again."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.models.request import Clearance
from shared.domain.service import Service
from shared.domain.tenant import TenantId


async def ask(
    session: AsyncSession,
    tenant_id: TenantId,
    request_id: UUID,
    screening_id: UUID,
    service: Service,
    reasons: Iterable[str],
) -> UUID:
    """Put a question into the clinicians' queue; earlier open ones of the request are withdrawn."""
    await withdraw(session, tenant_id, request_id)
    clearance_id = new_id()
    await session.execute(
        insert(Clearance).values(
            tenant_id=tenant_id,
            clearance_id=clearance_id,
            request_id=request_id,
            screening_id=screening_id,
            service=service.value,
            reasons=list(reasons),
        )
    )
    return clearance_id


async def withdraw(session: AsyncSession, tenant_id: TenantId, request_id: UUID) -> None:
    """Nobody needs to decide the request's open questions any more."""
    await session.execute(
        update(Clearance)
        .where(
            Clearance.tenant_id == tenant_id,
            Clearance.request_id == request_id,
            Clearance.status == "open",
        )
        .values(status="withdrawn")
    )
