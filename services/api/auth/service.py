"""Logging in, staying in, getting out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from services.api.auth import repository
from services.api.auth.passwords import password_fits
from services.api.auth.schemas import LoginOut, TenantOut, UserOut
from services.api.auth.throttle import Throttle
from services.api.auth.tokens import hashed, new_token, tenant_of
from services.api.deps import Platform
from shared.db.system_session import TenantMembership
from shared.domain.errors import Conflict, Unauthenticated
from shared.domain.roles import Role

LOGIN_LASTS = timedelta(hours=12)  # one long shift
REFRESH_LASTS = timedelta(days=14)

# The first of these that a person has opens first; most who hold several run the day.
_SHOWN_FIRST = (
    Role.DISPATCHER,
    Role.AGENT,
    Role.CLINICIAN,
    Role.THERAPIST,
    Role.SUPERVISOR,
    Role.ADMIN,
    Role.OPERATOR,
)


class SeveralTenants(Conflict):
    """The person works for several tenants and must say which."""

    def __init__(self, memberships: list[TenantMembership]) -> None:
        super().__init__("choose-tenant", "Say for which tenant you log in, by its slug.")
        self.extra = {
            "tenants": [
                {"id": str(m.tenant_id), "slug": m.slug, "name": m.tenant_name} for m in memberships
            ]
        }


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody who says who they are; `address` and `device` are for the throttle only."""

    email: str
    password: str
    tenant: str | None
    client: str
    address: str
    device: str | None


async def log_in(
    platform: Platform, throttle: Throttle, attempt: Attempt, now: datetime
) -> tuple[LoginOut, str]:
    """The login and its secret token; one wording for all ways to be wrong."""
    await throttle.check(attempt.email, attempt.address, attempt.device)
    person = await platform.system.login_lookup(attempt.email)
    fits = await password_fits(person.password_hash if person else None, attempt.password)
    # Those that came all at once have waited for each other: by now their failures are counted.
    await throttle.check(attempt.email, attempt.address, attempt.device)
    memberships = [] if person is None else await platform.system.memberships_of(person.user_id)
    if not fits or person is None or person.disabled_at or not memberships:
        await throttle.failed(attempt.email, attempt.address, attempt.device)
        raise Unauthenticated("Email or password is wrong.")
    chosen = _chosen(memberships, attempt.tenant)
    async with platform.database.tenant_session(chosen.tenant_id) as session:
        return await _open(session, chosen.tenant_id, person.user_id, attempt.client, now)


def _chosen(memberships: list[TenantMembership], wanted: str | None) -> TenantMembership:
    if wanted is None:
        if len(memberships) > 1:
            raise SeveralTenants(memberships)
        return memberships[0]
    for membership in memberships:
        if wanted in {membership.slug, str(membership.tenant_id)}:
            return membership
    raise Unauthenticated("Email or password is wrong.")


async def _open(
    session: AsyncSession, tenant_id: UUID, user_id: UUID, client: str, now: datetime
) -> tuple[LoginOut, str]:
    token, secrets_of = new_token(tenant_id), _fresh_secrets(client, tenant_id, now)
    await repository.add_session(
        session,
        {
            "tenant_id": tenant_id,
            "user_id": user_id,
            "client": client,
            "token_hash": hashed(token),
            "expires_at": now + LOGIN_LASTS,
            **secrets_of.columns,
        },
    )
    out = await describe(session, tenant_id, user_id, now + LOGIN_LASTS)
    out.csrf_token = secrets_of.csrf
    out.refresh_token = secrets_of.refresh
    out.access_token = token if client == "bearer" else None
    return out, token


@dataclass(frozen=True, slots=True)
class _Secrets:
    csrf: str | None
    refresh: str | None
    columns: dict[str, object]


def _fresh_secrets(client: str, tenant_id: UUID, now: datetime) -> _Secrets:
    """A browser gets a CSRF token; a phone, which keeps secrets, a refresh token."""
    if client == "web":
        csrf = secrets.token_urlsafe(32)
        return _Secrets(csrf, None, {"csrf_hash": hashed(csrf)})
    refresh = new_token(tenant_id)
    columns = {"refresh_hash": hashed(refresh), "refresh_expires_at": now + REFRESH_LASTS}
    return _Secrets(None, refresh, columns)


async def refresh(platform: Platform, refresh_token: str, now: datetime) -> LoginOut:
    """New tokens for old; the old ones are dead from now on."""
    tenant_id = tenant_of(refresh_token)
    token, fresh = new_token(tenant_id), _fresh_secrets("bearer", tenant_id, now)
    async with platform.database.tenant_session(tenant_id) as session:
        values = {
            "token_hash": hashed(token),
            "expires_at": now + LOGIN_LASTS,
            **fresh.columns,
        }
        row = await repository.rotate(session, tenant_id, hashed(refresh_token), values)
        if row is None:
            raise Unauthenticated("Your login has ended; please log in again.")
        out = await describe(session, tenant_id, row.user_id, now + LOGIN_LASTS)
    out.access_token, out.refresh_token = token, fresh.refresh
    return out


async def describe(
    session: AsyncSession, tenant_id: UUID, user_id: UUID, expires_at: datetime
) -> LoginOut:
    """Who this is in this tenant, without any secret."""
    row = await repository.get_profile(session, tenant_id, user_id)
    if row is None:
        raise Unauthenticated("Your login has ended; please log in again.")
    roles = [role for role in _SHOWN_FIRST if role in row.roles]
    return LoginOut(
        expires_at=expires_at,
        role=roles[0],
        roles=roles,
        tenant=TenantOut(row.tenant_id, row.slug, row.tenant_name, row.zone),
        user=UserOut(row.user_id, row.name, row.language),
        therapist_id=row.therapist_id,
    )
