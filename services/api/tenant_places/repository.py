"""A tenant's own places in the database."""

from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from shared.db.models.places import TenantPlace
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId


async def add_place(
    session: AsyncSession, tenant_id: TenantId, place_id: UUID, columns: dict[str, Any]
) -> None:
    """Save a new one."""
    await session.execute(
        insert(TenantPlace).values(tenant_id=tenant_id, tenant_place_id=place_id, **columns)
    )


async def find_place(
    session: AsyncSession, tenant_id: TenantId, place_id: UUID
) -> TenantPlace | None:
    """One place as it is now."""
    return await session.scalar(
        select(TenantPlace)
        .where(TenantPlace.tenant_id == tenant_id, TenantPlace.tenant_place_id == place_id)
        .execution_options(populate_existing=True)
    )


async def list_places(
    session: AsyncSession, tenant_id: TenantId, page: PageAsked
) -> list[TenantPlace]:
    """Those in use, the newest first."""
    query = (
        select(TenantPlace)
        .where(TenantPlace.tenant_id == tenant_id, TenantPlace.active)
        .order_by(TenantPlace.tenant_place_id.desc())
        .limit(page.fetch)
    )
    if page.after is not None:
        query = query.where(TenantPlace.tenant_place_id < page.after)
    return list(await session.scalars(query))


async def change_place(
    session: AsyncSession,
    tenant_id: TenantId,
    place_id: UUID,
    columns: dict[str, Any],
    expected: int,
) -> None:
    """Raises StaleVersion."""
    changed = await session.execute(
        update(TenantPlace)
        .where(
            TenantPlace.tenant_id == tenant_id,
            TenantPlace.tenant_place_id == place_id,
            TenantPlace.version == expected,
        )
        .values(columns or {"name_en": TenantPlace.name_en})
        .returning(TenantPlace.tenant_place_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("place")
