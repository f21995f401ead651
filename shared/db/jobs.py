"""Job rows: written with the data they follow from, finished only by whoever holds the fence.

Claiming crosses tenants and is in `system_session`; all else happens in the tenant's transaction.
"""

import json
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from shared.db.ids import new_id
from shared.db.models.work import Job
from shared.jobs import JobKind

InTransaction: TypeAlias = AsyncSession | AsyncConnection

BACKOFF_S = 2.0
LONGEST_BACKOFF_S = 300.0

_CLOCK = func.clock_timestamp()

# On the path of every booking: plain text costs no building of statements.
_ENQUEUE = text("""
    INSERT INTO job (tenant_id, job_id, kind, plan_date, payload, wanted_generation, run_after)
    VALUES (current_setting('app.tenant_id')::uuid, :job_id, :kind, :plan_date,
            cast(:payload AS jsonb), :wanted_generation, coalesce(:run_after, clock_timestamp()))
    ON CONFLICT (tenant_id, kind, plan_date) WHERE status = 'queued' DO UPDATE
    SET payload = excluded.payload, run_after = least(job.run_after, excluded.run_after),
        wanted_generation = greatest(job.wanted_generation, excluded.wanted_generation)
    RETURNING job_id
""")

_BUMP = text("""
    INSERT INTO plan (tenant_id, plan_date, generation)
    VALUES (current_setting('app.tenant_id')::uuid, :plan_date, 1)
    ON CONFLICT (tenant_id, plan_date) DO UPDATE SET generation = plan.generation + 1
    RETURNING generation
""")


class Fenced(Exception):  # noqa: N818 - what happened, not what went wrong
    """The lease ran out and somebody else has the job: throw away what was done."""


async def enqueue(
    session: InTransaction,
    kind: JobKind,
    plan_date: date | None,
    payload: dict[str, Any],
    run_after: datetime | None = None,
    *,
    wanted_generation: int | None = None,
) -> UUID:
    """The id of the waiting job: a new one, or the one that absorbs this wish.

    An absorbing job runs at the earlier of both times, for the later generation, with the newer
    payload. Jobs without a day absorb nothing.
    """
    wish = {
        "job_id": new_id(),
        "kind": str(kind),
        "plan_date": plan_date,
        "payload": json.dumps(payload),
        "wanted_generation": wanted_generation,
        "run_after": run_after,
    }
    job_id: UUID = (await session.execute(_ENQUEUE, wish)).scalar_one()
    if isinstance(session, AsyncSession):  # whoever commits rings for these kinds afterwards
        session.info.setdefault("rings", set()).add(str(kind))
    return job_id


async def heartbeat(
    session: InTransaction,
    job_id: UUID,
    fence: int,
    lease: timedelta,
    progress: dict[str, Any] | None = None,
) -> None:
    """Keep the job for another `lease`; raises Fenced when it is lost."""
    values: dict[str, Any] = {"lease_until": _CLOCK + lease}
    if progress is not None:
        values["progress"] = progress
    await _mine(session, job_id, fence, values)


async def finish(session: InTransaction, job_id: UUID, fence: int) -> None:
    """Done, in the transaction of the result; raises Fenced, so that neither is committed."""
    values = {"status": "done", "lease_until": None, "finished_at": _CLOCK, "error": None}
    await _mine(session, job_id, fence, values)


async def fail(
    session: InTransaction,
    job_id: UUID,
    fence: int,
    error: str,
    jitter: Callable[[], float] = random.random,
) -> bool:
    """Try again later, or never: whether the job is dead now. Raises Fenced when it is lost.

    The n-th retry waits 2^n seconds and up to as much again, five minutes at most. When another
    job of the same kind and day is waiting already, that one takes this one's place.
    """
    job = (
        await session.execute(
            select(Job.attempts, Job.max_attempts, Job.kind, Job.plan_date)
            .where(Job.job_id == job_id, Job.fence == fence, Job.status == "running")
            .with_for_update()
        )
    ).one_or_none()
    if job is None:
        raise Fenced
    values: dict[str, Any] = {"lease_until": None, "error": error[:2000]}
    if job.attempts >= job.max_attempts:
        values |= {"status": "dead", "finished_at": _CLOCK}
    elif await _another_waits(session, job.kind, job.plan_date):
        values |= {"status": "done", "finished_at": _CLOCK}
    else:
        wait_s = min(LONGEST_BACKOFF_S, BACKOFF_S**job.attempts * (1 + jitter()))
        values |= {"status": "queued", "run_after": _CLOCK + timedelta(seconds=wait_s)}
    await _mine(session, job_id, fence, values)
    return bool(values.get("status") == "dead")


async def hand_back(session: InTransaction, job_id: UUID, fence: int) -> None:
    """Stop without having failed (a deploy): due again at once, and the attempt does not count."""
    job = (
        await session.execute(select(Job.kind, Job.plan_date).where(Job.job_id == job_id))
    ).one_or_none()
    if job is not None and await _another_waits(session, job.kind, job.plan_date):
        await finish(session, job_id, fence)
        return
    values = {
        "status": "queued",
        "lease_until": None,
        "run_after": _CLOCK,
        "attempts": func.greatest(Job.attempts - 1, 0),
    }
    await _mine(session, job_id, fence, values)


async def bump_generation(session: InTransaction, plan_date: date) -> int:
    """The day's new generation: call it with every change of what the planner reads of that day."""
    bumped = await session.execute(_BUMP, {"plan_date": plan_date})
    generation: int = bumped.scalar_one()
    return generation


async def _mine(session: InTransaction, job_id: UUID, fence: int, values: dict[str, Any]) -> None:
    """Change the job if it still runs under this fence, which implies that nobody else has it."""
    changed = await session.execute(
        update(Job)
        .where(Job.job_id == job_id, Job.fence == fence, Job.status == "running")
        .values(**values)
        .returning(Job.job_id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise Fenced


async def _another_waits(session: InTransaction, kind: str, plan_date: date | None) -> bool:
    if plan_date is None:
        return False
    waiting = select(Job.job_id).where(
        Job.kind == kind, Job.plan_date == plan_date, Job.status == "queued"
    )
    return (await session.execute(waiting)).first() is not None
