"""What clinicians are asked: rows put into their queue, and taken out again."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.models.request import Clearance
from shared.domain.service import Service
from shared.domain.tenant import TenantId

_WITHDRAW = text("""
    UPDATE clearance SET status = 'withdrawn'
    WHERE tenant_id = :tenant AND request_id = :request AND status = 'open'
""")


async def ask(
    session: AsyncSession,
    tenant_id: TenantId,
    request_id: UUID,
    screening_id: UUID,
    service: Service,
    reasons: Sequence[str],
) -> bool:
    """Put a question into the clinicians' queue; earlier open ones of the request are withdrawn.

    Whether it names a reason that was not being asked about already.
    """
    known = await _asked_about(session, tenant_id, request_id, service)
    await withdraw(session, tenant_id, request_id)
    await session.execute(
        insert(Clearance).values(
            tenant_id=tenant_id,
            clearance_id=new_id(),
            request_id=request_id,
            screening_id=screening_id,
            service=service.value,
            reasons=list(reasons),
        )
    )
    return known is None or not known.issuperset(reasons)


async def _asked_about(
    session: AsyncSession, tenant_id: TenantId, request_id: UUID, service: Service
) -> frozenset[str] | None:
    open_ones = await session.scalars(
        select(Clearance.reasons).where(
            Clearance.tenant_id == tenant_id,
            Clearance.request_id == request_id,
            Clearance.service == service.value,
            Clearance.status == "open",
        )
    )
    known = list(open_ones)
    return frozenset().union(*known) if known else None


async def withdraw(session: AsyncSession, tenant_id: TenantId, request_id: UUID) -> None:
    """Nobody needs to decide the request's open questions any more."""
    await session.execute(_WITHDRAW, {"tenant": tenant_id, "request": request_id})
