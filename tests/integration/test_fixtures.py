"""The fixtures that everybody else's tests stand on."""

import asyncio
import os
import signal
import time
from datetime import datetime, timedelta

import asyncpg
import httpx
import pytest

from infra.local.stack import Stack
from tests.support.databases import DatabaseUrls
from tests.support.rollover import to_wait
from tests.support.stacks import running_services


async def test_the_database_is_migrated_and_the_app_role_owns_nothing(
    db_urls: DatabaseUrls,
) -> None:
    """The application logs in with its own role to a database that has the schema."""
    connection = await asyncpg.connect(db_urls.app_url)
    try:
        role = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        version = await connection.fetchval("SHOW server_version_num")
        owned = await connection.fetchval(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
    finally:
        await connection.close()
    assert tuple(role) == (False, False)
    assert int(version) >= 160000
    assert owned == 0


@pytest.mark.parametrize("name", ["api", "dispatcher"])
async def test_a_killed_service_is_back_within_ten_seconds(
    stack: Stack, db_urls: DatabaseUrls, name: str
) -> None:
    """Both services run on a database of the module's own, and survive kill -9.

    On a machine so loaded that a first start takes longer, a restart may take that long too.
    """
    began = time.monotonic()
    async with running_services(stack, db_urls) as running, httpx.AsyncClient() as client:
        ready = f"{running.base_url}/health/ready"
        assert (await client.get(ready)).status_code == 200
        patience_s = max(10.0, 1.5 * (time.monotonic() - began))
        killed = running.supervisor.pid(name)
        os.kill(killed, signal.SIGKILL)
        deadline = time.monotonic() + patience_s
        while running.supervisor.restarts(name) == 0 or not await _answers(client, ready):
            assert time.monotonic() < deadline, f"{name} is not back"
            await asyncio.sleep(0.1)
        assert running.supervisor.pid(name) != killed


async def _answers(client: httpx.AsyncClient, url: str) -> bool:
    try:
        return (await client.get(url)).status_code == 200
    except httpx.TransportError:
        return False


@pytest.mark.parametrize(
    ("clock", "seconds"), [("03:58:19", 0), ("03:58:21", 99), ("03:59:59", 1), ("04:00:00", 0)]
)
def test_nothing_is_begun_that_would_cross_the_end_of_the_service_day(
    clock: str, seconds: int
) -> None:
    """Shortly before four in Dubai it waits for four; at any other time not at all."""
    now = datetime.fromisoformat(f"2026-11-27T{clock}+04:00")
    assert to_wait(now, timedelta(seconds=100)) == timedelta(seconds=seconds)
