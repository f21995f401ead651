"""Sessions in the database. People are looked up by the system door, since tenants share them."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from shared.db.ids import new_id
from shared.db.models.tenancy import AppUser, Membership, Session, Tenant


async def add_session(session: AsyncSession, values: dict[str, Any]) -> UUID:
    """A login; `values` are the columns other than the id."""
    session_id = new_id()
    await session.execute(insert(Session).values(session_id=session_id, **values))
    return session_id


async def rotate(
    session: AsyncSession, tenant_id: UUID, refresh_hash: bytes, values: dict[str, Any]
) -> AnyRow | None:
    """New tokens for the session with this refresh token; None when it is not good any more."""
    changed = await session.execute(
        update(Session)
        .where(
            Session.tenant_id == tenant_id,
            Session.refresh_hash == refresh_hash,
            Session.revoked_at.is_(None),
            Session.refresh_expires_at > func.clock_timestamp(),
        )
        .values(**values)
        .returning(Session.session_id, Session.user_id)
    )
    row: AnyRow | None = changed.one_or_none()
    return row


async def revoke(session: AsyncSession, tenant_id: UUID, session_id: UUID) -> None:
    """Log out."""
    await session.execute(
        update(Session)
        .where(Session.tenant_id == tenant_id, Session.session_id == session_id)
        .values(revoked_at=func.clock_timestamp())
    )


async def revoke_all(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> None:
    """End every login of a person in this tenant."""
    await session.execute(
        update(Session)
        .where(
            Session.tenant_id == tenant_id,
            Session.user_id == user_id,
            Session.revoked_at.is_(None),
        )
        .values(revoked_at=func.clock_timestamp())
    )


async def get_profile(session: AsyncSession, tenant_id: UUID, user_id: UUID) -> AnyRow | None:
    """The person as a member of the tenant, if both are active."""
    found = await session.execute(
        select(
            AppUser.user_id,
            AppUser.name,
            AppUser.language,
            Membership.roles,
            Membership.therapist_id,
            Tenant.tenant_id,
            Tenant.slug,
            Tenant.name.label("tenant_name"),
            Tenant.zone,
        )
        .join(Membership, Membership.user_id == AppUser.user_id)
        .join(Tenant, Tenant.tenant_id == Membership.tenant_id)
        .where(
            Membership.tenant_id == tenant_id,
            AppUser.user_id == user_id,
            Membership.active,
            Tenant.active,
            AppUser.disabled_at.is_(None),
        )
    )
    row: AnyRow | None = found.one_or_none()
    return row


async def get_expiry(session: AsyncSession, tenant_id: UUID, session_id: UUID) -> datetime:
    """When this login ends by itself."""
    found = await session.scalars(
        select(Session.expires_at).where(
            Session.tenant_id == tenant_id, Session.session_id == session_id
        )
    )
    return found.one()
