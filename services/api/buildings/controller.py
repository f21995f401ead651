"""Buildings over HTTP."""

from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.buildings import service
from services.api.buildings.schemas import BuildingIn, BuildingOut, BuildingPatch
from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from shared.domain.roles import Role

READERS = (Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.ADMIN)
WRITERS = (Role.DISPATCHER, Role.ADMIN)


class BuildingController(Controller):
    """Towers, compounds and hotels: entrance, parking, hours, gate and the minutes to the door."""

    path = "/v1/buildings"
    tags = ("places",)
    guards = (require(*READERS),)

    @get("/", operation_id="listBuildings")
    async def list_all(
        self, tenant: NamedDependency[TenantRequest], page: NamedDependency[PageAsked]
    ) -> Page[BuildingOut]:
        """Those in use, the newest first."""
        return await service.list_all(tenant, page)

    @post("/", operation_id="createBuilding", guards=[require(*WRITERS)])
    async def create(
        self, tenant: NamedDependency[TenantRequest], data: JSONBody[BuildingIn]
    ) -> Response[BuildingOut]:
        """Its name is found by the search from now on."""
        building_id = await service.create(tenant, data)
        out = service.building_out(await service.get(tenant, building_id))
        return tagged(out, status=201, location=f"/v1/buildings/{building_id}")

    @get("/{building_id:uuid}", operation_id="getBuilding")
    async def read(
        self, tenant: NamedDependency[TenantRequest], building_id: FromPath[UUID]
    ) -> Response[BuildingOut]:
        """One building."""
        return tagged(service.building_out(await service.get(tenant, building_id)))

    @patch("/{building_id:uuid}", operation_id="changeBuilding", guards=[require(*WRITERS)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        building_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[BuildingPatch],
    ) -> Response[BuildingOut]:
        """All places that name it follow."""
        await service.change(tenant, building_id, expected, data)
        return tagged(service.building_out(await service.get(tenant, building_id)))
