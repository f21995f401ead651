"""Children that solve, hang, babble or do not start."""

import asyncio
import os
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from services.dispatcher.planning.solver import GRACE_S, Ending, Solver, SolverFailed
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit
from tests.integration.dispatcher import bad_child

HERE = Path(__file__).parent
PROBLEM = Problem(
    Travel.constant(((0, 60), (60, 0))),
    (Visit("v", 1, 600, ((0, 3600),), 10_000),),
    (Shift("s", "t", 0, 0, (0, 7200)),),
)


# Writes its id into the file named last and never becomes ready.
LOADS_FOR_EVER = """
import os, pathlib, sys, time
pathlib.Path(sys.argv[1]).write_text(f"{os.getpid()}\\n")
time.sleep(60)
"""
# Dies at its first start, of which the file named last remains; later it is a true child.
FAILS_ONCE = """
import pathlib, sys
seen = pathlib.Path(sys.argv[1])
if not seen.exists():
    seen.touch()
    sys.exit(3)
from services.dispatcher.planning import child
sys.exit(child.main())
"""


async def ignore(_plan: Plan, _seconds: float) -> None:
    """Progress nobody listens to."""


async def test_a_child_solves_and_is_replaced() -> None:
    """Twice in a row, each time by a fresh process."""
    solver = Solver()
    try:
        for _ in range(2):
            outcome = await solver.solve(PROBLEM, 0.5, 1, ignore)
            assert outcome.ending is Ending.DONE
            assert [stop.visit for stop in outcome.plan.routes[0].stops] == ["v"]
    finally:
        await solver.close()


async def test_a_hanging_child_is_killed_and_its_best_plan_survives() -> None:
    """At the deadline, not after it; what it had told is not lost."""
    solver = Solver((sys.executable, str(HERE / "hanging_child.py")))
    began = time.monotonic()
    try:
        outcome = await solver.solve(PROBLEM, 0.5, 1, ignore)
    finally:
        await solver.close()
    assert outcome.ending is Ending.KILLED
    assert outcome.plan.cost == 7
    assert time.monotonic() - began < 0.5 + GRACE_S + 15


@pytest.mark.parametrize("code", ["print('nonsense')", "raise SystemExit(3)"])
async def test_a_child_that_babbles_or_dies_is_a_failure(code: str) -> None:
    """Never a plan, never a hang."""
    solver = Solver((sys.executable, "-c", code))
    with pytest.raises(SolverFailed):
        await solver.solve(PROBLEM, 0.5, 1, ignore)


@pytest.mark.parametrize(
    ("fault", "why"),
    [("segfault", "SIGSEGV"), ("hoard", "MemoryError"), ("hang", "no end after")],
)
async def test_a_bad_child_hurts_no_other_solve_and_its_plan_survives(fault: str, why: str) -> None:
    """What it told before is used and the fault is named; the solve beside it ends by itself."""
    solver = Solver((sys.executable, str(HERE / "bad_child.py"), fault), memory_bytes=1 << 29)
    poisoned = replace(PROBLEM, visits=(replace(PROBLEM.visits[0], id=bad_child.POISON),))
    try:
        bad, good = await asyncio.gather(
            solver.solve(poisoned, 1.0, 1, ignore), solver.solve(PROBLEM, 3.0, 1, ignore)
        )
    finally:
        await solver.close()
    assert bad.ending is Ending.KILLED
    assert why in (bad.why or "")
    assert [stop.visit for stop in bad.plan.routes[0].stops] == [bad_child.POISON]
    assert not bad.repeatable
    assert (good.ending, good.why) == (Ending.DONE, None)
    assert [stop.visit for stop in good.plan.routes[0].stops] == ["v"]


async def test_counted_work_is_repeatable() -> None:
    """The outcome tells how much work it was, and doing as much gives the same plan."""
    solver = Solver()
    try:
        outcomes = [await solver.solve(PROBLEM, 60, 1, ignore, iterations=5) for _ in range(2)]
    finally:
        await solver.close()
    assert all(outcome.repeatable for outcome in outcomes)
    assert outcomes[0].plan == outcomes[1].plan
    assert outcomes[0].iterations == outcomes[1].iterations


async def _child_in(file: Path) -> int:
    """The id of the child that writes it into this file."""
    async with asyncio.timeout(20):
        while not file.exists() or not file.read_text().endswith("\n"):
            await asyncio.sleep(0.02)
    return int(file.read_text())


def _assert_gone(child: int) -> None:
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


async def test_who_no_longer_waits_leaves_no_child(tmp_path: Path) -> None:
    """Cancelling a solve whose child still loads ends that child."""
    file = tmp_path / "child"
    solver = Solver((sys.executable, "-c", LOADS_FOR_EVER, str(file)))
    waiting = asyncio.create_task(solver.solve(PROBLEM, 0.5, 1, ignore))
    child = await _child_in(file)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    _assert_gone(child)


async def test_cancelled_as_the_child_becomes_ready(tmp_path: Path) -> None:
    """A solve that is cancelled after its child has come, before it could take it, ends it."""
    file = tmp_path / "child"
    ready = "from services.dispatcher.planning import child as c, wire as w\n"
    ready += "c._say(sys.stdout.buffer, w.Report(w.READY))\ntime.sleep(60)"
    code = LOADS_FOR_EVER.replace("time.sleep(60)", ready)
    solver = Solver((sys.executable, "-c", code, str(file)))
    before = asyncio.all_tasks()
    solver.warm()
    (loading,) = asyncio.all_tasks() - before
    loading.add_done_callback(lambda _: waiting.cancel())
    waiting = asyncio.create_task(solver.solve(PROBLEM, 0.5, 1, ignore))
    with pytest.raises(asyncio.CancelledError):
        await waiting
    _assert_gone(await _child_in(file))


async def test_closing_does_not_wait_for_a_child_that_loads(tmp_path: Path) -> None:
    """Stopping takes seconds, also while kernels compile."""
    file = tmp_path / "child"
    solver = Solver((sys.executable, "-c", LOADS_FOR_EVER, str(file)))
    solver.warm()
    child = await _child_in(file)
    async with asyncio.timeout(10):
        await solver.close()
    _assert_gone(child)


async def test_a_spare_that_failed_is_replaced(tmp_path: Path) -> None:
    """An error from before does not cost the next solve its attempt."""
    solver = Solver((sys.executable, "-c", FAILS_ONCE, str(tmp_path / "seen")))
    before = asyncio.all_tasks()
    solver.warm()
    await asyncio.wait(asyncio.all_tasks() - before)
    try:
        outcome = await solver.solve(PROBLEM, 0.5, 1, ignore)
    finally:
        await solver.close()
    assert outcome.ending is Ending.DONE
