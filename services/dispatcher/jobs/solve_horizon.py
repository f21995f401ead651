"""The jobs `solve-horizon` and `improve-horizon`: plan one service day of one tenant."""

from datetime import timedelta
from time import monotonic
from typing import assert_never

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.pace import Errand, Wish
from services.dispatcher.planning.replan import replan
from shared.db import jobs, outbox
from shared.db.system_session import ClaimedJob
from shared.jobs import ImproveHorizon, SolveHorizon
from shared.routing.plan import Plan

_TELL_EVERY_S = 0.5


async def run(
    desk: Desk, job: ClaimedJob, payload: SolveHorizon | ImproveHorizon, lease: timedelta
) -> None:
    """Plan the day; finishes the job itself, together with its result."""
    told = float("-inf")

    async def tell(plan: Plan, seconds: float) -> None:
        nonlocal told
        if monotonic() - told < _TELL_EVERY_S:
            return
        told = monotonic()
        progress = {
            "cost": plan.cost,
            "bound": plan.bound,
            "gap": plan.gap,
            "seconds": round(seconds, 1),
        }
        async with desk.database.tenant_session(job.tenant_id) as session:
            await jobs.heartbeat(session, job.job_id, job.fence, lease, progress)
            message = {"id": str(job.job_id), "kind": job.kind, "status": "running", **progress}
            await outbox.publish(session, "job.changed", message)
        desk.doorbell.ring()

    wish = Wish(
        tenant=job.tenant_id,
        plan_date=payload.plan_date,
        job_id=job.job_id,
        fence=job.fence,
        seed=payload.seed,
        time_limit_s=payload.time_limit_s if isinstance(payload, SolveHorizon) else None,
        errand=_errand(payload),
    )
    await replan(desk, wish, tell)


def _errand(payload: SolveHorizon | ImproveHorizon) -> Errand:
    match payload:
        case ImproveHorizon():
            return Errand.IMPROVE
        case SolveHorizon(requested_by=None):
            return Errand.ANSWER
        case SolveHorizon():
            return Errand.ASKED
        case _:
            assert_never(payload)
