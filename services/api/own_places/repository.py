"""The two tables in which a tenant names what stands on the map: its places and its buildings."""

from dataclasses import dataclass
from typing import Any, Generic, TypeVar
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from services.api.paging import PageAsked
from shared.db.models.places import Building, TenantPlace
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId

Own = TypeVar("Own", Building, TenantPlace)


@dataclass(frozen=True, slots=True)
class OwnTable(Generic[Own]):
    """Rows that are taken out of use, never deleted; `noun` is what a refusal calls one."""

    model: type[Own]
    key: InstrumentedAttribute[UUID]
    noun: str

    @property
    def name(self) -> str:
        """As Postgres and the audit call it."""
        return self.model.__tablename__

    async def add(
        self, session: AsyncSession, tenant_id: TenantId, row_id: UUID, columns: dict[str, Any]
    ) -> None:
        """Save a new one."""
        row = {"tenant_id": tenant_id, self.key.key: row_id, **columns}
        await session.execute(insert(self.model).values(row))

    async def find(self, session: AsyncSession, tenant_id: TenantId, row_id: UUID) -> Own | None:
        """One as it is now, also one that is no longer in use."""
        return await session.scalar(
            select(self.model)
            .where(self.model.tenant_id == tenant_id, self.key == row_id)
            .execution_options(populate_existing=True)
        )

    async def list_used(
        self, session: AsyncSession, tenant_id: TenantId, page: PageAsked
    ) -> list[Own]:
        """Those in use, the newest first."""
        query = (
            select(self.model)
            .where(self.model.tenant_id == tenant_id, self.model.active)
            .order_by(self.key.desc())
            .limit(page.fetch)
        )
        if page.after is not None:
            query = query.where(self.key < page.after)
        return list(await session.scalars(query))

    async def change(
        self,
        session: AsyncSession,
        tenant_id: TenantId,
        row_id: UUID,
        columns: dict[str, Any],
        *,
        expected: int,
    ) -> None:
        """Raises StaleVersion; a change of nothing counts as one too."""
        model = self.model
        changed = await session.execute(
            update(model)
            .where(model.tenant_id == tenant_id, self.key == row_id, model.version == expected)
            .values(columns or {"name_en": model.name_en})
            .returning(self.key)
        )
        if changed.one_or_none() is None:
            raise StaleVersion(self.noun)


BUILDINGS = OwnTable(Building, Building.building_id, "building")
TENANT_PLACES = OwnTable(TenantPlace, TenantPlace.tenant_place_id, "place")
