"""The normal door under load: nobody is ever handed another tenant's rows."""

import asyncio
import random
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.models.patient import Patient
from shared.db.models.tenancy import Tenant
from shared.db.revision import head_revision
from shared.db.startup import UnsafeDatabase, refuse_unsafe_role
from shared.db.tenant_session import Database, TenantSyncSession
from shared.domain.tenant import TenantId
from tests.support.databases import DatabaseUrls

TENANTS = 20
CALLS = 2000


class MadeUpError(Exception):
    """Something went wrong in the middle of a request."""


@pytest_asyncio.fixture(scope="module")
async def database(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """A small pool, so that connections change hands all the time."""
    database = Database(db_urls.app_url, pool=5)
    yield database
    await database.close()


async def tenants(database: Database) -> list[TenantId]:
    """Each with three patients whose language is the tenant's mark."""
    made = [TenantId(new_id()) for _ in range(TENANTS)]
    for tenant in made:
        async with database.tenant_session(tenant) as session:
            session.add(Tenant(tenant_id=tenant, slug=f"t{tenant.hex[-12:]}", name="T"))
            await session.flush()
            for _ in range(3):
                session.add(Patient(tenant_id=tenant, patient_id=new_id(), languages=[tenant.hex]))
    return made


async def test_interleaved(database: Database) -> None:
    """2,000 requests of 20 tenants on five connections, errors and cancellations between them."""
    made = await tenants(database)
    chance = random.Random(11)
    seen = {"answered": 0, "failed": 0, "cancelled": 0}

    async def one(tenant: TenantId, fate: str) -> None:
        if chance.random() < 0.5:
            async with database.tenant_session(tenant) as session:
                marks = (await session.scalars(select(Patient.languages))).all()
                await session.execute(text("SELECT pg_sleep(0.001)"))
                if fate == "failed":
                    raise MadeUpError
        else:
            async with database.tenant_connection(tenant) as connection:
                marks = (await connection.scalars(text("SELECT languages FROM patient"))).all()
                if fate == "failed":
                    raise MadeUpError
        assert marks == [[tenant.hex]] * 3

    async def fated(tenant: TenantId) -> None:
        fate = chance.choices(("answered", "failed", "cancelled"), (8, 1, 1))[0]
        task = asyncio.create_task(one(tenant, fate))
        if fate == "cancelled":
            await asyncio.sleep(chance.random() / 50)
            task.cancel()
        try:
            await task
        except MadeUpError:
            seen["failed"] += 1
        except asyncio.CancelledError:
            seen["cancelled"] += 1
        else:
            seen["answered"] += 1

    for _ in range(CALLS // 50):
        await asyncio.gather(*(fated(chance.choice(made)) for _ in range(50)))
    assert min(seen.values()) > 50
    await recovered(database)


async def recovered(database: Database) -> None:
    """The pool is whole, and no transaction or lock was left behind."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        async with database.engine.connect() as connection:
            left = await connection.scalar(
                text(
                    "SELECT count(*) FROM pg_stat_activity WHERE usename = 'rounds_app' "
                    "AND datname = current_database() AND pid <> pg_backend_pid() "
                    "AND state <> 'idle'"
                )
            )
        if left == 0:
            break
        await asyncio.sleep(0.1)
    assert left == 0
    assert database.engine.pool.checkedout() == 0  # type: ignore[attr-defined] # of QueuePool


async def test_rolls_back(database: Database) -> None:
    """An exception undoes the block; its end commits it."""
    (tenant, *_) = await tenants(database)

    async def write_and_fail() -> None:
        async with database.tenant_session(tenant) as session:
            session.add(Patient(tenant_id=tenant, patient_id=new_id()))
            await session.flush()
            raise MadeUpError

    with pytest.raises(MadeUpError):
        await write_and_fail()
    async with database.tenant_session(tenant) as session:
        assert len((await session.scalars(select(Patient))).all()) == 3


async def test_next_transaction(database: Database) -> None:
    """A session that begins another transaction still knows its tenant, savepoints included."""
    (tenant, *_) = await tenants(database)
    async with database.tenant_session(tenant) as session, session.begin_nested():
        assert len((await session.scalars(select(Patient))).all()) == 3
    session = AsyncSession(database.engine, sync_session_class=TenantSyncSession)
    session.sync_session.tenant_id = tenant  # type: ignore[attr-defined] # of our own session class
    async with session:
        for _ in range(2):
            assert len((await session.scalars(select(Patient))).all()) == 3
            await session.commit()


async def test_tables_without_tenant(database: Database) -> None:
    """A plain connection of the pool errors on a tenant's table, also just after a tenant."""
    (tenant, *_) = await tenants(database)
    for _ in range(10):
        async with database.tenant_session(tenant) as session:
            await session.scalars(select(Patient))
        with pytest.raises(DBAPIError):
            async with database.engine.begin() as connection:
                await connection.execute(text("SELECT 1 FROM patient"))


async def test_safe_role(database: Database) -> None:
    """The application role may serve."""
    await refuse_unsafe_role(database.engine)


async def test_unsafe_roles(db_urls: DatabaseUrls) -> None:
    """A superuser, the owner, a role that may bypass, and an old schema are refused by name."""
    admin = Database(db_urls.superuser_url, pool=1)
    owner = Database(db_urls.owner_url, pool=1)
    app = Database(db_urls.app_url, pool=1)

    async def change(statement: str) -> None:
        async with admin.engine.begin() as connection:
            await connection.execute(text(statement))

    try:
        with pytest.raises(UnsafeDatabase, match="superuser"):
            await refuse_unsafe_role(admin.engine)
        with pytest.raises(UnsafeDatabase, match="owns the tables"):
            await refuse_unsafe_role(owner.engine)
        await change("ALTER ROLE rounds_app BYPASSRLS")
        with pytest.raises(UnsafeDatabase, match="bypasses"):
            await refuse_unsafe_role(app.engine)
        await change("ALTER ROLE rounds_app NOBYPASSRLS")
        await change("GRANT rounds_owner TO rounds_app")
        with pytest.raises(UnsafeDatabase, match="owns the tables"):
            await refuse_unsafe_role(app.engine)
        await change("REVOKE rounds_owner FROM rounds_app")
        await change("UPDATE alembic_version SET version_num = '0000'")
        with pytest.raises(UnsafeDatabase, match="schema is at 0000"):
            await refuse_unsafe_role(app.engine)
        await change(f"UPDATE alembic_version SET version_num = '{head_revision()}'")
        await refuse_unsafe_role(app.engine)
    finally:
        await change("ALTER ROLE rounds_app NOBYPASSRLS")
        await change("REVOKE rounds_owner FROM rounds_app")
        for database in (admin, owner, app):
            await database.close()
