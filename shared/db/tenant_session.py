"""The normal door: everything read or written through it belongs to one tenant."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, event, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession
from sqlalchemy.orm import Session, SessionTransaction

from shared.db.engine import make_engine, opened
from shared.domain.tenant import TenantId

# SET LOCAL takes no bind parameter under asyncpg; set_config(..., true) is the same and does.
SET_TENANT = text("SELECT set_config('app.tenant_id', :tenant_id, true)")


class TenantSyncSession(Session):
    """Tells Postgres the tenant at the start of each of its transactions."""

    tenant_id: UUID


@event.listens_for(TenantSyncSession, "after_begin")
def _name_tenant(session: Session, transaction: SessionTransaction, connection: Connection) -> None:
    if isinstance(session, TenantSyncSession) and not transaction.nested:
        connection.execute(SET_TENANT, {"tenant_id": str(session.tenant_id)})


class Database:
    """The pool of one process. One request or job is one transaction: committed at the end of the
    block, rolled back when it raises or is cancelled. Nobody else calls commit.
    """

    def __init__(self, url: str, pool: int = 10) -> None:
        self.engine: AsyncEngine = make_engine(url, pool)

    @asynccontextmanager
    async def tenant_session(self, tenant_id: TenantId) -> AsyncIterator[AsyncSession]:
        """A session that sees one tenant."""
        session = await opened(lambda: self._begun(tenant_id))
        async with session:
            yield session
            await session.commit()

    async def _begun(self, tenant_id: TenantId) -> AsyncSession:
        session = AsyncSession(
            self.engine, sync_session_class=TenantSyncSession, expire_on_commit=False
        )
        tenant_sync: Any = session.sync_session
        tenant_sync.tenant_id = tenant_id
        try:
            await session.connection()  # begins, and so names the tenant
        except BaseException:
            await session.close()
            raise
        return session

    @asynccontextmanager
    async def tenant_connection(self, tenant_id: TenantId) -> AsyncIterator[AsyncConnection]:
        """The same without the ORM, for hot paths in SQLAlchemy Core."""
        async with self.tenant_session(tenant_id) as session:
            yield await session.connection()

    async def close(self) -> None:
        """Give all connections back to the server."""
        await self.engine.dispose()
