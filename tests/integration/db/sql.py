"""Speaking SQL as the application: a transaction of a tenant, a row, a refusal, a time."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

DAY = date(2031, 3, 4)
START = datetime(2031, 3, 4, 8, 0, tzinfo=UTC)


def at(minutes: float) -> datetime:
    """So many minutes after the test day's 08:00 UTC."""
    return START + timedelta(minutes=minutes)


def refused(rule: str) -> pytest.RaisesExc[asyncpg.CheckViolationError]:
    """The rule of this name refuses."""

    def named(error: asyncpg.CheckViolationError) -> bool:
        return error.constraint_name == rule

    return pytest.RaisesExc(asyncpg.CheckViolationError, check=named)


@asynccontextmanager
async def acting(
    pool: asyncpg.Pool, tenant: UUID, isolation: str = "read_committed"
) -> AsyncIterator[asyncpg.Connection]:
    """One transaction of one tenant."""
    async with pool.acquire() as connection, connection.transaction(isolation=isolation):
        await connection.execute("SELECT set_config('app.tenant_id', $1, true)", str(tenant))
        yield connection


async def insert(connection: asyncpg.Connection, table: str, **values: object) -> None:
    """One row; dicts and lists of dicts go in as JSON."""
    names = ", ".join(values)
    marks = ", ".join(f"${i}" for i in range(1, len(values) + 1))
    plain = [json.dumps(v) if isinstance(v, dict) else v for v in values.values()]
    await connection.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", *plain)
