"""A solve of the product, stored and run again."""

import asyncio
import json
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from services.dispatcher import replay
from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.pace import Wish
from services.dispatcher.planning.replan import replan
from services.dispatcher.planning.solver import Solver
from services.dispatcher.worker import Worker
from shared.crypto.keyring import KeyRing
from shared.db.ids import new_id
from shared.db.jobs import Fenced
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from shared.routing.plan import Plan
from tests.integration.dispatcher.day import DEIRA, KINDS, MARINA, Day, tomorrow
from tests.integration.dispatcher.test_published import published_day
from tests.integration.dispatcher.test_worker import NOBODY, _solved, eventually, running

HERE = Path(__file__).parent


_COUNT, _LIMIT_S = 1000, 60.0


async def _counted(day: Day, door: Database, keyring: KeyRing) -> Any:
    """The newest solve of a worker that counts, far more than the proof of so small a day needs;
    the clock leaves it all the time there is.
    """
    doorbell = Doorbell(NOBODY)
    desk = Desk(
        door,
        SystemDoor(door),
        keyring,
        day.travel,
        Solver(),
        doorbell,
        _LIMIT_S,
        solve_iterations=_COUNT,
    )
    async with running(Worker(desk, Sweep(desk), NOBODY)):
        await eventually(lambda: _solved(day), seconds=120, what="a plan")
    await doorbell.close()
    (solve, *_) = await day.rows(
        "SELECT solve_id, params, versions, error, iterations FROM solve ORDER BY started_at DESC"
    )
    assert solve.error is None
    assert solve.params == {"iterations": _COUNT, "time_limit_s": _LIMIT_S, "repeatable": True}
    assert solve.iterations < _COUNT
    return solve


async def test_a_replan_of_a_published_day_gives_the_identical_plan(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """Its stages share the count that was given, whatever of it they used."""
    date, _, _ = await published_day(day)
    await day.visit(date, (9, 16), DEIRA, changed=True)
    stored = await replay.find(door, (await _counted(day, door, keyring)).solve_id)
    assert stored.problem.replan is not None
    assert stored.iterations == _COUNT
    assert replay.tell(stored, replay.replayed(stored)) == 0


async def test_a_stored_solve_gives_the_identical_plan(
    day: Day, door: Database, keyring: KeyRing, capsys: pytest.CaptureFixture[str]
) -> None:
    """Work counted, everything kept that is needed, nobody's name among it."""
    date = tomorrow()
    await day.therapist(date)
    await day.visit(date, point=MARINA)
    await day.visit(date, point=DEIRA, changed=True)
    long = await day.visit(date, changed=True)
    await day.run("UPDATE visit SET service_s = 90000 WHERE visit_id = :v", v=long)
    solve = await _counted(day, door, keyring)
    assert {"python", "numba", "ortools", "rounds"} <= solve.versions.keys()
    stored = await replay.find(door, solve.solve_id)
    assert stored.repeatable
    assert stored.iterations == _COUNT
    assert str(long) not in {visit.id for visit in stored.problem.visits}
    assert replay.tell(stored, replay.replayed(stored)) == 0
    assert "identical plan" in capsys.readouterr().out
    (row,) = await day.rows(
        "SELECT problem FROM solve_snapshot WHERE solve_id = :s", s=solve.solve_id
    )
    (aside,) = await day.rows(
        "SELECT unassigned_reason, quarantine_reason FROM visit WHERE visit_id = :v", v=long
    )
    assert aside.unassigned_reason == "quarantined"
    assert "longer than a day" in aside.quarantine_reason
    told = set(_words(json.loads(zlib.decompress(row.problem)))) - set(KINDS)
    assert told
    assert all(UUID(word.partition("/")[0]) for word in told)


async def _asked(day: Day, fence: int) -> Wish:
    """One visit to plan, and its job as somebody with this fence has it."""
    date = tomorrow()
    await day.therapist(date)
    await day.visit(date, changed=True)
    (job,) = await day.rows("SELECT job_id FROM job WHERE kind = 'solve-horizon'")
    return Wish(day.tenant, date, job.job_id, fence, 1, 0.5)


async def _ignore(_plan: Plan, _seconds: float) -> None:
    """Progress nobody listens to."""


async def test_a_solve_whose_result_cannot_be_written_has_ended(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """Somebody else has the job by now: nothing is written but that, and the failure goes on."""
    doorbell, solver = Doorbell(NOBODY), Solver()
    desk = Desk(door, SystemDoor(door), keyring, day.travel, solver, doorbell, 1.0)
    wish = await _asked(day, fence=99)
    try:
        with pytest.raises(Fenced):
            await replan(desk, wish, _ignore)
    finally:
        await solver.close()
        await doorbell.close()
    (solve,) = await day.rows("SELECT status, error, result, ended_at FROM solve")
    assert (solve.status, solve.error, solve.result) == ("failed", "Fenced", None)
    assert solve.ended_at is not None


async def test_a_solve_that_is_given_up_has_ended(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """A deploy, or a lost lease, cancels it while the child searches."""
    doorbell, solver = Doorbell(NOBODY), Solver((sys.executable, str(HERE / "hanging_child.py")))
    desk = Desk(door, SystemDoor(door), keyring, day.travel, solver, doorbell, 60.0)
    task = asyncio.create_task(replan(desk, await _asked(day, fence=0), _ignore))
    try:
        await eventually(lambda: day.rows("SELECT 1 FROM solve"), what="a solve")
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    finally:
        await solver.close()
        await doorbell.close()
    (solve,) = await day.rows("SELECT status, error FROM solve")
    assert solve.status == "failed"
    assert solve.error.startswith("handed back")


async def test_an_unknown_solve_is_refused(door: Database) -> None:
    """In one sentence with the id that was asked for."""
    unknown = new_id()
    with pytest.raises(replay.NoReplay, match=str(unknown)):
        await replay.find(door, unknown)


def _words(value: object) -> Iterator[str]:
    """Every text of a document but the names of its fields and the reason words of plans."""
    if isinstance(value, dict):
        for name, one in value.items():
            if name not in {"status", "reason"}:
                yield from _words(one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(one)
    elif isinstance(value, str):
        yield value
