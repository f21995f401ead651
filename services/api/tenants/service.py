"""A tenant's settings."""

from typing import Any

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.service_area import area_of
from services.api.tenants import repository
from services.api.tenants.schemas import OfferedService, TenantOut, TenantPatch
from shared.db import audit
from shared.db.live.change import changed
from shared.domain.errors import FieldError, Invalid
from shared.domain.policy import Policy
from shared.domain.service import CertificateKind, Service


async def read(tenant: TenantRequest) -> TenantOut:
    """The settings as they are."""
    row = await repository.get_tenant(tenant.session, tenant.tenant_id)
    services = await repository.list_services(tenant.session, tenant.tenant_id)
    return TenantOut(
        id=row.tenant_id,
        slug=row.slug,
        name=row.name,
        zone=row.zone,
        licence_number=row.licence_number,
        authority=row.authority,
        service_area=row.service_area,
        policies={**Policy.from_json(row.policies).to_json(), "zone": row.zone},
        services=[
            OfferedService(
                Service(each.service),
                each.duration_minutes,
                [CertificateKind(skill) for skill in each.skills],
                each.active,
            )
            for each in services
        ],
        version=row.version,
    )


async def change(tenant: TenantRequest, expected: int, data: TenantPatch) -> None:
    """Raises StaleVersion, or Invalid naming the setting."""
    names = ("name", "licence_number", "authority", "service_area")
    values: dict[str, Any] = {n: getattr(data, n) for n in names if getattr(data, n) is not UNSET}
    if data.service_area is not UNSET:
        _check_area(data.service_area)
    if data.policies is not UNSET or data.zone is not UNSET:
        row = await repository.get_tenant(tenant.session, tenant.tenant_id)
        policy = _policy(row.policies, row.zone, data)
        values |= {"policies": policy.to_json(), "zone": policy.zone}
    await repository.change_tenant(tenant.session, tenant.tenant_id, expected, values)
    for offered in [] if data.services is UNSET else data.services:
        columns = {
            "service": offered.service.value,
            "duration_minutes": offered.duration_minutes,
            "skills": list(offered.skills),
            "active": offered.active,
        }
        await repository.save_service(tenant.session, tenant.tenant_id, columns)
    await audit.record(
        tenant.session, tenant.tenant_id, tenant.user_id, "change", "tenant", tenant.tenant_id
    )
    if any(each is not UNSET for each in (data.policies, data.zone, data.services)):
        for day in await repository.days_ahead(tenant.session, tenant.tenant_id):
            await changed(tenant.session, day, "settings")


def _policy(stored: dict[str, Any], zone: str, data: TenantPatch) -> Policy:
    sent = {} if data.policies is UNSET else data.policies
    if data.zone is not UNSET:
        zone = data.zone
    try:
        return Policy.from_json({**stored, "zone": zone, **sent})
    except Invalid as error:
        named = (FieldError(f"policies.{each.field}", each.message) for each in error.fields)
        raise Invalid(tuple(named)) from None


def _check_area(service_area: dict[str, Any]) -> None:
    try:
        area_of(service_area)
    except (ValueError, TypeError, AttributeError):
        raise Invalid.one(
            "serviceArea",
            'The area is {"emirate": "Dubai"}, {"name": …, "box": [south, west, north, east]}, '
            '{"name": …, "polygon": [[lat, lon], …]} or {"areas": [these, …]}.',
        ) from None
