"""A dead job is tried again when a person says so."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.jobs import repository
from shared.db import audit, outbox
from shared.domain.errors import Conflict, NotFound


async def retry(tenant: TenantRequest, job_id: UUID) -> Row[Any]:
    """The job that waits now; raises NotFound or Conflict `job-not-dead`."""
    session, whose = tenant.session, tenant.tenant_id
    found = await repository.lock_job(session, whose, job_id)
    if found is None:
        raise NotFound("job")
    if found.status != "dead":
        raise Conflict("job-not-dead", f"The job is {found.status}; only a dead one is retried.")
    waits = await repository.start_again(session, whose, job_id, found)
    await audit.record(session, whose, tenant.user_id, "retry", "job", job_id)
    for one, status in {job_id: "done", waits.job_id: "queued"}.items():
        payload = {"id": str(one), "kind": found.kind, "status": status}
        await outbox.publish(session, "job.changed", payload)
    session.info.setdefault("rings", set()).add(found.kind)
    return waits
