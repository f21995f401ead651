"""A demo seeded as if at three in the afternoon of the day before yesterday.

Not later, because the product dates no event after the database's clock.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest_asyncio

from infra.demo.seed import seed
from shared.crypto.keyring import KeyRing
from shared.db.tenant_session import Database
from shared.settings import Settings, load
from tests.support.databases import DatabaseUrls

NOW = (datetime.now(UTC) - timedelta(days=2)).replace(hour=11, minute=0, second=0, microsecond=0)
TODAY = NOW.date()


@dataclass(frozen=True, slots=True)
class Demo:
    """A seeded database, as the product and as a superuser see it."""

    settings: Settings
    urls: DatabaseUrls
    database: Database
    keyring: KeyRing
    sql: asyncpg.Connection
    tenants: dict[str, UUID]


@pytest_asyncio.fixture(scope="module")
async def demo(db_urls: DatabaseUrls) -> AsyncIterator[Demo]:
    """Seeded once a module."""
    settings = load(db_urls.env)
    assert await seed(settings, db_urls.owner_url, now=NOW)
    database = Database(settings.database_url, 2)
    sql = await asyncpg.connect(db_urls.superuser_url, ssl=False)
    tenants = {row["slug"]: row["tenant_id"] for row in await sql.fetch("SELECT * FROM tenant")}
    yield Demo(settings, db_urls, database, KeyRing.read(settings.keys_file), sql, tenants)
    await sql.close()
    await database.close()
