"""Pin links in the database."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from shared.db.ids import new_id
from shared.db.models.places import PinLink
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId

_COLUMNS = (
    PinLink.pin_link_id,
    PinLink.request_id,
    PinLink.created_by,
    PinLink.created_at,
    PinLink.expires_at,
    PinLink.used_at,
    PinLink.revoked_at,
    PinLink.place_id,
    PinLink.version,
)


async def add_link(
    session: AsyncSession,
    tenant_id: TenantId,
    request_id: UUID,
    token_hash: bytes,
    expires_at: datetime,
    created_by: UUID,
) -> UUID:
    """A new link, the request's only open one from now on; its id."""
    await session.execute(
        update(PinLink)
        .where(
            PinLink.tenant_id == tenant_id,
            PinLink.request_id == request_id,
            PinLink.used_at.is_(None),
            PinLink.revoked_at.is_(None),
        )
        .values(revoked_at=func.clock_timestamp())
    )
    link_id = new_id()
    await session.execute(
        insert(PinLink).values(
            tenant_id=tenant_id,
            pin_link_id=link_id,
            request_id=request_id,
            token_hash=token_hash,
            expires_at=expires_at,
            created_by=created_by,
        )
    )
    return link_id


async def list_links(session: AsyncSession, tenant_id: TenantId, request_id: UUID) -> list[AnyRow]:
    """A request's links, the newest first."""
    found = await session.execute(
        select(*_COLUMNS)
        .where(PinLink.tenant_id == tenant_id, PinLink.request_id == request_id)
        .order_by(PinLink.pin_link_id.desc())
    )
    return list(found)


async def find_link(session: AsyncSession, tenant_id: TenantId, link_id: UUID) -> AnyRow | None:
    """One link by its id."""
    found = await session.execute(
        select(*_COLUMNS).where(PinLink.tenant_id == tenant_id, PinLink.pin_link_id == link_id)
    )
    return found.one_or_none()


async def find_by_token(
    session: AsyncSession, tenant_id: TenantId, token_hash: bytes, *, lock: bool = False
) -> AnyRow | None:
    """The link that a token opens; with `lock` held until the transaction ends."""
    query = select(*_COLUMNS).where(
        PinLink.tenant_id == tenant_id, PinLink.token_hash == token_hash
    )
    return (await session.execute(query.with_for_update() if lock else query)).one_or_none()


async def use_link(
    session: AsyncSession, tenant_id: TenantId, link_id: UUID, place_id: UUID, now: datetime
) -> None:
    """The pin has landed: the link is spent."""
    await session.execute(
        update(PinLink)
        .where(PinLink.tenant_id == tenant_id, PinLink.pin_link_id == link_id)
        .values(used_at=now, place_id=place_id)
    )


async def revoke_link(
    session: AsyncSession, tenant_id: TenantId, link_id: UUID, expected: int, now: datetime
) -> None:
    """Raises StaleVersion."""
    changed = await session.execute(
        update(PinLink)
        .where(
            PinLink.tenant_id == tenant_id,
            PinLink.pin_link_id == link_id,
            PinLink.version == expected,
        )
        .values(revoked_at=now)
        .returning(PinLink.pin_link_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("link")
