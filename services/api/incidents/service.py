"""What has to be looked at, and that somebody did."""

from uuid import UUID

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.incidents import repository
from services.api.incidents.schemas import IncidentOut, IncidentStatus
from services.api.paging import Page, PageAsked
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.db import audit, outbox
from shared.domain.errors import Conflict, NotFound


async def list_all(
    tenant: TenantRequest, page: PageAsked, status: IncidentStatus
) -> Page[IncidentOut]:
    """The newest first."""
    session, whose = tenant.session, tenant.tenant_id
    rows = await repository.list_incidents(session, whose, page, status)
    return page.cut(rows, lambda row: _out(tenant, row), key=lambda row: row.incident_id)


async def close(
    tenant: TenantRequest, keyring: KeyRing, incident_id: UUID, expected: int | None, note: str
) -> IncidentOut:
    """Once; the note may name people and is sealed into the audit. Raises NotFound, StaleVersion,
    or Conflict `incident-closed`.
    """
    session, whose = tenant.session, tenant.tenant_id
    found = await repository.lock_incident(session, whose, incident_id)
    if found is None:
        raise NotFound("incident")
    refuse_stale(expected, found.version, "incident")
    if found.status == "closed":
        raise Conflict("incident-closed", "Somebody has closed this incident already.")
    closed = await repository.close(session, whose, incident_id)
    who = tenant.user_id
    await audit.record(
        session, whose, who, "close", "incident", incident_id, detail=note, keyring=keyring
    )
    about = {"id": str(incident_id), "status": "closed"}
    if closed.visit_id is not None:
        about["visitId"] = str(closed.visit_id)
    await outbox.publish(session, "incident.changed", about)
    return _out(tenant, closed)


def _out(tenant: TenantRequest, row: AnyRow) -> IncidentOut:
    return IncidentOut(
        row.incident_id,
        row.visit_id,
        row.request_id,
        row.therapist_id,
        row.kind,
        row.text,
        row.status,
        tenant.local(row.at),
        row.version,
    )
