"""Places by a tenant's names, and its corrections of ours."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.paging import Page, PageAsked
from services.api.places.record import community_number, community_out
from services.api.places.service import check_served, point_at
from services.api.service_area import area_of
from services.api.tenant_places import repository
from services.api.tenant_places.schemas import TenantPlaceIn, TenantPlaceOut, TenantPlacePatch
from services.api.tenants.repository import get_tenant
from shared.db import audit
from shared.db.ids import new_id
from shared.db.models.places import TenantPlace
from shared.domain.errors import Invalid, NotFound
from shared.geo.gazetteer import dubai_gazetteer

_SAME_NAMES = ("name_ar", "other_names", "lat", "lon", "precision_m", "note")


async def create(tenant: TenantRequest, data: TenantPlaceIn) -> UUID:
    """The new place's id; Invalid outside the area, and for a key that is none of ours."""
    if data.corrects is not None and data.corrects not in dubai_gazetteer().keys:
        raise Invalid.one("corrects", "Send the key of a place as the search answered it.")
    if data.hides and data.corrects is None:
        raise Invalid.one("hides", "Only a place of ours can be hidden: send its key as corrects.")
    columns = _columns(data) | {"corrects": data.corrects, "hides": data.hides}
    columns["community_number"] = await _checked_at(tenant, data.lat, data.lon)
    place_id = new_id()
    await repository.add_place(
        tenant.session, tenant.tenant_id, place_id, {**columns, "created_by": tenant.user_id}
    )
    await _note(tenant, "create", place_id)
    return place_id


async def get(tenant: TenantRequest, place_id: UUID) -> TenantPlace:
    """The place, or NotFound."""
    found = await repository.find_place(tenant.session, tenant.tenant_id, place_id)
    if found is None:
        raise NotFound("place")
    return found


async def list_all(tenant: TenantRequest, page: PageAsked) -> Page[TenantPlaceOut]:
    """Those in use."""
    rows = await repository.list_places(tenant.session, tenant.tenant_id, page)
    return page.cut(rows, tenant_place_out, key=lambda row: row.tenant_place_id)


async def change(
    tenant: TenantRequest, place_id: UUID, expected: int, data: TenantPlacePatch
) -> None:
    """Raises StaleVersion."""
    before = await get(tenant, place_id)
    columns = _columns(data)
    if data.active is not UNSET:
        columns["active"] = data.active
    if "lat" in columns or "lon" in columns:
        columns["community_number"] = await _checked_at(
            tenant, columns.get("lat", before.lat), columns.get("lon", before.lon)
        )
    await repository.change_place(tenant.session, tenant.tenant_id, place_id, columns, expected)
    await _note(tenant, "change", place_id)


def tenant_place_out(row: TenantPlace) -> TenantPlaceOut:
    """A tenant's place on the wire."""
    return TenantPlaceOut(
        id=row.tenant_place_id,
        name=row.name_en,
        name_ar=row.name_ar,
        other_names=list(row.other_names),
        lat=row.lat,
        lon=row.lon,
        precision_m=row.precision_m,
        community=community_out(row.community_number),
        corrects=row.corrects,
        hides=row.hides,
        note=row.note,
        active=row.active,
        version=row.version,
    )


def _columns(data: TenantPlaceIn | TenantPlacePatch) -> dict[str, Any]:
    sent = {name: getattr(data, name) for name in _SAME_NAMES} | {"name_en": data.name}
    return {name: value for name, value in sent.items() if value is not UNSET}


async def _checked_at(tenant: TenantRequest, lat: float, lon: float) -> int | None:
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    point = point_at(lat, lon, "lat")
    check_served(point, area_of(settings.service_area), "lat")
    return community_number(point)


async def _note(tenant: TenantRequest, act: str, place_id: UUID) -> None:
    await audit.record(
        tenant.session, tenant.tenant_id, tenant.user_id, act, "tenant_place", place_id
    )
