"""Whatever happens on a published day leads to a proposal that mends it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest_asyncio

from services.dispatcher.jobs.refresh_etas import look_at_day
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from shared.db.live.apply import stop_row, write_stops
from shared.db.live.horizon import StopTimes
from shared.db.live.publish import publish_routes
from shared.db.system_session import SystemDoor
from shared.domain.roles import Role
from shared.domain.service_day import service_day
from shared.queue import Doorbell
from tests.integration.api.boards import work_until_done
from tests.integration.api.conftest import Api, ApiClient, MakeTenant, TestTenant
from tests.integration.api.test_revocation import certificate
from tests.integration.dispatcher.day import MARINA, ZONE, Day

Minutes = tuple[float, float]


@dataclass
class Lived:
    """A published day around now; all times are minutes from `now`, all places are one."""

    api: Api
    tenant: TestTenant
    day: Day
    dispatcher: ApiClient
    admin: ApiClient
    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    @property
    def date(self) -> date:
        """The service day on which a shift starts that began two hours ago."""
        return service_day(self.at(-120), ZONE)

    def at(self, minutes: float) -> datetime:
        """An instant of this day."""
        return self.now + timedelta(minutes=minutes)

    async def therapist(self, ends: float = 300) -> tuple[UUID, UUID]:
        """On shift since two hours ago."""
        therapist, shift = await self.day.therapist(self.date, home=MARINA)
        times = {"s": self.at(-120), "e": self.at(ends), "id": shift}
        await self.day.run(
            "UPDATE shift SET starts_at = :s, ends_at = :e WHERE shift_id = :id", **times
        )
        return therapist, shift

    async def visit(self, window: Minutes, **more: Any) -> UUID:
        """Three quarters of an hour, promised to start in this window, without a stop."""
        times = {"opens_at": self.at(window[0]), "closes_at": self.at(window[1])}
        return await self.day.visit(self.date, (0, 0), MARINA, **times, **more)

    async def place(self, shift: UUID, stops: dict[UUID, float]) -> None:
        """These visits in this shift, starting then."""
        async with self.day.database.tenant_session(self.tenant.tenant_id) as session:
            horizon = await self.day.horizon(session, self.date)
            rows = []
            for key, minutes in stops.items():
                start = horizon.clock.seconds(self.at(minutes))
                times = StopTimes(start - 60, start - 60, start, start + 2700)
                rows.append(stop_row(horizon, key, shift, times))
            await write_stops(session, rows)

    async def publish(self) -> None:
        """Everybody has been told; from here on the planner asks."""
        async with self.day.database.tenant_session(self.tenant.tenant_id) as session:
            horizon = await self.day.horizon(session, self.date)
            await publish_routes(session, horizon, horizon.shifts)
            await self.day.changed(session, self.date)
        await self.day.run("UPDATE plan SET status = 'published', published_at = now()")
        asks = """UPDATE tenant SET policies = '{"autoPublish": "never", "freezeMinutes": 15}'"""
        await self.day.run(asks)
        await self.day.run("UPDATE job SET status = 'done', finished_at = now()")

    async def report(self, visit: UUID, kind: str, at: float = 0, **more: Any) -> None:
        """A fact, told by the desk for the therapist."""
        body = {
            "type": kind,
            "occurredAt": self.at(at).isoformat(),
            "clientEventId": str(uuid4()),
            **more,
        }
        answer = await self.dispatcher.post(f"/v1/visits/{visit}/events", json=body)
        assert answer.status_code in {200, 201}, answer.text

    async def proposed(self, reason: str) -> dict[UUID, tuple[str, UUID]]:
        """What the replan that `reason` led to proposes: each visit's change and its therapist."""
        [job] = await self.day.rows(
            """SELECT job_id, payload FROM job
               WHERE kind = 'solve-horizon' AND status = 'queued'"""
        )
        assert job.payload["reason"] == reason
        await work_until_done(self.api, self.dispatcher, str(job.job_id))
        answer = await self.dispatcher.get("/v1/proposals")
        return {
            UUID(change["visitId"]): (change["kind"], UUID(change["to"]["therapist"]["id"]))
            for proposal in answer.json()["items"]
            for change in proposal["changes"]
        }


@pytest_asyncio.fixture
async def lived(api: Api, make_tenant: MakeTenant) -> Lived:
    """A tenant that nothing has happened to yet."""
    tenant = await make_tenant(f"lived-{uuid4().hex[:8]}")
    day = Day(api.platform.database, api.platform.keyring, tenant.tenant_id)
    dispatcher, admin = await tenant.client(Role.DISPATCHER), await tenant.client(Role.ADMIN)
    return Lived(api, tenant, day, dispatcher, admin)


async def test_a_reported_overrun(lived: Lived) -> None:
    """An hour more with this patient: the next one, who would wait, gets somebody who is free."""
    _, late = await lived.therapist()
    free, _ = await lived.therapist()
    treated, waits = await lived.visit((-40, -20)), await lived.visit((60, 75))
    await lived.place(late, {treated: -30, waits: 62})
    await lived.publish()
    await lived.report(treated, "start", -30)
    await lived.report(treated, "delay", minutes=90)
    assert await lived.proposed("delay") == {waits: ("moved", free)}


async def test_an_overrun_that_nobody_reports(lived: Lived, api: Api) -> None:
    """The clock alone makes the last of a chain late; the sweep sees it and asks, once."""
    _, late = await lived.therapist()
    free, _ = await lived.therapist()
    treated = await lived.visit((-70, -50))
    soon, waits = await lived.visit((-10, 10)), await lived.visit((38, 42))
    await lived.place(late, {treated: -55, soon: -8, waits: 39})
    await lived.publish()
    await lived.report(treated, "start", -52)
    await lived.day.run("UPDATE job SET status = 'done', finished_at = now()")
    await lived.day.run("UPDATE visit SET late_s = 0")
    await lived.day.run("UPDATE stop SET late_s = 0, predicted_start = NULL")
    platform = api.platform
    bell = Doorbell(platform.settings.valkey_url)
    system = SystemDoor(platform.database)
    desk = Desk(platform.database, system, platform.keyring, lived.day.travel, Solver(), bell, 1.0)
    whose = lived.tenant.tenant_id
    for _ in range(2):
        async with platform.database.tenant_session(whose) as session:
            await look_at_day(session, desk, whose, lived.date)
    await bell.close()
    asked = await lived.day.rows("SELECT wanted_generation FROM job WHERE status = 'queued'")
    assert len(asked) == 1
    assert await lived.proposed("late") == {waits: ("moved", free)}


async def test_a_visit_that_is_declined(lived: Lived) -> None:
    """It goes to somebody else; who declined is not asked again."""
    _, first = await lived.therapist()
    other, _ = await lived.therapist()
    visit = await lived.visit((90, 150))
    await lived.place(first, {visit: 100})
    await lived.publish()
    await lived.report(visit, "decline")
    assert await lived.proposed("not_planned_yet") == {visit: ("placed", other)}


async def test_a_patient_who_is_not_there(lived: Lived) -> None:
    """The time that becomes free goes to the visit that had found none."""
    therapist, shift = await lived.therapist(ends=75)
    absent, waits = await lived.visit((-10, 20)), await lived.visit((20, 28))
    await lived.place(shift, {absent: -5})
    await lived.publish()
    await lived.report(absent, "arrive", -5)
    await lived.report(absent, "no-show")
    assert await lived.proposed("no-show") == {waits: ("placed", therapist)}


async def test_an_urgent_visit(lived: Lived) -> None:
    """Somebody who can wait is asked to come later, and the urgent visit has its place."""
    therapist, shift = await lived.therapist(ends=200)
    patient = await lived.visit((60, 140))
    await lived.place(shift, {patient: 62})
    await lived.publish()
    urgent = await lived.visit((60, 70), priority=80, changed=True)
    assert await lived.proposed("change") == {
        urgent: ("placed", therapist),
        patient: ("retimed", therapist),
    }


async def test_a_certificate_that_is_lost(lived: Lived) -> None:
    """Its visits go to somebody who has one."""
    first, shift = await lived.therapist()
    other, _ = await lived.therapist()
    visit = await lived.visit((90, 150))
    await lived.place(shift, {visit: 100})
    await lived.publish()
    held = await certificate(lived.admin, str(first), "physiotherapy")
    answer = await lived.admin.patch(
        f"/v1/certificates/{held['id']}",
        json={"revoked": True},
        headers={"If-Match": f'"{held["version"]}"'},
    )
    assert answer.status_code == 200, answer.text
    assert await lived.proposed("therapist") == {visit: ("placed", other)}
