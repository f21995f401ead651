"""API keys over HTTP."""

from uuid import UUID

from litestar import Controller, Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.api_keys import service
from services.api.api_keys.schemas import ApiKeyIn, ApiKeyMade, ApiKeyOut
from services.api.deps import TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from shared.domain.roles import Role


class ApiKeyController(Controller):
    """What a tenant's own programs log in with: an admin's work."""

    path = "/v1/api-keys"
    tags = ("api keys",)
    guards = (require(Role.ADMIN),)

    @get("/", operation_id="listApiKeys")
    async def list_all(
        self, tenant: NamedDependency[TenantRequest], page: NamedDependency[PageAsked]
    ) -> Page[ApiKeyOut]:
        """The newest first, without their secrets."""
        return await service.list_all(tenant, page)

    @post("/", operation_id="createApiKey")
    async def create(
        self, tenant: NamedDependency[TenantRequest], data: JSONBody[ApiKeyIn]
    ) -> Response[ApiKeyMade]:
        """A new key; `key` is shown this once, only its hash is kept."""
        made = await service.create(tenant, data)
        return tagged(made, 201, f"/v1/api-keys/{made.id}")

    @delete("/{api_key_id:uuid}", operation_id="revokeApiKey")
    async def revoke(
        self,
        tenant: NamedDependency[TenantRequest],
        api_key_id: FromPath[UUID],
        expected: NamedDependency[int],
    ) -> None:
        """Nobody calls with it any more."""
        await service.revoke(tenant, api_key_id, expected)
