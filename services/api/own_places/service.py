"""What a tenant's places and its buildings have in common: added, read, changed, and on record."""

from collections.abc import Callable
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from services.api.deps import TenantRequest
from services.api.own_places.repository import Own, OwnTable
from services.api.paging import Page, PageAsked
from services.api.places.service import check_served, point_at, sent
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.db import audit
from shared.db.ids import new_id
from shared.domain.errors import NotFound
from shared.geo.area import ServiceArea
from shared.geo.place import Point

Out = TypeVar("Out")


async def add(tenant: TenantRequest, table: OwnTable[Own], columns: dict[str, Any]) -> UUID:
    """The id of a new row."""
    row_id = new_id()
    row = {**columns, "created_by": tenant.user_id}
    await table.add(tenant.session, tenant.tenant_id, row_id, row)
    await _note(tenant, "create", table, row_id)
    return row_id


async def get(tenant: TenantRequest, table: OwnTable[Own], row_id: UUID) -> Own:
    """The row, or NotFound."""
    found = await table.find(tenant.session, tenant.tenant_id, row_id)
    if found is None:
        raise NotFound(table.noun)
    return found


async def list_used(
    tenant: TenantRequest, table: OwnTable[Own], page: PageAsked, shape: Callable[[Own], Out]
) -> Page[Out]:
    """Those in use."""
    rows = await table.list_used(tenant.session, tenant.tenant_id, page)
    return page.cut(rows, shape, key=lambda row: getattr(row, table.key.key))


async def change(
    tenant: TenantRequest,
    table: OwnTable[Own],
    row_id: UUID,
    columns: dict[str, Any],
    *,
    expected: int,
) -> None:
    """Raises StaleVersion."""
    await table.change(tenant.session, tenant.tenant_id, row_id, columns, expected=expected)
    await _note(tenant, "change", table, row_id)


def columns_of(data: msgspec.Struct, names: tuple[str, ...]) -> dict[str, Any]:
    """What a body says of a row; its `name` is the English one."""
    columns = sent(data, ("name", *names))
    if "name" in columns:
        columns["name_en"] = columns.pop("name")
    return columns


async def area_served(tenant: TenantRequest) -> ServiceArea:
    """Where the tenant's own places and buildings may lie."""
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    return area_of(settings.service_area)


def served(area: ServiceArea, lat: float, lon: float, field: str) -> Point:
    """The point; Invalid naming the field where nobody is served."""
    point = point_at(lat, lon, field)
    check_served(point, area, field)
    return point


async def _note(tenant: TenantRequest, act: str, table: OwnTable[Own], row_id: UUID) -> None:
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, act, table.name, row_id)
