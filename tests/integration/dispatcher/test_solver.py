"""Children that solve, hang, babble or do not start."""

import sys
import time
from pathlib import Path

import pytest

from services.dispatcher.planning.solver import GRACE_S, Ending, Solver, SolverFailed
from shared.routing.plan import Plan
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.travel import Travel
from shared.routing.visit import Visit

HERE = Path(__file__).parent
PROBLEM = Problem(
    Travel.constant(((0, 60), (60, 0))),
    (Visit("v", 1, 600, ((0, 3600),), 10_000),),
    (Shift("s", "t", 0, 0, (0, 7200)),),
)


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
