"""A tenant's tomorrow with people who are logged in, for tests of plans and routes."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from services.dispatcher.worker import Worker
from shared.db.system_session import SystemDoor
from shared.domain.roles import Role
from shared.queue import Doorbell
from tests.integration.api.conftest import Api, ApiClient, MakeTenant, TestTenant
from tests.integration.dispatcher.day import BARSHA, DEIRA, MARINA, Day, tomorrow


@dataclass
class Board:
    """A tenant with two therapists, three visits, and people who are logged in."""

    tenant: TestTenant
    day: Day
    date: date
    dispatcher: ApiClient
    therapist: ApiClient
    therapists: list[UUID]
    shifts: list[UUID]
    visits: list[UUID]

    async def plan(self) -> dict[str, Any]:
        """The plan as the dispatcher sees it."""
        answer = await self.dispatcher.get(f"/v1/plans/{self.date}")
        assert answer.status_code == 200, answer.text
        body: dict[str, Any] = answer.json()
        assert answer.headers["ETag"] == f'"{body["generation"]}"'
        return body

    async def solve(self, api: Api) -> None:
        """Ask for a solve and let a worker do it."""
        asked = await self.dispatcher.post(f"/v1/plans/{self.date}/solve")
        assert asked.status_code == 202, asked.text
        await work_until_done(api, self.dispatcher, asked.json()["jobId"])


async def work_until_done(api: Api, client: ApiClient, job_id: str) -> None:
    """A worker in this process, until the job is done."""
    platform = api.platform
    doorbell = Doorbell(platform.settings.valkey_url)
    live = platform.live
    desk = Desk(
        platform.database,
        SystemDoor(platform.database),
        platform.keyring,
        live.travel,
        Solver(),
        doorbell,
        1.0,
    )
    worker = Worker(desk, Sweep(desk), platform.settings.valkey_url)
    running = asyncio.create_task(worker.run())
    try:
        for _ in range(300):
            job = (await client.get(f"/v1/jobs/{job_id}")).json()
            if job["status"] in {"done", "dead"}:
                break
            await asyncio.sleep(0.1)
        assert job["status"] == "done", job
    finally:
        worker.stop()
        await running
        await doorbell.close()


async def make_board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow: nothing planned, a solve asked for."""
    tenant = await make_tenant(f"plans-{datetime.now(UTC).strftime('%H%M%S%f')}")
    platform = api.platform
    day = Day(platform.database, platform.keyring, tenant.tenant_id)
    when = tomorrow()
    first, shift_a = await day.therapist(when)
    second, shift_b = await day.therapist(when, home=DEIRA)
    visits = [await day.visit(when, (9, 16), point) for point in (MARINA, DEIRA, BARSHA)]
    await day.run("UPDATE request SET caller_phone_sealed = :s", s=b"x")
    await day.run(
        "UPDATE membership SET therapist_id = :t WHERE user_id = :u",
        t=first,
        u=tenant.user_ids[Role.THERAPIST],
    )
    async with platform.database.tenant_session(tenant.tenant_id) as session:
        await day.changed(session, when)
    return Board(
        tenant,
        day,
        when,
        await tenant.client(Role.DISPATCHER),
        await tenant.client(Role.THERAPIST),
        [first, second],
        [shift_a, shift_b],
        visits,
    )
