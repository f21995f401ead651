"""The job `materialise-shifts`: the shifts of the coming days, from their patterns."""

from services.dispatcher.planning.desk import Desk
from shared.db import jobs
from shared.db.live.change import changed
from shared.db.shifts import materialise
from shared.db.system_session import ClaimedJob
from shared.jobs import MaterialiseShifts


async def run(desk: Desk, job: ClaimedJob, payload: MaterialiseShifts) -> None:
    """Make what is missing; the days that got shifts are planned again."""
    async with desk.database.tenant_session(job.tenant_id) as session:
        for day in sorted(await materialise(session, payload.until)):
            await changed(session, day, "shifts")
        await jobs.finish(session, job.job_id, job.fence)
    desk.doorbell.ring()
