"""A request's and a patient's visits that are still to come, and what they need."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.domain.tenant import TenantId

_OPEN = """
    SELECT v.visit_id, v.request_id, v.service, v.body_regions, v.opens_at, v.plan_date,
           v.required_certificates, v.status
    FROM visit v
    WHERE v.tenant_id = :tenant AND {whose}
      AND (visit_awaits_therapist(v.status) OR v.status = 'in-progress')
    ORDER BY v.visit_id
"""
_OF_REQUEST = text(_OPEN.format(whose="v.request_id = :id"))
_OF_PATIENT = text(_OPEN.format(whose="v.patient_id = :id"))

_NEED = text("""
    UPDATE visit SET required_certificates = :kinds WHERE tenant_id = :tenant AND visit_id = :id
""")

_UNCOVERED = text("""
    SELECT s.visit_id FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    WHERE s.tenant_id = :tenant AND s.visit_id = ANY(:ids)
      AND EXISTS (SELECT FROM unnest(v.required_certificates) AS kind
                  WHERE NOT certificate_covers(s.tenant_id, s.therapist_id, kind,
                                               s.planned_start, s.planned_departure))
    ORDER BY s.visit_id
""")


async def of_request(session: AsyncSession, tenant: TenantId, request_id: UUID) -> list[Row[Any]]:
    """Its visits that have not ended."""
    return list(await session.execute(_OF_REQUEST, {"tenant": tenant, "id": request_id}))


async def of_patient(session: AsyncSession, tenant: TenantId, patient_id: UUID) -> list[Row[Any]]:
    """The patient's visits that have not ended, of any request."""
    return list(await session.execute(_OF_PATIENT, {"tenant": tenant, "id": patient_id}))


async def need(
    session: AsyncSession, tenant: TenantId, visit_id: UUID, kinds: Iterable[str]
) -> None:
    """From now on the visit needs these certificates."""
    row = {"tenant": tenant, "id": visit_id, "kinds": sorted(kinds)}
    await session.execute(_NEED, row)


async def uncovered(
    session: AsyncSession, tenant: TenantId, visit_ids: Collection[UUID]
) -> list[UUID]:
    """Those whose therapist lacks a certificate that the visit needs."""
    found = await session.scalars(_UNCOVERED, {"tenant": tenant, "ids": sorted(visit_ids)})
    return list(found)
