"""One tenant's solver goes wrong beside another tenant's solve, in one worker."""

import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from services.dispatcher.worker import Worker
from shared.crypto.keyring import KeyRing
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from tests.integration.dispatcher.bad_child import POISON_PRIORITY
from tests.integration.dispatcher.day import Day, tomorrow
from tests.integration.dispatcher.test_worker import NOBODY, _solved, eventually, placed, running

BAD_CHILD = str(Path(__file__).parent / "bad_child.py")


@asynccontextmanager
async def faulty(door: Database, keyring: KeyRing, *fault: str) -> AsyncIterator[None]:
    """A worker that solves two days at once, with children that go wrong on poisoned ones."""
    doorbell = Doorbell(NOBODY)
    solver = Solver((sys.executable, BAD_CHILD, *fault), memory_bytes=1 << 29)
    travel = Day(door, keyring).travel
    desk = Desk(door, SystemDoor(door), keyring, travel, solver, doorbell, 1.0)
    async with running(Worker(desk, Sweep(desk), NOBODY, solve_slots=2)):
        yield
    await doorbell.close()


async def _two_days(day: Day, door: Database, keyring: KeyRing) -> Day:
    """A poisoned day of the one tenant and a healthy one of another, which is answered with."""
    other = await Day(door, keyring).build()
    for one, priority in ((day, POISON_PRIORITY), (other, 0)):
        await one.therapist(tomorrow())
        await one.visit(tomorrow(), priority=priority, changed=True)
    # Time enough to allocate what it may not have; the healthy solve proves its plan and ends.
    await day.run("UPDATE job SET payload = jsonb_set(payload, '{time_limit_s}', '8')")
    return other


async def _is_healthy(other: Day) -> None:
    """Its plan is whole and nothing is said of anybody's faults."""
    assert len(await placed(other)) == 1
    [solve] = await other.rows("SELECT status, error FROM solve")
    assert (solve.status, solve.error) == ("done", None)


@pytest.mark.parametrize(("fault", "why"), [("segfault", "SIGSEGV"), ("hoard", "MemoryError")])
async def test_what_it_had_found_is_written_and_the_other_plan_is_in_time(
    day: Day, door: Database, keyring: KeyRing, fault: str, why: str
) -> None:
    """The row of the solve says how its child died; both tenants have their plan."""
    other = await _two_days(day, door, keyring)
    async with faulty(door, keyring, fault):
        await eventually(lambda: _solved(other), seconds=60, what="the other's plan")
        await eventually(lambda: _solved(day), seconds=60, what="what had been found")
    assert len(await placed(day)) == 1
    [solve] = await day.rows("SELECT status, error FROM solve")
    assert solve.status == "killed"
    assert why in solve.error
    await _is_healthy(other)


@pytest.mark.parametrize(("fault", "why"), [("segfault", "SIGSEGV"), ("hoard", "MemoryError")])
async def test_without_any_plan_it_is_tried_again_and_then_buried(
    day: Day, door: Database, keyring: KeyRing, fault: str, why: str
) -> None:
    """Each attempt leaves its reason; nobody else waits for it."""
    other = await _two_days(day, door, keyring)
    await day.run("UPDATE job SET max_attempts = 2")
    async with faulty(door, keyring, fault, "at-once"):
        await eventually(lambda: _solved(other), seconds=60, what="the other's plan")
        await eventually(lambda: _dead(day), seconds=60, what="a dead letter")
    assert await placed(day) == set()
    [job] = await day.rows("SELECT attempts, error FROM job WHERE kind = 'solve-horizon'")
    assert job.attempts == 2
    assert why in job.error
    solves = await day.rows("SELECT status, error FROM solve")
    assert [solve.status for solve in solves] == ["failed", "failed"]
    assert all(why in solve.error for solve in solves)
    await _is_healthy(other)


async def _dead(day: Day) -> list[Any]:
    return await day.rows("SELECT 1 FROM job WHERE status = 'dead'")
