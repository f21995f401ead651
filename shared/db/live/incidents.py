"""Incidents: what a person has to look at until they say what was done. All are opened here."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.live import tell
from shared.domain.tenant import TenantId


class Again(StrEnum):
    """When a visit that had an incident of this kind gets another one."""

    ALWAYS = "always"
    ONCE_CLOSED = "once-closed"
    NEVER = "never"


# The request and the therapist of a visit are known; who has it now may be another one tomorrow.
_OPEN = text("""
    INSERT INTO incident (tenant_id, incident_id, kind, text, visit_id, request_id, therapist_id)
    SELECT :tenant, :id, :kind, :said, cast(:visit AS uuid),
        coalesce(cast(:request AS uuid), (
            SELECT v.request_id FROM visit v
            WHERE v.tenant_id = :tenant AND v.visit_id = cast(:visit AS uuid))),
        coalesce(cast(:therapist AS uuid), (
            SELECT s.therapist_id FROM stop s
            WHERE s.tenant_id = :tenant AND s.visit_id = cast(:visit AS uuid)))
    WHERE :again = 'always' OR NOT EXISTS (
        SELECT FROM incident i
        WHERE i.tenant_id = :tenant AND i.visit_id = cast(:visit AS uuid) AND i.kind = :kind
          AND (:again = 'never' OR i.status = 'open'))
    RETURNING incident_id
""")


async def open_incident(
    session: AsyncSession,
    tenant: TenantId,
    kind: str,
    said: str,
    *,
    visit_id: UUID | None = None,
    request_id: UUID | None = None,
    therapist_id: UUID | None = None,
    again: Again = Again.ALWAYS,
) -> bool:
    """Whether one was opened. `said` holds no patient data; a visit's request and the therapist
    who has it are added where they are not given.
    """
    row = {
        "tenant": tenant,
        "id": new_id(),
        "kind": kind,
        "said": said,
        "visit": visit_id,
        "request": request_id,
        "therapist": therapist_id,
        "again": again.value,
    }
    return (await session.execute(_OPEN, row)).one_or_none() is not None


async def alarm(
    session: AsyncSession,
    tenant: TenantId,
    visit_id: UUID,
    kind: str,
    said: str,
    *,
    again: Again = Again.ALWAYS,
) -> bool:
    """Open an incident of this visit and alert whoever watches; whether it is new."""
    if not await open_incident(session, tenant, kind, said, visit_id=visit_id, again=again):
        return False
    await tell.alert(session, tenant, visit_id, kind)
    return True
