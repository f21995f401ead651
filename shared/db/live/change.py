"""What every change of a horizon's inputs entails: a new generation, a replan, a message."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import jobs, outbox
from shared.db.live import queries
from shared.domain.tenant import TenantId
from shared.jobs import ImproveHorizon, SolveHorizon, kind_of, to_json

_LOCK_SHIFTS = text("""
    SELECT shift_id FROM shift
    WHERE tenant_id = :tenant AND shift_id = ANY(:ids)
    ORDER BY shift_id FOR UPDATE
""")


async def lock_shifts(session: AsyncSession, tenant: TenantId, ids: Iterable[UUID]) -> None:
    """Whoever writes routes holds their shifts, always taken in id order: no deadlocks."""
    await session.execute(_LOCK_SHIFTS, {"tenant": tenant, "ids": sorted(set(ids))})


async def generation(session: AsyncSession, tenant: TenantId, plan_date: date) -> int:
    """The horizon's present generation; 0 where nothing ever happened."""
    scope = {"tenant": tenant, "plan_date": plan_date}
    return await session.scalar(queries.GENERATION, scope) or 0


async def changed(session: AsyncSession, plan_date: date, why: str = "change") -> UUID:
    """Count a change of this horizon's inputs and ask for a replan; answers with the job.

    A job that waits already absorbs the wish. Locks the plan's row until the transaction ends, so
    call it last; with several days, in the order of their dates. The edge rings the doorbell.
    """
    return await _count_and_ask(session, SolveHorizon(plan_date, why))


async def told(session: AsyncSession, plan_date: date) -> UUID:
    """Count that people were told of this day, and ask for a search of what is better beside that:
    nothing has happened that anybody waits to see answered. Call it last, as `changed`.
    """
    return await _count_and_ask(session, ImproveHorizon(plan_date))


async def _count_and_ask(session: AsyncSession, wish: SolveHorizon | ImproveHorizon) -> UUID:
    day, kind = wish.plan_date, kind_of(wish)
    now = await jobs.bump_generation(session, day)
    job = await jobs.enqueue(session, kind, day, to_json(wish), wanted_generation=now)
    await outbox.publish(session, "plan.changed", {"id": day.isoformat(), "generation": now})
    return job
