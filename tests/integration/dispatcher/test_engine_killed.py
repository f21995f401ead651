"""A road engine that dies while a day is planned: the solve ends, the plan says so, it heals."""

import asyncio
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import httpx

from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.pace import Wish
from services.dispatcher.planning.replan import replan
from services.dispatcher.planning.solver import Solver
from shared.crypto.keyring import KeyRing
from shared.db import jobs
from shared.db.live.travel import PROVISIONAL_S, TravelCache
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.geo.engine import Breaker, EngineTravelTimes, SpeedSets
from shared.geo.osrm import OsrmEngine
from shared.jobs import JobKind, SolveHorizon, to_json
from shared.queue import Doorbell
from shared.routing.plan import Plan
from tests.integration.dispatcher.day import BARSHA, DEIRA, MARINA, Day, tomorrow
from tests.support.osrm import FakeOsrm, fake_osrm


class Clock:
    """Time that a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def desk(door: Database, keyring: KeyRing, fake: FakeOsrm, clock: Clock) -> Desk:
    """A dispatcher that asks this engine."""
    engine = OsrmEngine(httpx.AsyncClient(timeout=1.0, trust_env=False))
    sets = SpeedSets(((0, fake.url),), ZoneInfo("Asia/Dubai"))
    times = EngineTravelTimes(engine, sets, breaker=Breaker(15.0, clock))
    travel = TravelCache(times, clock)
    bell = Doorbell("redis://127.0.0.1:1/0")
    return Desk(door, SystemDoor(door), keyring, travel, Solver(), bell, 1.0)


async def solve(desk: Desk, day: Day, when: date, meanwhile: asyncio.Event | None = None) -> None:
    """One replan; `meanwhile` is set with the first plan that the child sends."""
    async with desk.database.tenant_session(day.tenant) as session:
        await jobs.enqueue(
            session, JobKind.SOLVE_HORIZON, when, to_json(SolveHorizon(when, "test"))
        )
    lease, kinds = timedelta(seconds=60), [JobKind.SOLVE_HORIZON]
    claimed = await desk.system.claim_jobs("test", kinds, 9, lease)
    [job] = [one for one in claimed if one.tenant_id == day.tenant]

    async def tell(plan: Plan, seconds: float) -> None:
        if meanwhile is not None:
            meanwhile.set()

    await replan(desk, Wish(day.tenant, when, job.job_id, job.fence, 1, 2.0), tell)


async def estimated(day: Day) -> bool:
    """What the board shows of the day."""
    (row,) = await day.rows("SELECT estimated, solve_id FROM plan")
    assert row.solve_id is not None
    return bool(row.estimated)


async def test_engine_killed_in_the_middle_of_a_solve(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """While the child searches, the engine dies and somebody books at a new place."""
    when, clock = tomorrow(), Clock()
    async with fake_osrm() as fake:
        here = desk(door, keyring, fake, clock)
        try:
            await day.therapist(when)
            for point in (MARINA, DEIRA):
                await day.visit(when, (9, 16), point, changed=True)
            await solve(here, day, when)
            assert not await estimated(day)

            first_plan = asyncio.Event()
            running = asyncio.create_task(solve(here, day, when, first_plan))
            await asyncio.wait_for(
                asyncio.wait(
                    {running, asyncio.create_task(first_plan.wait())},
                    return_when=asyncio.FIRST_COMPLETED,
                ),
                60,
            )
            await fake.stop()
            await day.visit(when, (9, 16), BARSHA, changed=True)
            await running
            await solve(here, day, when)
            assert await estimated(day)
            assert len(await day.rows("SELECT 1 FROM stop")) == 3

            await fake.start()
            clock.now = 1 + max(PROVISIONAL_S, 15.0)
            await solve(here, day, when)
            assert not await estimated(day)
        finally:
            await here.solver.close()
