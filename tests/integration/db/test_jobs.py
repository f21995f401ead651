"""Job rows: one waits, one runs, tenants take turns, and a lost lease finishes nothing."""

import asyncio
from collections.abc import AsyncIterator
from datetime import date, timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text

from shared.db import jobs
from shared.db.ids import new_id
from shared.db.models.tenancy import Tenant
from shared.db.system_session import ClaimedJob, SystemDoor
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId
from shared.jobs import JobKind
from tests.support.databases import DatabaseUrls

DAY = date(2031, 3, 4)
LEASE = timedelta(seconds=30)
NO_LEASE = timedelta(seconds=-1)
SOLVE = JobKind.SOLVE_HORIZON


@pytest_asyncio.fixture(scope="module")
async def database(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """A pool for several workers."""
    database = Database(db_urls.app_url, pool=10)
    yield database
    await database.close()


@pytest_asyncio.fixture
async def tenant(database: Database) -> AsyncIterator[TenantId]:
    """A tenant whose jobs are gone afterwards, so that tests do not claim each other's."""
    made = await new_tenant(database)
    yield made
    await drain(database)


async def new_tenant(database: Database) -> TenantId:
    """Nothing but a tenant."""
    tenant = TenantId(new_id())
    async with database.tenant_session(tenant) as session:
        session.add(Tenant(tenant_id=tenant, slug=f"t{tenant.hex[-12:]}", name="T"))
    return tenant


async def drain(database: Database) -> None:
    """Finish all that is due or running."""
    for known in await SystemDoor(database).tenants_active():
        async with database.tenant_session(known.tenant_id) as session:
            await session.execute(
                text("UPDATE job SET status = 'done', lease_until = NULL WHERE status <> 'dead'")
            )


async def wish(database: Database, tenant: TenantId, day: date | None = DAY) -> object:
    """Ask for a solve."""
    async with database.tenant_session(tenant) as session:
        return await jobs.enqueue(session, SOLVE, day, {"reason": "test"})


async def claim(database: Database, n: int = 10, lease: timedelta = LEASE) -> list[ClaimedJob]:
    """Take what is due."""
    return await SystemDoor(database).claim_jobs("w", [SOLVE], n, lease)


async def test_waiting_absorbs(database: Database, tenant: TenantId) -> None:
    """A second wish joins the waiting job; while one runs, the next wish waits beside it."""
    first = await wish(database, tenant)
    assert await wish(database, tenant) == first
    assert [job.job_id for job in await claim(database)] == [first]
    second = await wish(database, tenant)
    assert second != first
    assert await claim(database) == []


async def test_one_runs(database: Database, tenant: TenantId) -> None:
    """Of ten workers that claim at once, one gets the horizon."""
    await wish(database, tenant)
    claimed = await asyncio.gather(*(claim(database, 1) for _ in range(10)))
    assert sum(map(len, claimed)) == 1


async def test_tenants_take_turns(database: Database, tenant: TenantId) -> None:
    """A tenant with many waiting days does not come before another's first."""
    for offset in range(5):
        await wish(database, tenant, DAY + timedelta(days=offset))
    small = await new_tenant(database)
    await wish(database, small)
    assert {job.tenant_id for job in await claim(database, 2)} == {tenant, small}


async def test_tenants_take_turns_in_a_single_slot(database: Database, tenant: TenantId) -> None:
    """A tenant that waits behind another's four older days is served second, and the other goes on
    after it.
    """
    for offset in range(4):
        await wish(database, tenant, DAY + timedelta(days=offset))
    small = await new_tenant(database)
    await wish(database, small)
    served = [await _serve_one(database) for _ in range(5)]
    assert served == [tenant, small, tenant, tenant, tenant]
    await wish(database, tenant)
    await wish(database, small)
    assert [await _serve_one(database) for _ in range(2)] == [small, tenant], "longest ago first"


async def test_other_work_costs_no_turn(database: Database, tenant: TenantId) -> None:
    """A tenant whose times are being predicted is not put behind one that has nothing under way."""
    small = await new_tenant(database)
    for whose in (small, tenant):
        await wish(database, whose)
    async with database.tenant_session(small) as session:
        await jobs.enqueue(session, JobKind.REFRESH_ETAS, None, {})
    assert len(await SystemDoor(database).claim_jobs("w", [JobKind.REFRESH_ETAS], 1, LEASE)) == 1
    assert await _serve_one(database) == small


async def test_claims_at_once_share_out_the_tenants(database: Database, tenant: TenantId) -> None:
    """Eight workers with one slot each take all eight jobs, none of them twice."""
    small = await new_tenant(database)
    for offset in range(4):
        for whose in (tenant, small):
            await wish(database, whose, DAY + timedelta(days=offset))
    claimed = await asyncio.gather(*(claim(database, 1) for _ in range(8)))
    taken = [job.job_id for found in claimed for job in found]
    taken += [job.job_id for job in await claim(database)]  # who lost a race comes again
    assert len(taken) == len(set(taken)) == 8


async def _serve_one(database: Database) -> TenantId:
    """Whose solve the only slot does next, from claim to end."""
    (job,) = await claim(database, 1)
    async with database.tenant_session(job.tenant_id) as session:
        await jobs.finish(session, job.job_id, job.fence)
    return job.tenant_id


async def test_fence(database: Database, tenant: TenantId) -> None:
    """Whoever lost the lease can neither finish, fail nor keep the job."""
    await wish(database, tenant)
    (late,) = await claim(database, lease=NO_LEASE)
    (taken,) = await claim(database)
    assert taken.job_id == late.job_id
    assert taken.fence > late.fence
    async with database.tenant_session(tenant) as session:
        with pytest.raises(jobs.Fenced):
            await jobs.finish(session, late.job_id, late.fence)
        with pytest.raises(jobs.Fenced):
            await jobs.fail(session, late.job_id, late.fence, "x")
        with pytest.raises(jobs.Fenced):
            await jobs.heartbeat(session, late.job_id, late.fence, LEASE)
        await jobs.heartbeat(session, taken.job_id, taken.fence, LEASE, {"gap": 0.1})
        await jobs.finish(session, taken.job_id, taken.fence)
        with pytest.raises(jobs.Fenced):
            await jobs.finish(session, taken.job_id, taken.fence)


async def test_dies_after_attempts(database: Database, tenant: TenantId) -> None:
    """A job that fails, or takes its worker with it, three times is dead and not claimed again."""
    await wish(database, tenant)
    for attempt in range(1, 4):
        (job,) = await claim(database)
        assert job.attempts == attempt
        async with database.tenant_session(tenant) as session:
            dead = await jobs.fail(session, job.job_id, job.fence, "no", jitter=lambda: 0.0)
            await session.execute(text("UPDATE job SET run_after = now() - interval '1 hour'"))
        assert dead == (attempt == 3)
    await wish(database, tenant)
    for _ in range(3):
        assert len(await claim(database, lease=NO_LEASE)) == 1
    assert await claim(database) == []
    async with database.tenant_session(tenant) as session:
        assert await session.scalar(text("SELECT count(*) FROM job WHERE status = 'dead'")) == 2


async def test_hand_back(database: Database, tenant: TenantId) -> None:
    """A deploy does not use up an attempt."""
    await wish(database, tenant)
    for _ in range(5):
        (job,) = await claim(database)
        assert job.attempts == 1
        async with database.tenant_session(tenant) as session:
            await jobs.hand_back(session, job.job_id, job.fence)


async def test_backoff(database: Database, tenant: TenantId) -> None:
    """A failed job waits before it is due again."""
    await wish(database, tenant)
    (job,) = await claim(database)
    async with database.tenant_session(tenant) as session:
        await jobs.fail(session, job.job_id, job.fence, "no")
    assert await claim(database) == []
    assert tenant not in {due.tenant_id for due in await SystemDoor(database).due_jobs()}


async def test_generation(database: Database, tenant: TenantId) -> None:
    """Twenty concurrent changes of a day count twenty generations."""

    async def change() -> int:
        async with database.tenant_session(tenant) as session:
            return await jobs.bump_generation(session, DAY)

    assert sorted(await asyncio.gather(*(change() for _ in range(20)))) == list(range(1, 21))
