"""People of a tenant: who they are here and what they may do."""

from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.auth.repository import revoke_all
from services.api.deps import TenantRequest
from services.api.rows import AnyRow
from services.api.tenants.creation import NewMember, add_member
from services.api.therapists.repository import therapist_exists
from services.api.users import repository
from services.api.users.schemas import MemberOut, UserIn, UserPatch
from shared.db import audit
from shared.db.system_session import SystemDoor
from shared.domain.errors import Conflict, Invalid, NotFound
from shared.domain.roles import Role


async def create(tenant: TenantRequest, system: SystemDoor, data: UserIn) -> UUID:
    """Make somebody a member. A person without a password gets a reset link from an operator."""
    roles = frozenset(data.roles)
    await _check(tenant, roles, data.therapist_id)
    known = await system.login_lookup(data.email)
    if known is not None and await _is_member(tenant, known.user_id):
        raise Conflict("already-member", "This person is a member already; change them instead.")
    member = NewMember(data.email, data.name, roles, data.language, therapist_id=data.therapist_id)
    user_id = await add_member(tenant.session, system, tenant.tenant_id, member)
    await _note(tenant, "create", user_id)
    return user_id


async def _is_member(tenant: TenantRequest, user_id: UUID) -> bool:
    try:
        await repository.get_member(tenant.session, tenant.tenant_id, user_id)
    except NotFound:
        return False
    return True


async def change(tenant: TenantRequest, user_id: UUID, expected: int, data: UserPatch) -> None:
    """Change roles or end the membership; nobody takes away the last admin."""
    before = await repository.get_member(tenant.session, tenant.tenant_id, user_id)
    names = ("therapist_id", "active")
    values: dict[str, Any] = {n: getattr(data, n) for n in names if getattr(data, n) is not UNSET}
    if data.roles is not UNSET:
        values["roles"] = sorted(set(data.roles))
    roles = frozenset(Role(role) for role in values.get("roles", before.roles))
    await _check(tenant, roles, values.get("therapist_id", before.therapist_id))
    stays_admin = Role.ADMIN in roles and values.get("active", before.active)
    if Role.ADMIN.value in before.roles and not stays_admin:
        await _keep_an_admin(tenant, user_id)
    await repository.change_member(
        tenant.session, tenant.tenant_id, user_id, values, expected=expected
    )
    if values.get("active") is False:
        await revoke_all(tenant.session, tenant.tenant_id, user_id)
    await _note(tenant, "change", user_id)


async def _keep_an_admin(tenant: TenantRequest, user_id: UUID) -> None:
    if not await repository.other_admin_exists(tenant.session, tenant.tenant_id, user_id):
        raise Conflict("last-admin", "This is the last admin; make somebody else admin first.")


async def _check(tenant: TenantRequest, roles: frozenset[Role], therapist_id: UUID | None) -> None:
    if Role.THERAPIST in roles and therapist_id is None:
        raise Invalid.one("therapistId", "Say which therapist this person is.")
    if therapist_id is not None and not await therapist_exists(
        tenant.session, tenant.tenant_id, therapist_id
    ):
        raise NotFound("therapist")


def member_out(row: AnyRow) -> MemberOut:
    """A member on the wire."""
    return MemberOut(
        id=row.user_id,
        email=row.email,
        name=row.name,
        language=row.language,
        roles=[Role(role) for role in row.roles],
        therapist_id=row.therapist_id,
        active=row.active,
        version=row.version,
    )


async def _note(tenant: TenantRequest, act: str, user_id: UUID) -> None:
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, act, "user", user_id)
