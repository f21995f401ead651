"""Buildings in the database."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from shared.db.models.places import Building
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId


async def add_building(
    session: AsyncSession, tenant_id: TenantId, building_id: UUID, columns: dict[str, Any]
) -> None:
    """Save a new one."""
    await session.execute(
        insert(Building).values(tenant_id=tenant_id, building_id=building_id, **columns)
    )


async def find_building(
    session: AsyncSession, tenant_id: TenantId, building_id: UUID
) -> Building | None:
    """One building as it is now, also one that is no longer in use."""
    return await session.scalar(
        select(Building)
        .where(Building.tenant_id == tenant_id, Building.building_id == building_id)
        .execution_options(populate_existing=True)
    )


async def list_buildings(
    session: AsyncSession, tenant_id: TenantId, page: PageAsked
) -> list[Building]:
    """Those in use, the newest first."""
    query = (
        select(Building)
        .where(Building.tenant_id == tenant_id, Building.active)
        .order_by(Building.building_id.desc())
        .limit(page.fetch)
    )
    if page.after is not None:
        query = query.where(Building.building_id < page.after)
    return list(await session.scalars(query))


async def change_building(
    session: AsyncSession,
    tenant_id: TenantId,
    building_id: UUID,
    columns: dict[str, Any],
    expected: int,
) -> None:
    """Raises StaleVersion."""
    changed = await session.execute(
        update(Building)
        .where(
            Building.tenant_id == tenant_id,
            Building.building_id == building_id,
            Building.version == expected,
        )
        .values(columns or {"name_en": Building.name_en})
        .returning(Building.building_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("building")
