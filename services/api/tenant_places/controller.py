"""A tenant's own places over HTTP."""

from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.tenant_places import service
from services.api.tenant_places.schemas import TenantPlaceIn, TenantPlaceOut, TenantPlacePatch
from shared.domain.roles import Role

READERS = (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
WRITERS = (Role.DISPATCHER, Role.ADMIN)


class TenantPlaceController(Controller):
    """Names that only this tenant knows, and what it knows better than we do."""

    path = "/v1/tenant-places"
    tags = ("places",)
    guards = (require(*READERS),)

    @get("/", operation_id="listTenantPlaces")
    async def list_all(
        self, tenant: NamedDependency[TenantRequest], page: NamedDependency[PageAsked]
    ) -> Page[TenantPlaceOut]:
        """Those in use, the newest first."""
        return await service.list_all(tenant, page)

    @post("/", operation_id="createTenantPlace", guards=[require(*WRITERS)])
    async def create(
        self, tenant: NamedDependency[TenantRequest], data: JSONBody[TenantPlaceIn]
    ) -> Response[TenantPlaceOut]:
        """A new name, or a correction of ours; the search knows it at once."""
        place_id = await service.create(tenant, data)
        out = service.tenant_place_out(await service.get(tenant, place_id))
        return tagged(out, status=201, location=f"/v1/tenant-places/{place_id}")

    @get("/{tenant_place_id:uuid}", operation_id="getTenantPlace")
    async def read(
        self, tenant: NamedDependency[TenantRequest], tenant_place_id: FromPath[UUID]
    ) -> Response[TenantPlaceOut]:
        """One place."""
        return tagged(service.tenant_place_out(await service.get(tenant, tenant_place_id)))

    @patch("/{tenant_place_id:uuid}", operation_id="changeTenantPlace", guards=[require(*WRITERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        tenant_place_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[TenantPlacePatch],
    ) -> Response[TenantPlaceOut]:
        """Move, rename, or take it out of use with `active: false`."""
        await service.change(tenant, tenant_place_id, expected, data)
        return tagged(service.tenant_place_out(await service.get(tenant, tenant_place_id)))
