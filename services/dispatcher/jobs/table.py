"""Which function runs which job; a job finishes itself, in the transaction of its result."""

from datetime import timedelta
from typing import assert_never

from services.dispatcher.jobs import (
    expire_holds,
    learn_travel,
    materialise_shifts,
    refresh_etas,
    solve_horizon,
)
from services.dispatcher.planning.desk import Desk
from shared.db.system_session import ClaimedJob
from shared.jobs import (
    ExpireHolds,
    ImproveHorizon,
    JobKind,
    LearnTravel,
    MaterialiseShifts,
    RefreshEtas,
    SolveHorizon,
    from_json,
)


async def run(desk: Desk, job: ClaimedJob, lease: timedelta) -> None:
    """Run one claimed job to its end; `KeyError` or `ValueError` for a damaged row."""
    payload = from_json(JobKind(job.kind), job.payload)
    match payload:
        case SolveHorizon() | ImproveHorizon():
            await solve_horizon.run(desk, job, payload, lease)
        case ExpireHolds():
            await expire_holds.run(desk, job)
        case MaterialiseShifts():
            await materialise_shifts.run(desk, job, payload)
        case RefreshEtas():
            await refresh_etas.run(desk, job, payload)
        case LearnTravel():
            await learn_travel.run(desk, job)
        case _:
            assert_never(payload)
