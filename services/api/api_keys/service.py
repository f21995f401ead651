"""Keys with which a tenant's own programs call the API: made, listed, revoked."""

from uuid import UUID

from services.api.api_keys import repository
from services.api.api_keys.schemas import ApiKeyIn, ApiKeyMade, ApiKeyOut
from services.api.auth.tokens import hashed, new_api_key
from services.api.deps import TenantRequest
from services.api.paging import Page, PageAsked
from services.api.rows import AnyRow
from shared.db import audit
from shared.domain.errors import Invalid
from shared.domain.roles import Role

# What a program may be. Clearing is signed by a named clinician and treating done by a therapist;
# a key that could make admins or keys would outlive its revocation.
_OF_PROGRAMS = frozenset({Role.AGENT, Role.DISPATCHER, Role.SUPERVISOR, Role.OPERATOR})


async def create(tenant: TenantRequest, data: ApiKeyIn) -> ApiKeyMade:
    """The key, told this once; raises Invalid."""
    roles = sorted(set(data.roles))
    for role in roles:
        if role not in _OF_PROGRAMS:
            may = ", ".join(sorted(_OF_PROGRAMS))
            raise Invalid.one("roles", f"A program may be {may}, not {role}.")
    expires = data.expires_at
    if expires is not None and expires.utcoffset() is None:
        raise Invalid.one("expiresAt", "Times need an offset, such as 2026-01-31T00:00:00+04:00.")
    if expires is not None and expires <= tenant.now:
        raise Invalid.one("expiresAt", "expiresAt must lie in the future.")
    key = new_api_key(tenant.tenant_id)
    row = await repository.add_key(
        tenant.session,
        tenant.tenant_id,
        name=data.name.strip(),
        roles=[role.value for role in roles],
        key_hash=hashed(key),
        expires_at=expires,
    )
    await _note(tenant, "create", row.api_key_id)
    shown = _out(tenant, row)
    return ApiKeyMade(
        shown.id,
        shown.name,
        shown.roles,
        shown.created_at,
        shown.expires_at,
        shown.revoked_at,
        shown.version,
        key,
    )


async def list_all(tenant: TenantRequest, page: PageAsked) -> Page[ApiKeyOut]:
    """The newest first."""
    rows = await repository.list_keys(tenant.session, tenant.tenant_id, page)
    return page.cut(rows, lambda row: _out(tenant, row), key=lambda row: row.api_key_id)


async def revoke(tenant: TenantRequest, api_key_id: UUID, expected: int) -> None:
    """Dead from the next call on, an open stream within seconds."""
    await repository.revoke(tenant.session, tenant.tenant_id, api_key_id, expected=expected)
    await _note(tenant, "revoke", api_key_id)


def _out(tenant: TenantRequest, row: AnyRow) -> ApiKeyOut:
    return ApiKeyOut(
        id=row.api_key_id,
        name=row.name,
        roles=[Role(role) for role in row.roles],
        created_at=tenant.local(row.created_at),
        expires_at=tenant.local_or_none(row.expires_at),
        revoked_at=tenant.local_or_none(row.revoked_at),
        version=row.version,
    )


async def _note(tenant: TenantRequest, act: str, api_key_id: UUID) -> None:
    who, whose = tenant.user_id, tenant.tenant_id
    await audit.record(tenant.session, whose, who, act, "api-key", api_key_id)
