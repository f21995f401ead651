"""Postgres or Valkey away: said in a way that clients can act on, and over by itself."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace

import asyncpg
import pytest

from infra.local.ports import free_port
from services.api.app import create_app
from shared.domain.roles import Role
from shared.settings import load
from tests.integration.api.conftest import Api, MakeTenant, TestTenant, serving
from tests.support.databases import DatabaseUrls


@asynccontextmanager
async def database_away(urls: DatabaseUrls) -> AsyncIterator[None]:
    """Nobody but superusers gets in, and whoever was in is thrown out."""
    connection = await asyncpg.connect(urls.superuser_url, ssl=False)
    name = await connection.fetchval("SELECT current_database()")
    try:
        await connection.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT 0')
        await connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
        yield
    finally:
        await connection.execute(f'ALTER DATABASE "{name}" CONNECTION LIMIT -1')
        await connection.close()


async def test_without_postgres_503_and_then_again_as_before(
    api: Api, tenant_a: TestTenant
) -> None:
    """Calls answer 503 with Retry-After while it is away; the next one after it is back works."""
    agent = await tenant_a.client(Role.AGENT)
    assert (await agent.get("/v1/patients")).status_code == 200
    async with database_away(api.urls):
        for answer in (
            await agent.get("/v1/patients"),
            await agent.post("/v1/patients", json={"name": "X"}),
            await api.client().post("/v1/auth/login", json={"email": "a@b.c", "password": "x"}),
        ):
            assert answer.status_code == 503, answer.text
            assert int(answer.headers["retry-after"]) > 0
            assert answer.json()["type"] == "/problems/unavailable"
        assert (await api.client().get("/health/ready")).status_code == 503
        assert (await api.client().get("/health/live")).status_code == 200
    assert (await agent.get("/v1/patients")).status_code == 200
    assert (await api.client().get("/health/ready")).status_code == 200


async def test_without_valkey_everything_goes_on(
    db_urls: DatabaseUrls, api: Api, make_tenant: MakeTenant
) -> None:
    """Writes succeed as fast, and the health page says degraded, not unready."""
    settings = replace(load(db_urls.env), valkey_url=f"redis://127.0.0.1:{free_port()}")
    tenant = await make_tenant("quiet")
    token = (await tenant.client(Role.DISPATCHER)).headers["authorization"].split()[1]
    async with serving(create_app(settings), db_urls) as lonely:
        client = lonely.client(token)
        ready = await client.get("/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
        body = {"therapistId": str(tenant.tenant_id), "startsAt": "x", "endsAt": "x"}
        assert (await client.post("/v1/shifts", json=body)).status_code == 422
        agent = lonely.client((await tenant.client(Role.AGENT)).headers["authorization"].split()[1])
        for number in range(5):
            made = await agent.post("/v1/patients", json={"name": f"Patient {number}"})
            assert made.status_code == 201
            assert made.elapsed.total_seconds() < 2


@pytest.mark.parametrize("verb", ["patch", "delete", "put"])
async def test_every_change_of_a_row_needs_the_version_it_was_read_at(
    api: Api, tenant_a: TestTenant, verb: str
) -> None:
    """Without If-Match: 428 on every route with this verb, before anything else is looked at."""
    admin = await tenant_a.client(Role.ADMIN)
    document = (await admin.get("/schema/openapi.json")).json()
    for path, verbs in document["paths"].items():
        if not path.startswith("/v1") or verb not in verbs:
            continue
        named = {each["name"] for each in verbs[verb].get("parameters", [])}
        assert "If-Match" in named, (verb, path)
