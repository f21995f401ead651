"""Fixtures for everybody: one embedded stack a session, a fresh database a test module."""

from collections.abc import AsyncIterator

import pytest_asyncio

from infra.local.stack import Stack
from tests.support.databases import DatabaseUrls, RunningService
from tests.support.stacks import (
    embedded_stack,
    fresh_database,
    migrated_template,
    running_services,
    stack_folder,
)


@pytest_asyncio.fixture(scope="session")
async def stack() -> AsyncIterator[Stack]:
    """Real Postgres and Valkey in a temporary folder."""
    with stack_folder() as folder:
        async with embedded_stack(folder) as running:
            yield running


@pytest_asyncio.fixture(scope="session")
async def template(stack: Stack) -> str:
    """The name of a migrated database to copy from; nobody may stay connected to it."""
    return await migrated_template(stack)


@pytest_asyncio.fixture(scope="module")
async def db_urls(stack: Stack, template: str) -> DatabaseUrls:
    """A migrated database of this test module's own."""
    return await fresh_database(stack, template)


@pytest_asyncio.fixture(scope="session")
async def database(stack: Stack, template: str) -> DatabaseUrls:
    """The migrated database on which `service` runs."""
    return await fresh_database(stack, template)


@pytest_asyncio.fixture(scope="session")
async def service(stack: Stack, database: DatabaseUrls) -> AsyncIterator[RunningService]:
    """api and dispatcher on a database with the schema and nothing else."""
    async with running_services(stack, database) as running:
        yield running
