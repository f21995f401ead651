"""One of the things that Rounds stands on is away: what goes on, what is said, what comes after."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

import httpx

from infra.local.stack import Stack
from shared.domain.roles import Role
from tests.support.clinic import Clinic, Json, need, stops_of, unassigned_of
from tests.support.databases import RunningService
from tests.support.outages import away

# A sweep each two seconds, a solve of one or two; the rest is for a loaded machine.
CATCHES_UP_WITHIN_S = 25


async def staffed(clinic: Clinic) -> None:
    """Somebody to come."""
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    await clinic.therapist("Sara", starts)


async def is_planned(clinic: Clinic, visits: list[Json]) -> None:
    """Each visit has its stop, and its plan is solved in the generation in which it stands."""
    ids = {one["id"] for one in visits}
    for day in {one["planDate"] for one in visits}:
        plan = await clinic.solved(day, CATCHES_UP_WITHIN_S)
        assert ids - stops_of(plan).keys() == set(), unassigned_of(plan)


async def test_without_valkey_bookings_go_on_and_are_planned(
    frail_stack: Stack, frail_service: RunningService, clinic: Clinic
) -> None:
    """Booked as fast as ever and planned by the sweep, before Valkey is back and after."""
    await staffed(clinic)
    async with away(frail_stack.supervisor, "valkey"):
        began = time.monotonic()
        visits = [await clinic.booked(name=f"Quiet {number}") for number in range(3)]
        assert time.monotonic() - began < 20
        await is_planned(clinic, visits)
        ready = httpx.get(f"{frail_service.base_url}/health/ready")
        assert (ready.status_code, ready.json()["status"]) == (200, "degraded")
    visits.append(await clinic.booked(name="Loud Again"))
    await is_planned(clinic, visits)


async def test_without_a_dispatcher_bookings_wait_to_be_planned(
    frail_service: RunningService, clinic: Clinic
) -> None:
    """Booked and placed at once; the replans wait in their rows and are done when it is back."""
    await staffed(clinic)
    async with away(frail_service.supervisor, "dispatcher"):
        visits = [await clinic.booked(name=f"Waiting {number}") for number in range(3)]
        before = await clinic.plan(visits[0]["planDate"])
        assert stops_of(before).keys() == {one["id"] for one in visits}
        await asyncio.sleep(4)
        after = await clinic.plan(visits[0]["planDate"])
        assert [job["status"] for job in after["jobs"]] == ["queued"]
        assert after["solvedAt"] == before["solvedAt"]
    await is_planned(clinic, visits)


async def test_without_postgres_503_until_it_is_back(
    frail_stack: Stack, frail_service: RunningService, clinic: Clinic
) -> None:
    """Every call says when to come again; the same processes go on by themselves."""
    await staffed(clinic)
    agent = await clinic.client(Role.AGENT)
    body = {"channel": "phone", "callerPhone": "0501234567"}
    kept = await clinic.booked(name="Before")
    before = {name: frail_service.supervisor.pid(name) for name in ("api", "dispatcher")}
    async with away(frail_stack.supervisor, "postgres"):
        for answer in (
            await agent.get("/v1/requests"),
            await agent.get(f"/v1/visits/{kept['id']}"),
            await agent.post("/v1/requests", json=body),
            await agent.post("/v1/auth/login", json={"email": "a@b.example", "password": "x"}),
        ):
            assert answer.status_code == 503, answer.text
            assert int(answer.headers["Retry-After"]) > 0
            assert answer.json()["type"] == "/problems/unavailable"
        assert (await agent.get("/health/live")).status_code == 200
        assert (await agent.get("/health/ready")).status_code == 503
    for _ in range(50):
        if (await agent.get("/health/ready")).status_code == 200:
            break
        await asyncio.sleep(0.2)
    need(await agent.post("/v1/requests", json=body), 201)
    after = await clinic.booked(name="After")
    await is_planned(clinic, [kept, after])
    assert before == {name: frail_service.supervisor.pid(name) for name in before}
