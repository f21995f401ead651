"""The job `refresh-etas`: what the facts of the day say about what is still to come."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.watch import watch_day
from shared.db import jobs
from shared.db.live.change import changed
from shared.db.live.etas import refresh_etas
from shared.db.live.load import load_horizon
from shared.db.system_session import ClaimedJob
from shared.domain.tenant import TenantId
from shared.jobs import RefreshEtas

# Two workers that look at once would raise the same alarm twice.
_MINE = text("SELECT pg_try_advisory_xact_lock(hashtextextended(:name, 0))")


async def run(desk: Desk, job: ClaimedJob, payload: RefreshEtas) -> None:
    """Predict, and raise what nobody reported."""
    async with desk.database.tenant_session(job.tenant_id) as session:
        await look_at_day(session, desk, job.tenant_id, payload.plan_date)
        await jobs.finish(session, job.job_id, job.fence)
    desk.doorbell.ring()


async def look_at_day(session: AsyncSession, desk: Desk, tenant: TenantId, plan_date: date) -> None:
    """Write what is predicted for this day by now; nothing when another worker is at it."""
    if not await session.scalar(_MINE, {"name": f"etas|{tenant}|{plan_date}"}):
        return
    horizon = await load_horizon(session, desk.keyring, desk.travel, tenant, plan_date)
    newly_late = await refresh_etas(session, horizon)
    await watch_day(session, horizon)
    # Nobody reported it, and yet somebody who could still be helped will be late: once for each.
    if any(not horizon.stops[key].frozen for key in newly_late):
        await changed(session, plan_date, "late")
