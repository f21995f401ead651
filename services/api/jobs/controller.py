"""Queue jobs over HTTP: how a solve is getting on, and what has died."""

from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Controller, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter
from sqlalchemy import Row

from services.api.deps import TenantRequest, require
from services.api.jobs import repository, service
from services.api.jobs.schemas import JobOut, ProgressOut, QueueOut
from services.api.paging import Page, PageAsked
from shared.domain.errors import NotFound
from shared.domain.roles import Role

Status = Literal["queued", "running", "done", "dead"]


_READERS = (Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)


class JobController(Controller):
    """Work that was asked for."""

    path = "/v1/jobs"
    tags = ("jobs",)
    guards = (require(*_READERS, Role.OPERATOR),)

    @get("/", operation_id="listJobs")
    async def list_jobs(
        self,
        tenant: NamedDependency[TenantRequest],
        page: NamedDependency[PageAsked],
        status: Annotated[Status | None, QueryParameter(name="status", required=False)] = None,
    ) -> Page[JobOut]:
        """Newest first; `status=dead` is the dead-letter list."""
        rows = await repository.list_jobs(
            tenant.session, tenant.tenant_id, status, page.after, page.fetch
        )
        return page.cut(rows, lambda row: _out(tenant, row), key=lambda row: row.job_id)

    @get("/{job_id:uuid}", operation_id="getJob")
    async def read(self, tenant: NamedDependency[TenantRequest], job_id: FromPath[UUID]) -> JobOut:
        """One job with its progress."""
        row = await repository.find_job(tenant.session, tenant.tenant_id, job_id)
        if row is None:
            raise NotFound("job")
        return _out(tenant, row)

    @get("/health", operation_id="getQueueHealth")
    async def health(self, tenant: NamedDependency[TenantRequest]) -> QueueOut:
        """How many jobs wait, run and are dead, and for how long the oldest has been due."""
        row = await repository.health(tenant.session, tenant.tenant_id)
        return QueueOut(row.queued, row.running, row.dead, max(0, int(row.oldest_due_s)))

    @post(
        "/{job_id:uuid}/retry",
        operation_id="retryJob",
        guards=[require(Role.OPERATOR, Role.ADMIN, Role.DISPATCHER)],
        status_code=202,
    )
    async def retry(self, tenant: NamedDependency[TenantRequest], job_id: FromPath[UUID]) -> JobOut:
        """Give a dead job all its attempts again; answers with the job that waits now, which is
        another one when that took its place.
        """
        return _out(tenant, await service.retry(tenant, job_id))


def _out(tenant: TenantRequest, row: Row[Any]) -> JobOut:
    return JobOut(
        id=row.job_id,
        kind=row.kind,
        status=row.status,
        progress=_progress(row.progress),
        error=row.error if tenant.has(*_READERS) else _kind_of(row.error),
        attempts=row.attempts,
        created_at=tenant.local(row.created_at),
        finished_at=tenant.local_or_none(row.finished_at),
    )


def _kind_of(error: str | None) -> str | None:
    """What an operator may read: what went wrong, without the words, which may tell of people."""
    return None if error is None else error.partition(":")[0]


def _progress(told: dict[str, Any]) -> ProgressOut | None:
    """None until there is a plan; a claimed row names its worker there."""
    if "cost" not in told:
        return None
    return ProgressOut(told["cost"], told["bound"], told["gap"], told["seconds"])
