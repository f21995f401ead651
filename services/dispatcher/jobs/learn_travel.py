"""The job `learn-travel`: once a night, what the day's drives teach."""

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.learning import learn_travel
from shared.db import jobs
from shared.db.system_session import ClaimedJob


async def run(desk: Desk, job: ClaimedJob) -> None:
    """Write a new version when there is anything new in it."""
    async with desk.database.tenant_session(job.tenant_id) as session:
        await learn_travel(session, desk.keyring, desk.travel.times, job.tenant_id)
        await jobs.finish(session, job.job_id, job.fence)
    desk.doorbell.ring()
