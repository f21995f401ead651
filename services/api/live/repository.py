"""Reading the outbox by position, and who may still listen."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import func, null, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.live.schemas import Event
from shared.db.models.tenancy import ApiKey, AppUser, Membership, Session, Tenant
from shared.db.models.work import Outbox
from shared.domain.roles import Role
from shared.domain.tenant import TenantId

MOST_REPLAYED = 1000


async def last_position(session: AsyncSession, tenant_id: TenantId) -> int:
    """The newest position; 0 before the first message."""
    newest = await session.scalar(
        select(func.max(Outbox.position)).where(Outbox.tenant_id == tenant_id)
    )
    return newest or 0


async def events_after(
    session: AsyncSession, tenant_id: TenantId, position: int, limit: int = MOST_REPLAYED
) -> list[Event]:
    """The next messages in order."""
    found = await session.execute(
        select(Outbox.position, Outbox.topic, Outbox.payload)
        .where(Outbox.tenant_id == tenant_id, Outbox.position > position)
        .order_by(Outbox.position)
        .limit(limit)
    )
    return [Event(row.position, row.topic, row.payload) for row in found]


async def listeners_now(
    session: AsyncSession, tenant_id: TenantId, session_ids: Iterable[UUID]
) -> dict[UUID, tuple[frozenset[Role], UUID | None]]:
    """Of these logins and API keys the ones that count now, with what they may do now."""
    ids = list(session_ids)
    found = await session.execute(
        select(Session.session_id, Membership.roles, Membership.therapist_id)
        .join(
            Membership,
            (Membership.tenant_id == Session.tenant_id) & (Membership.user_id == Session.user_id),
        )
        .join(AppUser, AppUser.user_id == Session.user_id)
        .join(Tenant, Tenant.tenant_id == Session.tenant_id)
        .where(
            Session.tenant_id == tenant_id,
            Session.session_id.in_(ids),
            Session.revoked_at.is_(None),
            Session.expires_at > func.clock_timestamp(),
            Membership.active,
            Tenant.active,
            AppUser.disabled_at.is_(None),
        )
    )
    keys = await session.execute(
        select(ApiKey.api_key_id.label("session_id"), ApiKey.roles, null().label("therapist_id"))
        .join(Tenant, Tenant.tenant_id == ApiKey.tenant_id)
        .where(
            ApiKey.tenant_id == tenant_id,
            ApiKey.api_key_id.in_(ids),
            ApiKey.revoked_at.is_(None),
            or_(ApiKey.expires_at.is_(None), ApiKey.expires_at > func.clock_timestamp()),
            Tenant.active,
        )
    )
    return {
        row.session_id: (frozenset(Role(role) for role in row.roles), row.therapist_id)
        for row in (*found, *keys)
    }
