"""A tenant's settings over HTTP."""

from litestar import Controller, Response, get, patch
from litestar.di import NamedDependency
from litestar.params import JSONBody

from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.tenants import service
from services.api.tenants.schemas import TenantOut, TenantPatch
from shared.domain.roles import Role


class TenantController(Controller):
    """The tenant one is logged in to; there is no way to name another."""

    path = "/v1/tenant"
    tags = ("tenant",)

    @get(
        "/",
        operation_id="getTenant",
        guards=[require(Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN)],
    )
    async def read(self, tenant: NamedDependency[TenantRequest]) -> Response[TenantOut]:
        """Name, zone, area, policies and services."""
        return tagged(await service.read(tenant))

    @patch("/", operation_id="changeTenant", guards=[require(Role.ADMIN)])
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        expected: NamedDependency[int],
        data: JSONBody[TenantPatch],
    ) -> Response[TenantOut]:
        """Change settings; they act on the next request."""
        await service.change(tenant, expected, data)
        return tagged(await service.read(tenant))
