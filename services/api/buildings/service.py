"""A tenant's buildings and compounds."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.buildings import repository
from services.api.buildings.schemas import BuildingIn, BuildingOut, BuildingPatch, EntrancePoint
from services.api.deps import TenantRequest
from services.api.paging import Page, PageAsked
from services.api.places.record import community_number, community_out
from services.api.places.service import check_served, point_at
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.db import audit
from shared.db.ids import new_id
from shared.db.models.places import Building
from shared.domain.errors import Invalid, NotFound

_SAME_NAMES = (
    *("name_ar", "other_names", "kind", "lat", "lon", "entrance_note", "parking"),
    *("access_opens", "access_closes", "gate_pass", "door_minutes", "active"),
)


async def create(tenant: TenantRequest, data: BuildingIn) -> UUID:
    """The new building's id; Invalid when it is outside the service area."""
    columns = _columns(data)
    columns["community_number"] = await _checked_at(tenant, columns)
    _check_hours(data.access_opens is None, data.access_closes is None)
    building_id = new_id()
    await repository.add_building(
        tenant.session,
        tenant.tenant_id,
        building_id,
        {**columns, "created_by": tenant.user_id},
    )
    await _note(tenant, "create", building_id)
    return building_id


async def get(tenant: TenantRequest, building_id: UUID) -> Building:
    """The building, or NotFound."""
    found = await repository.find_building(tenant.session, tenant.tenant_id, building_id)
    if found is None:
        raise NotFound("building")
    return found


async def list_all(tenant: TenantRequest, page: PageAsked) -> Page[BuildingOut]:
    """Those in use."""
    rows = await repository.list_buildings(tenant.session, tenant.tenant_id, page)
    return page.cut(rows, building_out, key=lambda row: row.building_id)


async def change(
    tenant: TenantRequest, building_id: UUID, expected: int, data: BuildingPatch
) -> None:
    """Raises StaleVersion; what places inherit changes with it at once."""
    before = await get(tenant, building_id)
    columns = _columns(data)
    if {"lat", "lon", "entrance_lat"} & columns.keys():
        now = {name: getattr(before, name) for name in _POSITION} | columns
        columns["community_number"] = await _checked_at(tenant, now)
    hours = {name: getattr(before, name) for name in ("access_opens", "access_closes")} | columns
    _check_hours(hours["access_opens"] is None, hours["access_closes"] is None)
    await repository.change_building(
        tenant.session, tenant.tenant_id, building_id, columns, expected
    )
    await _note(tenant, "change", building_id)


def building_out(row: Building) -> BuildingOut:
    """A building on the wire."""
    has_entrance = row.entrance_lat is not None and row.entrance_lon is not None
    return BuildingOut(
        id=row.building_id,
        name=row.name_en,
        name_ar=row.name_ar,
        other_names=list(row.other_names),
        kind=row.kind,  # type: ignore[arg-type]  # the table's check holds the same closed list
        lat=row.lat,
        lon=row.lon,
        community=community_out(row.community_number),
        entrance=EntrancePoint(row.entrance_lat, row.entrance_lon) if has_entrance else None,  # type: ignore[arg-type]  # both are there
        entrance_note=row.entrance_note,
        parking=row.parking,
        access_opens=row.access_opens,
        access_closes=row.access_closes,
        gate_pass=row.gate_pass,  # type: ignore[arg-type]  # as the kind
        door_minutes=row.door_minutes,
        active=row.active,
        version=row.version,
    )


_POSITION = ("lat", "lon", "entrance_lat", "entrance_lon")


def _columns(data: BuildingIn | BuildingPatch) -> dict[str, Any]:
    sent = {name: getattr(data, name, UNSET) for name in _SAME_NAMES} | {"name_en": data.name}
    columns = {name: value for name, value in sent.items() if value is not UNSET}
    if data.entrance is not UNSET:
        entrance = data.entrance
        columns["entrance_lat"] = None if entrance is None else entrance.lat
        columns["entrance_lon"] = None if entrance is None else entrance.lon
    return columns


async def _checked_at(tenant: TenantRequest, columns: dict[str, Any]) -> int | None:
    """The community around it; Invalid when building or entrance are not served."""
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    area = area_of(settings.service_area)
    point = point_at(columns["lat"], columns["lon"], "lat")
    check_served(point, area, "lat")
    if columns.get("entrance_lat") is not None:
        entrance = point_at(columns["entrance_lat"], columns["entrance_lon"], "entrance")
        check_served(entrance, area, "entrance")
    return community_number(point)


def _check_hours(no_start: bool, no_end: bool) -> None:
    if no_start != no_end:
        raise Invalid.one("accessOpens", "Send accessOpens and accessCloses together, or neither.")


async def _note(tenant: TenantRequest, act: str, building_id: UUID) -> None:
    await audit.record(
        tenant.session, tenant.tenant_id, tenant.user_id, act, "building", building_id
    )
