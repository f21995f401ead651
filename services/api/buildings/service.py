"""A tenant's buildings and compounds."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.buildings.schemas import BuildingIn, BuildingOut, BuildingPatch, EntrancePoint
from services.api.deps import TenantRequest
from services.api.own_places import service as own
from services.api.own_places.repository import BUILDINGS
from services.api.paging import Page, PageAsked
from services.api.places.record import community_number, community_out
from shared.db.models.places import Building
from shared.domain.building import BuildingKind, GatePass
from shared.domain.errors import Invalid

_NAMES = (
    *("name_ar", "other_names", "kind", "lat", "lon", "entrance_note", "parking"),
    *("access_opens", "access_closes", "gate_pass", "door_minutes"),
)
_POSITION = ("lat", "lon", "entrance_lat", "entrance_lon")
_HOURS = ("access_opens", "access_closes")


async def create(tenant: TenantRequest, data: BuildingIn) -> UUID:
    """The new building's id; Invalid when it is outside the service area."""
    columns = _columns(data, _NAMES)
    columns["community_number"] = await _checked_at(tenant, columns)
    _check_hours(columns)
    return await own.add(tenant, BUILDINGS, columns)


async def get(tenant: TenantRequest, building_id: UUID) -> Building:
    """The building, or NotFound."""
    return await own.get(tenant, BUILDINGS, building_id)


async def list_all(tenant: TenantRequest, page: PageAsked) -> Page[BuildingOut]:
    """Those in use."""
    return await own.list_used(tenant, BUILDINGS, page, building_out)


async def change(
    tenant: TenantRequest, building_id: UUID, expected: int, data: BuildingPatch
) -> None:
    """Raises StaleVersion; what places inherit changes with it at once."""
    before = await get(tenant, building_id)
    columns = _columns(data, (*_NAMES, "active"))
    after = {name: getattr(before, name) for name in (*_POSITION, *_HOURS)} | columns
    if columns.keys() & set(_POSITION):
        columns["community_number"] = await _checked_at(tenant, after)
    _check_hours(after)
    await own.change(tenant, BUILDINGS, building_id, columns, expected=expected)


def building_out(row: Building) -> BuildingOut:
    """A building on the wire."""
    return BuildingOut(
        id=row.building_id,
        name=row.name_en,
        name_ar=row.name_ar,
        other_names=list(row.other_names),
        kind=BuildingKind(row.kind),
        lat=row.lat,
        lon=row.lon,
        community=community_out(row.community_number),
        entrance=_entrance(row),
        entrance_note=row.entrance_note,
        parking=row.parking,
        access_opens=row.access_opens,
        access_closes=row.access_closes,
        gate_pass=GatePass(row.gate_pass),
        door_minutes=row.door_minutes,
        active=row.active,
        version=row.version,
    )


def _entrance(row: Building) -> EntrancePoint | None:
    if row.entrance_lat is None or row.entrance_lon is None:
        return None
    return EntrancePoint(row.entrance_lat, row.entrance_lon)


def _columns(data: BuildingIn | BuildingPatch, names: tuple[str, ...]) -> dict[str, Any]:
    columns = own.columns_of(data, names)
    entrance = data.entrance
    if entrance is not UNSET:
        columns["entrance_lat"] = None if entrance is None else entrance.lat
        columns["entrance_lon"] = None if entrance is None else entrance.lon
    return columns


async def _checked_at(tenant: TenantRequest, columns: dict[str, Any]) -> int | None:
    """The community around it; Invalid when building or entrance are not served."""
    area = await own.area_served(tenant)
    point = own.served(area, columns["lat"], columns["lon"], "lat")
    if columns.get("entrance_lat") is not None:
        own.served(area, columns["entrance_lat"], columns["entrance_lon"], "entrance")
    return community_number(point)


def _check_hours(columns: dict[str, Any]) -> None:
    if (columns["access_opens"] is None) != (columns["access_closes"] is None):
        raise Invalid.one("accessOpens", "Send accessOpens and accessCloses together, or neither.")
