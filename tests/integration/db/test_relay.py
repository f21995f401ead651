"""The relay's positions have no gaps, and the audit chain shows every tampering."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import asyncpg
import pytest
import pytest_asyncio
from sqlalchemy import text

from shared.crypto.keyring import KeyPurpose, first_keys
from shared.db import audit, outbox
from shared.db.chain import broken_links
from shared.db.ids import new_id
from shared.db.models.tenancy import Tenant
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId
from tests.support.databases import DatabaseUrls

KEYS = first_keys({purpose: bytes(32) for purpose in KeyPurpose})


@pytest_asyncio.fixture(scope="module")
async def database(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """A pool for writers and relays."""
    database = Database(db_urls.app_url, pool=10)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def tenant(database: Database) -> TenantId:
    """Nothing but a tenant."""
    tenant = TenantId(new_id())
    async with database.tenant_session(tenant) as session:
        session.add(Tenant(tenant_id=tenant, slug=f"t{tenant.hex[-12:]}", name="T"))
    return tenant


async def test_gapless(database: Database, tenant: TenantId) -> None:
    """Messages of overlapping transactions, some rolled back, are numbered 1, 2, 3, each once."""
    door = SystemDoor(database)
    heard: list[int] = []

    async def write(number: int) -> None:
        async with database.tenant_session(tenant) as session:
            await outbox.publish(session, "plan.changed", {"n": number})
            await asyncio.sleep(number % 7 / 500)
            if number % 5 == 0:
                await session.rollback()

    async def relay() -> None:
        for _ in range(30):
            numbered = await door.relay_outbox(7)
            heard.extend(m.position for m in numbered if m.tenant_id == tenant)
            await asyncio.sleep(0.002)

    await asyncio.gather(relay(), relay(), *(write(n) for n in range(100)))
    await asyncio.gather(relay())
    assert sorted(heard) == list(range(1, 81))
    assert await door.prune_outbox(timedelta(days=1)) == 0
    assert await door.prune_outbox(timedelta(seconds=-1)) >= 79
    async with database.tenant_session(tenant) as session:
        await outbox.publish(session, "plan.changed", {})
    assert [m.position for m in await door.relay_outbox() if m.tenant_id == tenant] == [81]


async def chained(database: Database, tenant: TenantId, rows: int) -> None:
    """Audit rows, chained by the relay."""
    for number in range(rows):
        async with database.tenant_session(tenant) as session:
            await audit.record(
                session, tenant, None, "read", "patient", new_id(), detail=str(number), keyring=KEYS
            )
    await SystemDoor(database).relay_outbox()


async def test_chain_holds(database: Database, tenant: TenantId) -> None:
    """An untouched chain has no broken link."""
    await chained(database, tenant, 5)
    async with database.tenant_session(tenant) as session:
        assert await session.scalar(text("SELECT max(position) FROM audit")) == 5
        assert await broken_links(session) == []


@pytest.mark.parametrize(
    "tamper",
    [
        "UPDATE audit SET act = 'none' WHERE position = 2 AND tenant_id = $1",
        "UPDATE audit SET at = at + interval '1 microsecond' WHERE position = 2 AND tenant_id = $1",
        "UPDATE audit SET detail_sealed = 'x' WHERE position = 2 AND tenant_id = $1",
        "DELETE FROM audit WHERE position = 2 AND tenant_id = $1",
        "DELETE FROM audit WHERE position = 1 AND tenant_id = $1",
        "UPDATE audit SET position = position + 10 WHERE position >= 3 AND tenant_id = $1",
    ],
)
async def test_tampering_shows(
    database: Database, tenant: TenantId, db_urls: DatabaseUrls, tamper: str
) -> None:
    """Whoever gets past the triggers as a superuser still leaves a broken link."""
    await chained(database, tenant, 5)
    superuser = await asyncpg.connect(db_urls.superuser_url)
    try:
        await superuser.execute("SET session_replication_role = replica")
        await superuser.execute(tamper, tenant)
    finally:
        await superuser.close()
    async with database.tenant_session(tenant) as session:
        assert await broken_links(session) != []
