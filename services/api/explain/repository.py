"""Which day a visit belongs to."""

from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_PLAN_DATE = text("SELECT plan_date FROM visit WHERE tenant_id = :tenant AND visit_id = :id")


async def find_plan_date(session: AsyncSession, tenant: TenantId, visit_id: UUID) -> date | None:
    """The day whose plan holds it; None for a visit that is not there."""
    found = await session.execute(_PLAN_DATE, {"tenant": tenant, "id": visit_id})
    return found.scalar_one_or_none()
