"""A tenant's own row, its services, in the database."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from shared.db.models.request import ServiceOffering
from shared.db.models.tenancy import Tenant
from shared.db.models.therapist import Shift
from shared.domain.errors import StaleVersion

_TENANT = text("""
    SELECT tenant_id, slug, name, zone, licence_number, authority, service_area, policies, version
    FROM tenant WHERE tenant_id = :tenant
""")


async def get_tenant(session: AsyncSession, tenant_id: UUID) -> AnyRow:
    """slug, name, zone, licence_number, authority, service_area, policies, version."""
    found = await session.execute(_TENANT, {"tenant": tenant_id})
    row: AnyRow = found.one()
    return row


async def list_services(session: AsyncSession, tenant_id: UUID) -> list[ServiceOffering]:
    """What the tenant offers, by name."""
    found = await session.scalars(
        select(ServiceOffering)
        .where(ServiceOffering.tenant_id == tenant_id)
        .order_by(ServiceOffering.service)
    )
    return list(found)


async def change_tenant(
    session: AsyncSession, tenant_id: UUID, expected: int, values: dict[str, Any]
) -> None:
    """Change the row, also when nothing but the version is to move; raises StaleVersion."""
    changed = await session.execute(
        update(Tenant)
        .where(Tenant.tenant_id == tenant_id, Tenant.version == expected)
        .values(**(values or {"name": Tenant.name}))
        .returning(Tenant.tenant_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("tenant")


async def days_ahead(session: AsyncSession, tenant_id: UUID) -> list[date]:
    """The days on which somebody has still to work, the nearest first."""
    found = await session.scalars(
        select(Shift.plan_date)
        .where(
            Shift.tenant_id == tenant_id,
            Shift.status != "cancelled",
            Shift.ends_at > func.clock_timestamp(),
        )
        .distinct()
        .order_by(Shift.plan_date)
    )
    return list(found)


async def save_service(session: AsyncSession, tenant_id: UUID, values: dict[str, Any]) -> None:
    """Offer a service, or change how it is offered."""
    columns = {name: value for name, value in values.items() if name != "service"}
    await session.execute(
        insert(ServiceOffering)
        .values(tenant_id=tenant_id, **values)
        .on_conflict_do_update(index_elements=["tenant_id", "service"], set_=columns)
    )
