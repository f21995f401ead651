"""The newest lesson of a tenant's drives."""

from typing import Any

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_NEWEST = text("""
    SELECT number, content, report, events_until, created_at FROM travel_version
    WHERE tenant_id = :tenant ORDER BY number DESC LIMIT 1
""")


async def newest_version(session: AsyncSession, tenant: TenantId) -> Row[Any] | None:
    """None before anything was learned."""
    return (await session.execute(_NEWEST, {"tenant": tenant})).one_or_none()
