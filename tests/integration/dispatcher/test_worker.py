"""The worker on real rows: changed days get planned, whatever happens to anybody."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.snapshot import problem_of
from services.dispatcher.planning.solver import CHILD, Solver
from services.dispatcher.worker import Worker
from shared.crypto.keyring import KeyRing
from shared.db.live.edit import remove_visit
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from tests.integration.dispatcher.day import BARSHA, DEIRA, MARINA, Day, tomorrow
from tests.integration.dispatcher.held import hold_at_nine
from tests.support.databases import DatabaseUrls

ROOT = Path(__file__).resolve().parents[3]
NOBODY = "redis://127.0.0.1:1/0"


async def eventually(
    holds: Callable[[], Awaitable[object]], seconds: float = 20, what: str = "it"
) -> None:
    """Wait until it holds, or fail."""
    for _ in range(int(seconds * 10)):
        if await holds():
            return
        await asyncio.sleep(0.1)
    pytest.fail(f"{what} did not happen within {seconds} s")


@asynccontextmanager
async def working(
    door: Database,
    keyring: KeyRing,
    valkey_url: str,
    *,
    seconds: float = 1.0,
    command: tuple[str, ...] = CHILD,
) -> AsyncIterator[Worker]:
    """A worker in this process."""
    doorbell = Doorbell(valkey_url)
    solver = Solver(command)
    day = Day(door, keyring)
    desk = Desk(door, SystemDoor(door), keyring, day.travel, solver, doorbell, seconds)
    try:
        async with running(Worker(desk, Sweep(desk), valkey_url)) as worker:
            yield worker
    finally:
        await doorbell.close()


@asynccontextmanager
async def running(worker: Worker) -> AsyncIterator[Worker]:
    """Until the block ends."""
    task = asyncio.create_task(worker.run())
    try:
        yield worker
    finally:
        worker.stop()
        await task


async def placed(day: Day) -> set[object]:
    """The visits that have a stop."""
    return {row.visit_id for row in await day.rows("SELECT visit_id FROM stop")}


async def test_a_booking_is_planned_by_itself(
    day: Day, door: Database, keyring: KeyRing, db_urls: DatabaseUrls
) -> None:
    """Change, job, solve, apply: with figures, a solve row, and no job left."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    visits = {await day.visit(date, point=point, changed=True) for point in (MARINA, DEIRA, BARSHA)}
    async with working(door, keyring, db_urls.valkey_url):
        await eventually(lambda: _solved(day), what="a plan")
    assert await placed(day) == visits
    (plan,) = await day.rows("SELECT * FROM plan")
    assert plan.cost > 0
    assert plan.bound <= plan.cost
    assert plan.gap >= 0
    assert plan.solved_generation == plan.generation
    solves = await day.rows("SELECT status, iterations, result FROM solve")
    assert {row.status for row in solves} == {"done"}
    assert all(row.iterations > 0 for row in solves)
    (snapshot, *_) = await day.rows("SELECT problem FROM solve_snapshot")
    stored = problem_of(snapshot.problem)
    assert {visit.id for visit in stored.visits} == set(map(str, visits))
    (route,) = await day.rows("SELECT * FROM route")
    assert route.shift_id == shift
    assert route.route_version == 1


async def _solved(day: Day) -> bool:
    plans = await day.rows("SELECT generation, solved_generation FROM plan")
    busy = await day.rows("SELECT 1 FROM job WHERE status IN ('queued', 'running')")
    return bool(plans) and not busy and all(p.generation == p.solved_generation for p in plans)


async def test_without_valkey_planning_continues(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """The sweep alone finds the row."""
    date = tomorrow()
    await day.therapist(date)
    visit = await day.visit(date, changed=True)
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    assert await placed(day) == {visit}


async def test_who_cannot_be_planned_is_named_and_stops_nobody(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """A faulty place, a needed man and a window without shifts each get their own reason."""
    date = tomorrow()
    await day.therapist(date)
    fine = await day.visit(date)
    broken = await day.visit(date)
    man = await day.visit(date, therapist_gender="male")
    night = await day.visit(date, (22, 23), changed=True)
    await day.run(
        "UPDATE place SET details_sealed = 'x' WHERE place_id ="
        " (SELECT place_id FROM visit WHERE visit_id = :v)",
        v=broken,
    )
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    assert await placed(day) == {fine}
    rows = await day.rows("SELECT visit_id, unassigned_reason, quarantine_reason FROM visit")
    reasons = {row.visit_id: row.unassigned_reason for row in rows}
    assert reasons[broken] == "quarantined"
    assert reasons[man] == "gender_not_available"
    assert reasons[night] == "no_shift_hours"
    assert reasons[fine] is None


async def test_a_poisoned_day_dies_and_the_other_tenant_goes_on(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """A child that crashes on its input costs its own job its attempts, and nobody else theirs."""
    other = await Day(door, keyring).build()
    date = tomorrow()
    for one in (day, other):
        await one.therapist(date)
    poison = await day.visit(date)
    fine = await other.visit(date, changed=True)
    await day.run("UPDATE visit SET priority = 66 WHERE visit_id = :v", v=poison)
    async with day.database.tenant_session(day.tenant) as session:
        await day.changed(session, date)
    await day.run("UPDATE job SET max_attempts = 1")
    crashing = (sys.executable, str(Path(__file__).parent / "crashing_child.py"))
    async with working(door, keyring, NOBODY, command=crashing):
        await eventually(lambda: _solved(other), what="the other's plan")
        await eventually(
            lambda: day.rows("SELECT 1 FROM job WHERE status = 'dead'"), what="a dead letter"
        )
        await asyncio.sleep(2.5)
    assert await placed(other) == {fine}
    dead = await day.rows("SELECT error FROM job WHERE kind = 'solve-horizon'")
    assert len(dead) == 1
    assert "died" in dead[0].error
    (solve,) = await day.rows("SELECT status, error FROM solve")
    assert (solve.status, solve.error) == ("failed", "the solver died (signal SIGSEGV)")


async def test_a_booking_during_the_solve_is_kept_and_planned(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """The merge keeps what came in, drops what was cancelled, and a later run plans the rest."""
    date = tomorrow()
    await day.therapist(date)
    await day.therapist(date, home=DEIRA)
    first = [await day.visit(date, point=MARINA) for _ in range(3)]
    cancelled = await day.visit(date, point=DEIRA, changed=True)
    async with working(door, keyring, NOBODY, seconds=3.0):
        await eventually(
            lambda: day.rows("SELECT 1 FROM solve WHERE status = 'running'"), what="a solve"
        )
        late = await day.visit(date, point=BARSHA, changed=True)
        async with day.database.tenant_session(day.tenant) as session:
            await remove_visit(session, await day.horizon(session, date), cancelled)
        await day.run("UPDATE visit SET status = 'cancelled' WHERE visit_id = :v", v=cancelled)
        await eventually(lambda: _solved(day), seconds=30, what="a plan")
    assert await placed(day) == {*first, late}


def _spawned(db_urls: DatabaseUrls) -> Awaitable[asyncio.subprocess.Process]:
    env = {**os.environ, **db_urls.env, "ROUNDS_SOLVE_SECONDS": "20"}
    return asyncio.create_subprocess_exec(
        sys.executable, "-m", "services.dispatcher", env=env, cwd=ROOT
    )


async def test_kill_9_in_the_middle_of_a_solve_loses_nothing(
    day: Day, door: Database, keyring: KeyRing, db_urls: DatabaseUrls
) -> None:
    """Another worker claims the row within fifteen seconds, and its children did not survive."""
    date = tomorrow()
    await day.therapist(date)
    visits = {await day.visit(date) for _ in range(3)}
    async with day.database.tenant_session(day.tenant) as session:
        await day.changed(session, date)
    await day.run("""UPDATE job SET payload = jsonb_set(payload, '{time_limit_s}', '20')""")
    process = await _spawned(db_urls)
    await eventually(
        lambda: day.rows("SELECT 1 FROM solve WHERE status = 'running'"), what="a solve"
    )
    process.kill()
    await process.wait()
    await day.run("""UPDATE job SET payload = jsonb_set(payload, '{time_limit_s}', '1')""")
    async with working(door, keyring, db_urls.valkey_url):
        await eventually(
            lambda: day.rows("SELECT 1 FROM job WHERE attempts = 2"), seconds=15, what="a claim"
        )
        await eventually(lambda: _solved(day), what="a plan")
    assert await placed(day) == visits


async def test_a_worker_that_was_stopped_never_writes_its_stale_result(
    day: Day, door: Database, keyring: KeyRing, db_urls: DatabaseUrls
) -> None:
    """SIGSTOP past the lease, somebody else finishes, SIGCONT: the fence holds."""
    date = tomorrow()
    await day.therapist(date)
    await day.visit(date, changed=True)
    await day.run("""UPDATE job SET payload = jsonb_set(payload, '{time_limit_s}', '4')""")
    process = await _spawned(db_urls)
    await eventually(
        lambda: day.rows("SELECT 1 FROM solve WHERE status = 'running'"), what="a solve"
    )
    process.send_signal(signal.SIGSTOP)
    try:
        async with working(door, keyring, NOBODY):
            await eventually(lambda: _solved(day), seconds=30, what="a plan by another")
            (before,) = await day.rows("SELECT * FROM plan")
            process.send_signal(signal.SIGCONT)
            await asyncio.sleep(6)
            (after,) = await day.rows("SELECT * FROM plan")
    finally:
        process.kill()
        await process.wait()
    assert after.solve_id == before.solve_id
    assert after.generation == before.generation
    stale = await day.rows("SELECT status FROM solve WHERE solve_id <> :s", s=before.solve_id)
    assert [row.status for row in stale] == ["failed"]


async def test_a_deploy_costs_no_attempt(
    day: Day, door: Database, keyring: KeyRing, db_urls: DatabaseUrls
) -> None:
    """SIGTERM in the middle of a solve hands the job back as if it had not begun."""
    date = tomorrow()
    await day.therapist(date)
    await day.visit(date, changed=True)
    await day.run("""UPDATE job SET payload = jsonb_set(payload, '{time_limit_s}', '20')""")
    process = await _spawned(db_urls)
    await eventually(
        lambda: day.rows("SELECT 1 FROM solve WHERE status = 'running'"), what="a solve"
    )
    process.terminate()
    assert await asyncio.wait_for(process.wait(), 10) == 0
    (job,) = await day.rows("SELECT status, attempts FROM job WHERE kind = 'solve-horizon'")
    assert (job.status, job.attempts) == ("queued", 0)


async def test_expired_holds_are_given_back(day: Day, door: Database, keyring: KeyRing) -> None:
    """The sweep finds a hold whose time is over; the therapist's time is free again."""
    date = tomorrow()
    therapist, shift = await day.therapist(date)
    await hold_at_nine(day, date, therapist, shift, minutes=-1)
    async with working(door, keyring, NOBODY):
        await eventually(
            lambda: day.rows("SELECT 1 FROM hold WHERE status = 'expired'"), what="the expiry"
        )
    assert await day.rows("SELECT 1 FROM reservation WHERE active") == []
    (request,) = await day.rows("SELECT status FROM request")
    assert request.status == "ready"
