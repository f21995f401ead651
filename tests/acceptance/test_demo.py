"""The demo as `make demo` starts it: seeded, served, planned, and open for the next caller."""

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import asyncpg
import httpx
import pytest
import pytest_asyncio

from infra.local.stack import Stack
from tests.support.clinic import CONSENT, MARINA, Caller, Json, brief, iso, need, stops_of
from tests.support.databases import DatabaseUrls
from tests.support.rollover import today
from tests.support.stacks import running_services

ROOT = Path(__file__).resolve().parents[2]
PLANNED_WITHIN_S = 30
# Seeding, planning, and the other tests of the day; with room for a loaded machine.
TESTS_LAST = timedelta(seconds=100)
ROLES = {"agent", "dispatcher", "therapist", "clinician", "supervisor", "admin"}


@dataclass(frozen=True, slots=True)
class Demo:
    """A seeded and served database; `seeded_at` is by the clock of `time.monotonic`."""

    base_url: str
    urls: DatabaseUrls
    logins: list[dict[str, str]]
    today: str
    seeded_at: float

    async def login(self, tenant: str, role: str) -> Caller:
        """As the printed account says."""
        (mine,) = [one for one in self.logins if (one["tenant"], one["role"]) == (tenant, role)]
        client = Caller(base_url=self.base_url, timeout=30)
        body = {"email": mine["email"], "password": mine["password"]}
        told = need(await client.post("/v1/auth/login", json=body))
        assert role in told["roles"]
        client.headers["Authorization"] = f"Bearer {told['accessToken']}"
        return client

    @property
    def tenants(self) -> list[str]:
        """The large one first."""
        return list(dict.fromkeys(one["tenant"] for one in self.logins))


@pytest_asyncio.fixture(scope="module")
async def demo(stack: Stack, db_urls: DatabaseUrls) -> AsyncIterator[Demo]:
    """Seed, then start api and dispatcher, as `python -m infra.demo` does."""
    env = {**os.environ, **db_urls.env, "ROUNDS_OWNER_DATABASE_URL": db_urls.owner_url}
    env["ROUNDS_DEMO"] = "1"
    current = await today(TESTS_LAST)
    seed = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "infra.demo.seed", cwd=ROOT, env=env
    )
    assert await seed.wait() == 0
    seeded_at = time.monotonic()
    logins = json.loads(stack.layout.logins.read_text())
    async with running_services(stack, db_urls, {"ROUNDS_DEMO": "1"}) as running:
        yield Demo(running.base_url, db_urls, logins, str(current), seeded_at)


async def test_the_seeded_day_is_planned_within_thirty_seconds(demo: Demo) -> None:
    """Of both tenants: cost, bound and gap are numbers of the live generation, and the verifier
    lets it be published.
    """
    for tenant in demo.tenants:
        dispatcher = await demo.login(tenant, "dispatcher")
        plan = await planned(demo, dispatcher)
        # Late in the night a small day has nothing left to plan, which costs nothing.
        stops = [stop for _, stop in stops_of(plan).values()]
        is_over = all(stop["frozen"] for stop in stops) and not plan["unassigned"]
        assert (0 if is_over else 1) <= plan["bound"] <= plan["cost"]
        gap = plan["cost"] / plan["bound"] - 1 if plan["bound"] else 0
        assert plan["gap"] == pytest.approx(gap, abs=1e-3)
        told = await dispatcher.post(f"/v1/plans/{demo.today}/publish", json={})
        assert told.status_code == 200, told.text
    large = await demo.login(demo.tenants[0], "dispatcher")
    plan = need(await large.get(f"/v1/plans/{demo.today}"))
    assert len({route["therapist"]["id"] for route in plan["routes"]}) > 10
    assert len(stops_of(plan)) + len(plan["unassigned"]) >= 120
    sql = await asyncpg.connect(demo.urls.superuser_url, ssl=False)
    try:
        assert await sql.fetchval("SELECT count(*) FROM job WHERE status = 'dead'") == 0
    finally:
        await sql.close()


async def planned(demo: Demo, dispatcher: Caller) -> Json:
    """Today's plan, solved in time and for the generation that is live."""
    while True:
        plan = need(await dispatcher.get(f"/v1/plans/{demo.today}"))
        if plan["bound"] is not None and not plan["jobs"] and await is_solved(demo, plan):
            return plan
        assert time.monotonic() < demo.seeded_at + PLANNED_WITHIN_S, brief(plan)
        await asyncio.sleep(0.3)


async def is_solved(demo: Demo, plan: Json) -> bool:
    """Whether the figures were proved on this generation."""
    sql = await asyncpg.connect(demo.urls.superuser_url, ssl=False)
    try:
        solved = await sql.fetch(
            "SELECT solved_generation FROM plan WHERE plan_date = $1",
            date.fromisoformat(demo.today),
        )
    finally:
        await sql.close()
    return plan["generation"] in {row["solved_generation"] for row in solved}


async def test_every_printed_login_logs_in(demo: Demo) -> None:
    """One for each role of each tenant; a wrong password does not."""
    for tenant in demo.tenants:
        roles = {one["role"] for one in demo.logins if one["tenant"] == tenant}
        assert roles >= ROLES
        for role in roles:
            client = await demo.login(tenant, role)
            assert need(await client.get("/v1/auth/me"))["role"] == role
            await client.aclose()
    wrong = {"email": demo.logins[0]["email"], "password": "not this one"}
    answer = httpx.post(f"{demo.base_url}/v1/auth/login", json=wrong)
    assert answer.status_code == 401


async def test_somebody_can_book_now(demo: Demo) -> None:
    """A man of 42 in the Marina for needling within the next 47 h, whatever the time of day."""
    agent = await demo.login(demo.tenants[0], "agent")
    asked = need(await agent.get("/v1/screening/questionnaire"))
    answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    body = {
        "channel": "phone",
        "callerPhone": "0501234567",
        "service": "dry-needling",
        "complaint": "low back pain for two weeks",
        "patient": {
            "name": "Probe Caller",
            "dateOfBirth": "1984-03-02",
            "gender": "male",
            "languages": ["en"],
        },
        "place": MARINA,
        "preferences": {},
        "screening": {"version": asked["version"], "answers": answers},
    }
    request = need(await agent.post("/v1/requests", json=body), 201)
    assert request["screening"]["outcome"] == "cleared"
    now = datetime.now(UTC)
    span = {"from": iso(now), "to": iso(now + timedelta(hours=47))}
    url = f"/v1/requests/{request['id']}"
    found = need(await agent.get(f"{url}/offers", params=span))["items"]
    assert found
    held = need(await agent.post(f"{url}/holds", json={"offerId": found[0]["id"]}), 201)
    sent = {"holdId": held["id"], "consent": CONSENT}
    visit = need(await agent.post(f"{url}/visits", json=sent), 201)
    assert visit["therapist"]
    dispatcher = await demo.login(demo.tenants[0], "dispatcher")
    plan = need(await dispatcher.get(f"/v1/plans/{visit['planDate']}"))
    assert visit["id"] in stops_of(plan)
    stranger = await demo.login(demo.tenants[1], "dispatcher")
    assert (await stranger.get(f"/v1/visits/{visit['id']}")).status_code == 404
