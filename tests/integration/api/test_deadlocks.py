"""A command that gives way to another transaction is run again before anybody hears of it."""

import asyncio
from uuid import UUID

import asyncpg
import pytest_asyncio
from litestar import Controller, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from sqlalchemy import text

from services.api.app import create_app
from services.api.deps import TenantRequest, require
from services.api.slices import SLICES
from shared.domain.roles import Role
from shared.settings import load
from tests.integration.api.booking import add_request, add_therapist, offers, rows
from tests.integration.api.conftest import Api, MakeTenant, TestTenant, serving
from tests.support.databases import DatabaseUrls

_SHIFT = "SELECT FROM shift WHERE tenant_id = $1 AND shift_id = $2 FOR UPDATE"
_REQUEST = "SELECT FROM request WHERE tenant_id = $1 AND request_id = $2 FOR UPDATE"
_WAITS = "SELECT count(*) FROM pg_stat_activity WHERE $1 = ANY (pg_blocking_pids(pid))"
_LOSE = "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '{}'; END $$"


class LosingController(Controller):
    """Gives way each time it is asked."""

    path = "/v1/loses"
    tries = 0

    @post("/{code:str}", operation_id="lose", guards=[require()])
    async def lose(self, tenant: NamedDependency[TenantRequest], code: FromPath[str]) -> None:
        """Never succeeds."""
        type(self).tries += 1
        await tenant.session.execute(text(_LOSE.format(code)))


@pytest_asyncio.fixture(scope="module")
async def losing(db_urls: DatabaseUrls, api: Api) -> Api:
    """The same database behind an app with a call that always loses."""
    async with serving(create_app(load(db_urls.env), (*SLICES, LosingController)), db_urls) as app:
        yield app


async def test_a_lost_deadlock_is_run_again(make_tenant: MakeTenant) -> None:
    """Postgres ends the hold's transaction in favour of ours; the agent sees one hold, made."""
    tenant = await make_tenant("deadlocked")
    sara = await add_therapist(tenant, "Sara")
    agent = await tenant.client(Role.AGENT)
    request = await add_request(agent)
    offer = (await offers(agent, request["id"]))["items"][0]
    ours = await asyncpg.connect(tenant.api.urls.superuser_url)
    try:
        await ours.execute("SET deadlock_timeout = '60s'")  # so that the other one gives way
        whole = ours.transaction()
        await whole.start()
        await ours.execute(_SHIFT, tenant.tenant_id, UUID(sara.shift_id))
        body = {"offerId": offer["id"]}
        taking = asyncio.create_task(agent.post(f"/v1/requests/{request['id']}/holds", json=body))
        while not await ours.fetchval(_WAITS, ours.get_server_pid()):
            assert not taking.done(), "the hold has to wait for the shift"
            await asyncio.sleep(0.01)
        await asyncio.wait_for(ours.execute(_REQUEST, tenant.tenant_id, UUID(request["id"])), 20)
        assert not taking.done(), "its locks are gone, and nobody was told"
        await whole.commit()
    finally:
        await ours.close()
    held = await taking
    assert held.status_code == 201, held.text
    [kept] = await rows(
        tenant, "SELECT hold_id, status FROM hold WHERE request_id = :id", id=request["id"]
    )
    assert (str(kept.hold_id), kept.status) == (held.json()["id"], "active")


async def test_who_always_loses_is_told_to_come_back(tenant_a: TestTenant, losing: Api) -> None:
    """Three tries, then 503 with Retry-After; an error that is none of these is not repeated."""
    token = (await tenant_a.client(Role.AGENT)).headers["Authorization"].removeprefix("Bearer ")
    agent = losing.client(token)
    for code, tries, status in (("40P01", 3, 503), ("40001", 3, 503), ("P0001", 1, 500)):
        LosingController.tries = 0
        answer = await agent.post(f"/v1/loses/{code}", json={})
        assert (answer.status_code, LosingController.tries) == (status, tries), answer.text
        assert ("retry-after" in answer.headers) == (status == 503)
