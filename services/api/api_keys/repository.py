"""API keys in the database: hashes only."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.paging import PageAsked
from services.api.rows import AnyRow
from shared.db.ids import new_id
from shared.db.models.tenancy import ApiKey
from shared.domain.errors import NotFound, StaleVersion
from shared.domain.tenant import TenantId

_COLUMNS = (
    ApiKey.api_key_id,
    ApiKey.name,
    ApiKey.roles,
    ApiKey.created_at,
    ApiKey.expires_at,
    ApiKey.revoked_at,
    ApiKey.version,
)


async def add_key(
    session: AsyncSession,
    tenant_id: TenantId,
    *,
    name: str,
    roles: list[str],
    key_hash: bytes,
    expires_at: datetime | None,
) -> AnyRow:
    """A key that counts from now on."""
    made = await session.execute(
        insert(ApiKey)
        .values(
            tenant_id=tenant_id,
            api_key_id=new_id(),
            name=name,
            roles=roles,
            key_hash=key_hash,
            expires_at=expires_at,
        )
        .returning(*_COLUMNS)
    )
    return made.one()


async def list_keys(session: AsyncSession, tenant_id: TenantId, page: PageAsked) -> list[AnyRow]:
    """The newest first, the revoked and expired with them."""
    query = select(*_COLUMNS).where(ApiKey.tenant_id == tenant_id)
    if page.after is not None:
        query = query.where(ApiKey.api_key_id < page.after)
    return list(await session.execute(query.order_by(ApiKey.api_key_id.desc()).limit(page.fetch)))


async def revoke(
    session: AsyncSession, tenant_id: TenantId, api_key_id: UUID, *, expected: int
) -> None:
    """It counts no more; NotFound also when it did not count already, StaleVersion."""
    mine = (
        ApiKey.tenant_id == tenant_id,
        ApiKey.api_key_id == api_key_id,
        ApiKey.revoked_at.is_(None),
    )
    version = await session.scalar(select(ApiKey.version).where(*mine).with_for_update())
    if version is None:
        raise NotFound("API key")
    if version != expected:
        raise StaleVersion("API key")
    await session.execute(update(ApiKey).where(*mine).values(revoked_at=func.clock_timestamp()))
