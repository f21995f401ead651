"""Giving back the time of holds that ran out."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live.change import changed
from shared.db.live.expiry import expire_holds
from shared.domain.tenant import TenantId

_DAYS = text("""
    SELECT DISTINCT plan_date FROM hold WHERE tenant_id = :tenant AND hold_id = ANY(:ids)
    ORDER BY plan_date
""")


async def give_back_expired(session: AsyncSession, tenant: TenantId) -> int:
    """Expire holds by the database's clock; the neighbouring stops keep their times until the
    next plan. Answers with how many there were.
    """
    expired = await expire_holds(session, tenant)
    if not expired:
        return 0
    holds = {"tenant": tenant, "ids": [hold_id for hold_id, _ in expired]}
    for row in list(await session.execute(_DAYS, holds)):
        await changed(session, row.plan_date, "hold-expired")
    return len(expired)
