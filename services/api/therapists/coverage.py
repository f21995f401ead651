"""A certificate that ends early: which visits lose their therapist, and freeing them at once.

Class: safety. The trigger certificate_still_needed refuses at commit whatever is missed here.
"""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.therapists import certificates, leaving
from services.api.therapists.schemas import CertificateChanged, CertificatePatch
from services.api.therapists.service import certificate_fields, check_order
from shared.db import audit, outbox
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.free import Freed, free_visits
from shared.db.live.restore import restore_visits
from shared.db.models.therapist import Certificate
from shared.domain.errors import Conflict
from shared.domain.reasons import UnassignedReason


async def change(
    tenant: TenantRequest,
    live: LiveCache,
    certificate_id: UUID,
    expected: int,
    data: CertificatePatch,
) -> CertificateChanged:
    """Correct, suspend, lift or revoke; in the same transaction, frees what is then uncovered, or
    gives back what an earlier mistake freed.
    """
    before = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
    values = _changes(tenant, before, data)
    if data.dry_run:
        return await _dry_run(tenant, before, values, expected)
    await certificates.change_certificate(
        tenant.session, tenant.tenant_id, certificate_id, values, expected=expected
    )
    freed = await _free_uncovered(tenant, live, before)
    await audit.record(
        tenant.session,
        tenant.tenant_id,
        tenant.user_id,
        "change-certificate",
        "therapist",
        before.therapist_id,
    )
    about = {"id": str(before.therapist_id), "certificateId": str(certificate_id)}
    await outbox.publish(tenant.session, "therapist.changed", about)
    await leaving.replan(tenant, before.therapist_id)
    return await _shown(tenant, certificate_id, freed)


def _changes(tenant: TenantRequest, before: Certificate, data: CertificatePatch) -> dict[str, Any]:
    names = ("issuer", "number", "valid_from", "valid_to", "suspended_from", "suspended_to")
    values = {n: getattr(data, n) for n in names if getattr(data, n) is not UNSET}
    if values.get("suspended_from", before.suspended_from) is None:
        values["suspended_to"] = None
    check_order(
        values.get("valid_from", before.valid_from),
        values.get("valid_to", before.valid_to),
        "validTo",
    )
    check_order(
        values.get("suspended_from", before.suspended_from),
        values.get("suspended_to", before.suspended_to),
        "suspendedTo",
    )
    if data.revoked is not UNSET:
        values["revoked_at"] = (before.revoked_at or tenant.now) if data.revoked else None
    return values


async def _dry_run(
    tenant: TenantRequest, before: Certificate, values: dict[str, Any], expected: int
) -> CertificateChanged:
    """What it would free, changing nothing."""
    savepoint = await tenant.session.begin_nested()
    await certificates.change_certificate(
        tenant.session, tenant.tenant_id, before.certificate_id, values, expected=expected
    )
    ids = await _uncovered(tenant, before)
    await savepoint.rollback()
    out = await _shown(tenant, before.certificate_id, Freed(tuple(ids), (), (), ()))
    out.dry_run = True
    return out


async def _uncovered(tenant: TenantRequest, certificate: Certificate) -> list[UUID]:
    return await certificates.uncovered_visits(
        tenant.session, tenant.tenant_id, certificate.therapist_id, certificate.kind
    )


async def _free_uncovered(
    tenant: TenantRequest, live: LiveCache, certificate: Certificate
) -> Freed:
    ids = await _uncovered(tenant, certificate)
    if not ids:
        return Freed((), (), (), await _restore(tenant, live, certificate))
    freed = await free_visits(
        tenant.session,
        live.keyring,
        live.travel,
        tenant.tenant_id,
        ids,
        reason=UnassignedReason.NO_CERTIFICATE,
        by_user=tenant.user_id,
        cause=certificate.certificate_id,
    )
    for visit_id in freed.in_progress:
        kind = "certificate-lost"
        await tell.alert(tenant.session, tenant.tenant_id, visit_id, kind, visitId=visit_id)
    return freed


async def _restore(
    tenant: TenantRequest, live: LiveCache, certificate: Certificate
) -> tuple[UUID, ...]:
    """The jobs of the days on which visits went back to the therapist."""
    restored = await restore_visits(
        tenant.session,
        live.keyring,
        live.travel,
        tenant.tenant_id,
        certificate.certificate_id,
        by_user=tenant.user_id,
    )
    why = "certificate-restored"
    return tuple([await changed(tenant.session, day, why) for day in restored.dates])


async def _shown(tenant: TenantRequest, certificate_id: UUID, freed: Freed) -> CertificateChanged:
    row = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
    return CertificateChanged(
        **certificate_fields(tenant, row),
        freed=list(freed.freed),
        in_progress=list(freed.in_progress),
        job_ids=list(freed.jobs),
    )


async def verify(tenant: TenantRequest, certificate_id: UUID, expected: int | None) -> Certificate:
    """Somebody looked at the proof: from now on it counts. Verifying twice changes nothing."""
    row = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
    refuse_stale(expected, row.version, "certificate")
    if row.revoked_at is not None:
        raise Conflict("certificate-revoked", "A revoked certificate cannot be verified.")
    if row.verified_at is None:
        values = {"verified_at": tenant.now, "verified_by": tenant.user_id}
        await certificates.change_certificate(
            tenant.session, tenant.tenant_id, certificate_id, values, expected=row.version
        )
        about = {"id": str(row.therapist_id), "certificateId": str(certificate_id)}
        await outbox.publish(tenant.session, "therapist.changed", about)
        await audit.record(
            tenant.session,
            tenant.tenant_id,
            tenant.user_id,
            "verify-certificate",
            "therapist",
            row.therapist_id,
        )
        await leaving.replan(tenant, row.therapist_id)
    return await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
