"""People of a tenant over HTTP."""

from uuid import UUID

from litestar import Controller, Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from services.api.deps import Platform, TenantRequest, require
from services.api.etag import tagged
from services.api.paging import Page, PageAsked
from services.api.users import repository, service
from services.api.users.schemas import MemberOut, UserIn, UserPatch
from shared.domain.roles import Role


class UserController(Controller):
    """An admin's work."""

    path = "/v1/users"
    tags = ("users",)
    guards = (require(Role.ADMIN),)

    @get("/", operation_id="listUsers")
    async def list_all(
        self, tenant: NamedDependency[TenantRequest], page: NamedDependency[PageAsked]
    ) -> Page[MemberOut]:
        """Everybody who works or worked for this tenant."""
        rows = await repository.list_members(
            tenant.session, tenant.tenant_id, page.after, page.fetch
        )
        return page.cut(rows, service.member_out, key=lambda row: row.user_id)

    @post("/", operation_id="createUser")
    async def create(
        self,
        tenant: NamedDependency[TenantRequest],
        platform: NamedDependency[Platform],
        data: JSONBody[UserIn],
    ) -> Response[MemberOut]:
        """Make somebody a member, whether or not they work for another tenant too."""
        user_id = await service.create(tenant, platform.system, data)
        row = await repository.get_member(tenant.session, tenant.tenant_id, user_id)
        return tagged(service.member_out(row), 201, f"/v1/users/{user_id}")

    @get("/{user_id:uuid}", operation_id="getUser")
    async def read(
        self, tenant: NamedDependency[TenantRequest], user_id: FromPath[UUID]
    ) -> Response[MemberOut]:
        """One member."""
        row = await repository.get_member(tenant.session, tenant.tenant_id, user_id)
        return tagged(service.member_out(row))

    @patch("/{user_id:uuid}", operation_id="changeUser")
    async def change(
        self,
        tenant: NamedDependency[TenantRequest],
        user_id: FromPath[UUID],
        expected: NamedDependency[int],
        data: JSONBody[UserPatch],
    ) -> Response[MemberOut]:
        """Change roles or end the membership; acts on the person's next request."""
        await service.change(tenant, user_id, expected, data)
        row = await repository.get_member(tenant.session, tenant.tenant_id, user_id)
        return tagged(service.member_out(row))
