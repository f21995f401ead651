"""A stack of its own: what is killed and taken away here, nobody else's tests stand on."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest_asyncio

from infra.local.stack import Stack
from tests.support.clinic import Clinic, open_clinic
from tests.support.databases import DatabaseUrls, RunningService
from tests.support.stacks import (
    embedded_stack,
    fresh_database,
    migrated_template,
    running_services,
    stack_folder,
)

# A fault is over sooner than a search for the best plan.
QUICK = {"ROUNDS_SOLVE_SECONDS": "3"}


@pytest_asyncio.fixture(scope="session")
async def frail_stack() -> AsyncIterator[Stack]:
    """Postgres and Valkey that may be killed."""
    with stack_folder() as folder:
        async with embedded_stack(folder) as running:
            yield running


@pytest_asyncio.fixture(scope="session")
async def frail_database(frail_stack: Stack) -> DatabaseUrls:
    """A migrated database on it."""
    return await fresh_database(frail_stack, await migrated_template(frail_stack))


@pytest_asyncio.fixture(scope="session")
async def frail_service(
    frail_stack: Stack, frail_database: DatabaseUrls
) -> AsyncIterator[RunningService]:
    """api and dispatcher on that database."""
    async with running_services(frail_stack, frail_database, QUICK) as running:
        yield running


@pytest_asyncio.fixture
async def clinic(frail_service: RunningService) -> AsyncIterator[Clinic]:
    """A tenant of this test's own."""
    slug = f"f{uuid4().hex[:10]}"
    async with open_clinic(frail_service.base_url, frail_service.urls, slug) as opened:
        yield opened
