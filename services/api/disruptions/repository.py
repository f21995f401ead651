"""Rows of bad days, and the service days that they touch."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.domain.tenant import TenantId
from shared.geo.disruption import Disruption

_INSERT = text("""
    INSERT INTO disruption (tenant_id, disruption_id, starts_at, ends_at, factor, communities,
                            lat, lon, radius_m, reason, created_by)
    VALUES (:tenant, :id, :starts, :ends, :factor, :communities, :lat, :lon, :radius_m, :reason,
            :by)
    RETURNING *
""")

_LIST = text("""
    SELECT * FROM disruption
    WHERE tenant_id = :tenant AND active AND ends_at > clock_timestamp() - interval '7 days'
    ORDER BY starts_at, disruption_id
""")

_END = text("""
    UPDATE disruption SET active = false
    WHERE tenant_id = :tenant AND disruption_id = :id AND active AND version = :version
    RETURNING starts_at, ends_at
""")

_ACTIVE = text("""
    SELECT 1 FROM disruption WHERE tenant_id = :tenant AND disruption_id = :id AND active
""")

# Whoever may drive then: until some hours after the shift's end, for who is late.
_DAYS = text("""
    SELECT DISTINCT plan_date FROM shift
    WHERE tenant_id = :tenant AND status IN ('planned', 'started')
      AND starts_at < :ends AND ends_at + interval '4 hours' > :starts
    ORDER BY plan_date
""")


async def add(
    session: AsyncSession, tenant: TenantId, one: Disruption, reason: str, by: UUID
) -> Row[Any]:
    """A new row, as stored."""
    circle = one.circle
    row = {
        "tenant": tenant,
        "id": new_id(),
        "starts": one.starts_at,
        "ends": one.ends_at,
        "factor": one.factor,
        "communities": list(one.communities),
        "lat": None if circle is None else circle.centre.lat,
        "lon": None if circle is None else circle.centre.lon,
        "radius_m": None if circle is None else round(circle.radius_m),
        "reason": reason,
        "by": by,
    }
    return (await session.execute(_INSERT, row)).one()


async def list_active(session: AsyncSession, tenant: TenantId) -> list[Row[Any]]:
    """Those that count, from a week ago on, by start."""
    return list(await session.execute(_LIST, {"tenant": tenant}))


async def end(
    session: AsyncSession, tenant: TenantId, disruption_id: UUID, version: int
) -> Row[Any] | None:
    """It no longer counts; None when it is absent or was changed."""
    scope = {"tenant": tenant, "id": disruption_id, "version": version}
    return (await session.execute(_END, scope)).one_or_none()


async def is_active(session: AsyncSession, tenant: TenantId, disruption_id: UUID) -> bool:
    """Whether there is one of that id that counts."""
    scope = {"tenant": tenant, "id": disruption_id}
    return (await session.execute(_ACTIVE, scope)).first() is not None


async def days_between(
    session: AsyncSession, tenant: TenantId, starts: datetime, ends: datetime
) -> list[date]:
    """The service days on whose routes somebody may drive in that time, in order."""
    scope = {"tenant": tenant, "starts": starts, "ends": ends}
    return list(await session.scalars(_DAYS, scope))
