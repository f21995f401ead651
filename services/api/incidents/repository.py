"""Incidents in the database."""

from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from services.api.rows import AnyRow
from shared.db.models.visit import Incident
from shared.domain.tenant import TenantId

_COLUMNS = (
    Incident.incident_id,
    Incident.visit_id,
    Incident.request_id,
    Incident.therapist_id,
    Incident.kind,
    Incident.text,
    Incident.status,
    Incident.at,
    Incident.version,
)


async def list_incidents(
    session: AsyncSession, tenant_id: TenantId, page: PageAsked, status: str
) -> list[AnyRow]:
    """The newest first."""
    query = (
        select(*_COLUMNS)
        .where(Incident.tenant_id == tenant_id, Incident.status == status)
        .order_by(Incident.incident_id.desc())
        .limit(page.fetch)
    )
    if page.after is not None:
        query = query.where(Incident.incident_id < page.after)
    return list(await session.execute(query))


async def lock_incident(
    session: AsyncSession, tenant_id: TenantId, incident_id: UUID
) -> AnyRow | None:
    """The row, held until the transaction ends."""
    found = await session.execute(
        select(*_COLUMNS)
        .where(Incident.tenant_id == tenant_id, Incident.incident_id == incident_id)
        .with_for_update()
    )
    return found.one_or_none()


async def close(session: AsyncSession, tenant_id: TenantId, incident_id: UUID) -> AnyRow:
    """Nobody has to look at it any more."""
    closed = await session.execute(
        update(Incident)
        .where(Incident.tenant_id == tenant_id, Incident.incident_id == incident_id)
        .values(status="closed")
        .returning(*_COLUMNS)
    )
    return closed.one()
