"""A pool of the application role, and a tenant to act in."""

from collections.abc import AsyncIterator

import asyncpg
import pytest_asyncio

from tests.integration.db.world import World
from tests.support.databases import DatabaseUrls


@pytest_asyncio.fixture(scope="module")
async def app(db_urls: DatabaseUrls) -> AsyncIterator[asyncpg.Pool]:
    """Connections as rounds_app, which is all that a service ever is."""
    async with asyncpg.create_pool(db_urls.app_url, min_size=1, max_size=12) as pool:
        yield pool


@pytest_asyncio.fixture
async def world(app: asyncpg.Pool) -> World:
    """A new tenant for each test."""
    return await World(app).build()
