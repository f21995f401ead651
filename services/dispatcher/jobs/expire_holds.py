"""The job `expire-holds`: give back the time of offers that nobody booked."""

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.holds import give_back_expired
from shared.db import jobs
from shared.db.system_session import ClaimedJob


async def run(desk: Desk, job: ClaimedJob) -> None:
    """Expire them and close the gaps."""
    async with desk.database.tenant_session(job.tenant_id) as session:
        await give_back_expired(session, job.tenant_id)
        await jobs.finish(session, job.job_id, job.fence)
    desk.doorbell.ring()
