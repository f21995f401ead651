"""A certificate that ends early: which visits lose their therapist, and freeing them at once.

Class: safety. The trigger certificate_still_needed refuses at commit whatever is missed here.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.therapists import certificates, leaving
from services.api.therapists.assignable import assignable_to
from services.api.therapists.schemas import CertificateChanged, CertificatePatch
from services.api.therapists.service import certificate_fields, check_order
from shared.db import audit, outbox
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed
from shared.db.live.free import free_visits
from shared.db.live.incidents import Again, alarm
from shared.db.live.restore import restore_visits
from shared.db.models.therapist import Certificate
from shared.domain.errors import Conflict
from shared.domain.reasons import UnassignedReason

# Who issued it under which number says nothing about when it counts.
_NAMES_ONLY = frozenset({"issuer", "number"})


@dataclass(slots=True)
class _Effect:
    """What a change of a certificate did to visits, and the replans that it asked for."""

    freed: Sequence[UUID] = ()
    in_progress: Sequence[UUID] = ()
    restored: Sequence[UUID] = ()
    assignable: Sequence[UUID] = ()
    jobs: Sequence[UUID] = ()


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
    different = {name for name, value in values.items() if getattr(before, name) != value}
    counts_otherwise = bool(different - _NAMES_ONLY)
    await certificates.change_certificate(
        tenant.session, tenant.tenant_id, certificate_id, values, expected=expected
    )
    effect = await _free_uncovered(tenant, live, before)
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
    if counts_otherwise:
        await _planned_again(tenant, live, before.therapist_id, effect)
    return await _shown(tenant, certificate_id, effect)


async def _planned_again(
    tenant: TenantRequest, live: LiveCache, therapist_id: UUID, effect: _Effect
) -> None:
    """What the therapist may take is another now: the days ahead are planned anew."""
    days = await leaving.days_ahead(tenant, therapist_id)
    effect.assignable = await assignable_to(tenant, live, therapist_id, days)
    jobs = [*effect.jobs, *await leaving.replan(tenant, therapist_id)]
    effect.jobs = list(dict.fromkeys(jobs))


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
    out = await _shown(tenant, before.certificate_id, _Effect(ids))
    out.dry_run = True
    return out


async def _uncovered(tenant: TenantRequest, certificate: Certificate) -> list[UUID]:
    return await certificates.uncovered_visits(
        tenant.session, tenant.tenant_id, certificate.therapist_id, certificate.kind
    )


async def _free_uncovered(
    tenant: TenantRequest, live: LiveCache, certificate: Certificate
) -> _Effect:
    ids = await _uncovered(tenant, certificate)
    if not ids:
        return await _restore(tenant, live, certificate)
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
        await alarm(
            tenant.session,
            tenant.tenant_id,
            visit_id,
            "certificate-lost",
            "The therapist lost a certificate that this visit needs while treating: call them.",
            again=Again.ONCE_CLOSED,
        )
    return _Effect(freed.freed, freed.in_progress, jobs=freed.jobs)


async def _restore(tenant: TenantRequest, live: LiveCache, certificate: Certificate) -> _Effect:
    """The visits that went back to the therapist, and the jobs of their days."""
    restored = await restore_visits(
        tenant.session,
        live.keyring,
        live.travel,
        tenant.tenant_id,
        certificate.certificate_id,
        by_user=tenant.user_id,
    )
    why = "certificate-restored"
    jobs = [await changed(tenant.session, day, why) for day in restored.dates]
    return _Effect(restored=restored.visits, jobs=jobs)


async def _shown(
    tenant: TenantRequest, certificate_id: UUID, effect: _Effect
) -> CertificateChanged:
    row = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
    return CertificateChanged(
        **certificate_fields(tenant, row),
        freed=list(effect.freed),
        in_progress=list(effect.in_progress),
        restored=list(effect.restored),
        assignable=list(effect.assignable),
        job_ids=list(effect.jobs),
    )


async def verify(
    tenant: TenantRequest, live: LiveCache, certificate_id: UUID, expected: int | None
) -> CertificateChanged:
    """Somebody looked at the proof: from now on it counts. Verifying twice changes nothing."""
    row = await certificates.get_certificate(tenant.session, tenant.tenant_id, certificate_id)
    refuse_stale(expected, row.version, "certificate")
    if row.revoked_at is not None:
        raise Conflict("certificate-revoked", "A revoked certificate cannot be verified.")
    effect = _Effect()
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
        await _planned_again(tenant, live, row.therapist_id, effect)
    return await _shown(tenant, certificate_id, effect)
