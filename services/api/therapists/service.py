"""Therapists, and what follows when one of their certificates changes."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.places.service import point_at
from services.api.therapists import certificates, leaving, repository
from services.api.therapists.repository import TherapistRecord
from services.api.therapists.schemas import (
    CertificateIn,
    CertificateOut,
    PointOut,
    TherapistChanged,
    TherapistIn,
    TherapistOut,
    TherapistPatch,
)
from shared.crypto.keyring import KeyRing
from shared.db import audit, outbox
from shared.db.live.cache import LiveCache
from shared.db.live.free import Freed
from shared.db.models.therapist import Certificate
from shared.domain.errors import Invalid, NotFound
from shared.domain.phone import parse_phone
from shared.domain.roles import Role

_SEE_HOME = (Role.DISPATCHER, Role.ADMIN)


async def create(tenant: TenantRequest, keyring: KeyRing, data: TherapistIn) -> UUID:
    """A new therapist, without certificates; their id."""
    values: dict[str, Any] = {
        "name": data.name.strip(),
        "gender": data.gender,
        "languages": data.languages,
        "phone": parse_phone(data.phone).e164 if data.phone else None,
        "home": point_at(data.home.lat, data.home.lon, "home"),
        "limits": data.limits,
    }
    therapist_id = await repository.add_therapist(tenant.session, keyring, tenant.tenant_id, values)
    await _told(tenant, "create", therapist_id)
    return therapist_id


async def change(
    tenant: TenantRequest,
    live: LiveCache,
    therapist_id: UUID,
    expected: int,
    data: TherapistPatch,
) -> TherapistChanged:
    """Raises NotFound, StaleVersion or Invalid. Whoever becomes inactive loses what is planned."""
    keyring = live.keyring
    before = await get(tenant, keyring, therapist_id)
    names = ("name", "gender", "languages", "limits", "active")
    values = {n: getattr(data, n) for n in names if getattr(data, n) is not UNSET}
    if data.phone is not UNSET:
        values["phone"] = parse_phone(data.phone).e164 if data.phone else None
    if data.home is not UNSET:
        values["home"] = point_at(data.home.lat, data.home.lon, "home")
    await repository.change_therapist(
        tenant.session, keyring, tenant.tenant_id, therapist_id, values, expected=expected
    )
    freed = Freed((), (), (), ())
    if before.active and data.active is False:
        freed = await leaving.leave(tenant, live, therapist_id)
    await _told(tenant, "change", therapist_id)
    jobs = await leaving.replan(tenant, therapist_id)
    [out] = await show(tenant, [await get(tenant, keyring, therapist_id)])
    return TherapistChanged(
        **msgspec.structs.asdict(out),
        freed=list(freed.freed),
        in_progress=list(freed.in_progress),
        job_ids=list(dict.fromkeys([*freed.jobs, *jobs])),
    )


async def get(tenant: TenantRequest, keyring: KeyRing, therapist_id: UUID) -> TherapistRecord:
    """The therapist, or NotFound."""
    record = await repository.find_therapist(
        tenant.session, keyring, tenant.tenant_id, therapist_id
    )
    if record is None:
        raise NotFound("therapist")
    return record


async def show(tenant: TenantRequest, records: Sequence[TherapistRecord]) -> list[TherapistOut]:
    """For the wire, with certificates: one read however many they are."""
    ids = [record.therapist_id for record in records]
    held = await certificates.list_certificates_of(tenant.session, tenant.tenant_id, ids)
    return [
        _out(tenant, record, [c for c in held if c.therapist_id == record.therapist_id])
        for record in records
    ]


def _out(
    tenant: TenantRequest, record: TherapistRecord, held: Iterable[Certificate]
) -> TherapistOut:
    planner = tenant.has(*_SEE_HOME)
    home = PointOut(record.home.lat, record.home.lon) if record.home and planner else None
    return TherapistOut(
        id=record.therapist_id,
        name=record.name,
        gender=record.gender,
        languages=list(record.languages),
        phone=record.phone if planner else None,
        active=record.active,
        home=home,
        limits=record.limits,
        certificates=[CertificateOut(**certificate_fields(tenant, each)) for each in held],
        version=record.version,
    )


def certificate_fields(tenant: TenantRequest, row: Certificate) -> dict[str, Any]:
    """A certificate's fields for the wire, times in the tenant's zone."""
    return {
        "id": row.certificate_id,
        "therapist_id": row.therapist_id,
        "kind": row.kind,
        "issuer": row.issuer,
        "number": row.number,
        "verified_at": tenant.local_or_none(row.verified_at),
        "valid_from": tenant.local(row.valid_from),
        "valid_to": tenant.local_or_none(row.valid_to),
        "suspended_from": tenant.local_or_none(row.suspended_from),
        "suspended_to": tenant.local_or_none(row.suspended_to),
        "revoked_at": tenant.local_or_none(row.revoked_at),
        "version": row.version,
    }


async def add_certificate(
    tenant: TenantRequest,
    keyring: KeyRing,
    therapist_id: UUID,
    expected: int | None,
    data: CertificateIn,
) -> UUID:
    """As presented; it does not count before it is verified."""
    record = await get(tenant, keyring, therapist_id)
    refuse_stale(expected, record.version, "therapist")
    check_order(data.valid_from, data.valid_to, "validTo")
    values = {
        "kind": data.kind,
        "issuer": data.issuer,
        "number": data.number,
        "valid_from": data.valid_from,
        "valid_to": data.valid_to,
    }
    certificate_id = await certificates.add_certificate(
        tenant.session, tenant.tenant_id, therapist_id, values
    )
    await _told(tenant, "add-certificate", therapist_id)
    return certificate_id


def check_order(starts: datetime | None, ends: datetime | None, field: str) -> None:
    """Both with an offset, the end after the start; 422 naming `field`."""
    for instant in (starts, ends):
        if instant is not None and instant.utcoffset() is None:
            raise Invalid.one(field, "Times need an offset, such as 2026-01-31T00:00:00+04:00.")
    if starts is not None and ends is not None and ends <= starts:
        raise Invalid.one(field, f"{field} must lie after its start.")


async def _told(tenant: TenantRequest, act: str, therapist_id: UUID) -> None:
    await audit.record(
        tenant.session, tenant.tenant_id, tenant.user_id, act, "therapist", therapist_id
    )
    await outbox.publish(tenant.session, "therapist.changed", {"id": str(therapist_id)})
