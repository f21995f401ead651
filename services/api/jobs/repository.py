"""Job rows of a tenant."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_READ = """
    SELECT job_id, kind, status, progress, error, attempts, created_at, finished_at FROM job
    WHERE tenant_id = :tenant
"""

_ONE = text(f"{_READ} AND job_id = :id")

_PAGE = text(f"""
    {_READ} AND (cast(:status AS text) IS NULL OR status = :status)
      AND (cast(:before AS uuid) IS NULL OR job_id < :before)
    ORDER BY job_id DESC LIMIT :n
""")

_HEALTH = text("""
    SELECT count(*) FILTER (WHERE status = 'queued') AS queued,
           count(*) FILTER (WHERE status = 'running') AS running,
           count(*) FILTER (WHERE status = 'dead') AS dead,
           coalesce(max(extract(epoch FROM clock_timestamp() - run_after))
                    FILTER (WHERE status = 'queued'), 0) AS oldest_due_s
    FROM job WHERE tenant_id = :tenant AND status IN ('queued', 'running', 'dead')
""")

_DEAD = text("""
    SELECT status, kind, plan_date FROM job
    WHERE tenant_id = :tenant AND job_id = :id FOR UPDATE
""")

_WAITING = text("""
    UPDATE job SET run_after = least(run_after, clock_timestamp())
    WHERE tenant_id = :tenant AND kind = :kind AND plan_date = :day AND status = 'queued'
    RETURNING job_id
""")

_ABSORBED = text("""
    UPDATE job SET status = 'done', finished_at = clock_timestamp()
    WHERE tenant_id = :tenant AND job_id = :id
""")

_AGAIN = text("""
    UPDATE job SET status = 'queued', attempts = 0, run_after = clock_timestamp(),
           finished_at = NULL, progress = '{}'
    WHERE tenant_id = :tenant AND job_id = :id
""")


async def health(session: AsyncSession, tenant: TenantId) -> Row[Any]:
    """Counts by status, and how long the oldest has been due."""
    return (await session.execute(_HEALTH, {"tenant": tenant})).one()


async def lock_job(session: AsyncSession, tenant: TenantId, job_id: UUID) -> Row[Any] | None:
    """Its status, kind and day, held until the transaction ends."""
    return (await session.execute(_DEAD, {"tenant": tenant, "id": job_id})).one_or_none()


async def start_again(
    session: AsyncSession, tenant: TenantId, job_id: UUID, dead: Row[Any]
) -> Row[Any]:
    """Due at once with all its attempts; one that waits for the same day takes its place."""
    mine = {"tenant": tenant, "id": job_id}
    like = {"tenant": tenant, "kind": dead.kind, "day": dead.plan_date}
    waiting: UUID | None = await session.scalar(_WAITING, like)
    await session.execute(_AGAIN if waiting is None else _ABSORBED, mine)
    return (await session.execute(_ONE, {"tenant": tenant, "id": waiting or job_id})).one()


async def find_job(session: AsyncSession, tenant: TenantId, job_id: UUID) -> Row[Any] | None:
    """One job."""
    return (await session.execute(_ONE, {"tenant": tenant, "id": job_id})).one_or_none()


async def list_jobs(
    session: AsyncSession, tenant: TenantId, status: str | None, before: UUID | None, limit: int
) -> list[Row[Any]]:
    """Newest first."""
    scope = {"tenant": tenant, "status": status, "before": before, "n": limit}
    return list(await session.execute(_PAGE, scope))
