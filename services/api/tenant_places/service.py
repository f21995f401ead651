"""Places by a tenant's names, and its corrections of ours."""

from typing import Any
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.own_places import service as own
from services.api.own_places.repository import TENANT_PLACES
from services.api.paging import Page, PageAsked
from services.api.places.record import community_number, community_out
from services.api.tenant_places.schemas import TenantPlaceIn, TenantPlaceOut, TenantPlacePatch
from shared.db.models.places import TenantPlace
from shared.domain.errors import Invalid
from shared.geo.gazetteer import dubai_gazetteer

_NAMES = ("name_ar", "other_names", "lat", "lon", "precision_m", "note")


async def create(tenant: TenantRequest, data: TenantPlaceIn) -> UUID:
    """The new place's id; Invalid outside the area, and for a key that is none of ours."""
    if data.corrects is not None and data.corrects not in dubai_gazetteer().keys:
        raise Invalid.one("corrects", "Send the key of a place as the search answered it.")
    if data.hides and data.corrects is None:
        raise Invalid.one("hides", "Only a place of ours can be hidden: send its key as corrects.")
    columns = own.columns_of(data, (*_NAMES, "corrects", "hides"))
    columns["community_number"] = await _checked_at(tenant, columns)
    return await own.add(tenant, TENANT_PLACES, columns)


async def get(tenant: TenantRequest, place_id: UUID) -> TenantPlace:
    """The place, or NotFound."""
    return await own.get(tenant, TENANT_PLACES, place_id)


async def list_all(tenant: TenantRequest, page: PageAsked) -> Page[TenantPlaceOut]:
    """Those in use."""
    return await own.list_used(tenant, TENANT_PLACES, page, tenant_place_out)


async def change(
    tenant: TenantRequest, place_id: UUID, expected: int, data: TenantPlacePatch
) -> None:
    """Raises StaleVersion."""
    before = await get(tenant, place_id)
    columns = own.columns_of(data, (*_NAMES, "active"))
    if columns.keys() & {"lat", "lon"}:
        after = {"lat": before.lat, "lon": before.lon} | columns
        columns["community_number"] = await _checked_at(tenant, after)
    await own.change(tenant, TENANT_PLACES, place_id, columns, expected=expected)


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


async def _checked_at(tenant: TenantRequest, columns: dict[str, Any]) -> int | None:
    """The community around it; Invalid where the tenant does not serve."""
    point = own.served(await own.area_served(tenant), columns["lat"], columns["lon"], "lat")
    return community_number(point)
