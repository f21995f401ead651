"""The job `refresh-etas`: what the facts of the day say about what is still to come."""

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.watch import watch_day
from shared.db import jobs
from shared.db.live.etas import refresh_etas
from shared.db.live.load import load_horizon
from shared.db.system_session import ClaimedJob
from shared.jobs import RefreshEtas


async def run(desk: Desk, job: ClaimedJob, payload: RefreshEtas) -> None:
    """Predict, and raise what nobody reported."""
    async with desk.database.tenant_session(job.tenant_id) as session:
        horizon = await load_horizon(
            session, desk.keyring, desk.travel, job.tenant_id, payload.plan_date
        )
        await refresh_etas(session, horizon)
        await watch_day(session, horizon)
        await jobs.finish(session, job.job_id, job.fence)
    desk.doorbell.ring()
