"""Certificates in the database."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.models.therapist import Certificate
from shared.domain.errors import NotFound, StaleVersion
from shared.domain.tenant import TenantId

# Stops of this therapist that need the kind and that no certificate covers as things now stand: the
# question that the trigger certificate_still_needed asks at commit, and those already under way.
_UNCOVERED = text("""
    SELECT v.visit_id FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    WHERE s.tenant_id = :tenant_id AND s.therapist_id = :therapist_id
      AND :kind = ANY (v.required_certificates)
      AND (visit_awaits_therapist(v.status) OR v.status = 'in-progress')
      AND NOT certificate_covers(s.tenant_id, s.therapist_id, :kind,
                                 s.planned_start, s.planned_departure)
    ORDER BY s.planned_start
""")


async def add_certificate(
    session: AsyncSession, tenant_id: TenantId, therapist_id: UUID, values: dict[str, Any]
) -> UUID:
    """An unverified certificate; its id."""
    certificate_id = new_id()
    await session.execute(
        insert(Certificate).values(
            tenant_id=tenant_id,
            certificate_id=certificate_id,
            therapist_id=therapist_id,
            **values,
        )
    )
    return certificate_id


async def get_certificate(
    session: AsyncSession, tenant_id: TenantId, certificate_id: UUID
) -> Certificate:
    """The certificate, read afresh; NotFound."""
    found = await session.scalars(
        select(Certificate)
        .where(Certificate.tenant_id == tenant_id, Certificate.certificate_id == certificate_id)
        .execution_options(populate_existing=True)
    )
    row = found.one_or_none()
    if row is None:
        raise NotFound("certificate")
    return row


async def list_certificates_of(
    session: AsyncSession, tenant_id: TenantId, therapist_ids: Iterable[UUID]
) -> list[Certificate]:
    """All of these therapists, oldest first."""
    found = await session.scalars(
        select(Certificate)
        .where(
            Certificate.tenant_id == tenant_id,
            Certificate.therapist_id.in_(list(therapist_ids)),
        )
        .order_by(Certificate.certificate_id)
    )
    return list(found)


async def change_certificate(
    session: AsyncSession,
    tenant_id: TenantId,
    certificate_id: UUID,
    values: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Change these columns; raises StaleVersion."""
    changed = await session.execute(
        update(Certificate)
        .where(
            Certificate.tenant_id == tenant_id,
            Certificate.certificate_id == certificate_id,
            Certificate.version == expected,
        )
        .values(**(values or {"number": Certificate.number}))
        .returning(Certificate.certificate_id)
        .execution_options(synchronize_session=False)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("certificate")


async def uncovered_visits(
    session: AsyncSession, tenant_id: TenantId, therapist_id: UUID, kind: str
) -> list[UUID]:
    """Visits on this therapist's routes that need the kind and lack it as things now stand."""
    found = await session.execute(
        _UNCOVERED, {"tenant_id": tenant_id, "therapist_id": therapist_id, "kind": kind}
    )
    return [row.visit_id for row in found]
