"""Job rows of a tenant."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_COLUMNS = "job_id, kind, status, progress, error, attempts, created_at, finished_at"

_ONE = text(f"SELECT {_COLUMNS} FROM job WHERE tenant_id = :tenant AND job_id = :id")  # noqa: S608 - our own column names

_PAGE = text(f"""
    SELECT {_COLUMNS} FROM job
    WHERE tenant_id = :tenant AND (cast(:status AS text) IS NULL OR status = :status)
      AND (cast(:before AS uuid) IS NULL OR job_id < :before)
    ORDER BY job_id DESC LIMIT :n
""")  # noqa: S608 - our own column names


async def find_job(session: AsyncSession, tenant: TenantId, job_id: UUID) -> Row[Any] | None:
    """One job."""
    return (await session.execute(_ONE, {"tenant": tenant, "id": job_id})).one_or_none()


async def list_jobs(
    session: AsyncSession, tenant: TenantId, status: str | None, before: UUID | None, limit: int
) -> list[Row[Any]]:
    """Newest first."""
    scope = {"tenant": tenant, "status": status, "before": before, "n": limit}
    return list(await session.execute(_PAGE, scope))
