"""A database of the application role, and a tenant's day in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from shared.crypto.keyring import KeyRing
from shared.db.tenant_session import Database
from tests.integration.dispatcher.day import Day
from tests.support.databases import DatabaseUrls


@pytest_asyncio.fixture(scope="module")
async def door(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """The normal door to this module's database."""
    database = Database(db_urls.app_url, 8)
    yield database
    await database.close()


@pytest_asyncio.fixture(scope="module")
async def keyring(db_urls: DatabaseUrls) -> KeyRing:
    """The stack's keys."""
    return KeyRing.read(Path(db_urls.env["ROUNDS_KEYS_FILE"]))


@pytest_asyncio.fixture
async def day(door: Database, keyring: KeyRing) -> Day:
    """A new tenant for each test."""
    return await Day(door, keyring).build()
