"""A long search beside what somebody waits for."""

import sys
from pathlib import Path

from services.dispatcher.planning.pace import FIRST_ANSWER_S
from shared.crypto.keyring import KeyRing
from shared.db import jobs
from shared.db.tenant_session import Database
from shared.jobs import ImproveHorizon, JobKind, to_json
from tests.integration.dispatcher.bad_child import POISON_PRIORITY
from tests.integration.dispatcher.day import Day, tomorrow
from tests.integration.dispatcher.full_day import fill_day
from tests.integration.dispatcher.test_worker import NOBODY, _solved, eventually, working

BAD_CHILD = str(Path(__file__).parent / "bad_child.py")


async def test_an_improvement_gives_way_to_an_answer_and_comes_again(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """With one slot for all tenants: the search is handed back without an attempt being counted,
    the other tenant's solve is done, and the search begins anew.
    """
    other = await Day(door, keyring).build()
    when = tomorrow()
    await day.therapist(when)
    await day.visit(when, priority=POISON_PRIORITY)
    await other.therapist(when)
    async with day.database.tenant_session(day.tenant) as session:
        more = to_json(ImproveHorizon(when))
        await jobs.enqueue(session, JobKind.IMPROVE_HORIZON, when, more)
    async with working(door, keyring, NOBODY, command=(sys.executable, BAD_CHILD, "hang")):
        await eventually(
            lambda: day.rows("SELECT 1 FROM solve WHERE status = 'running'"), 60, "a long search"
        )
        await other.visit(when, changed=True)
        await eventually(lambda: _solved(other), 60, "the answer")
        [first, *_] = await day.rows("SELECT status, error FROM solve ORDER BY started_at")
        assert first.status == "failed"
        assert first.error.startswith("handed back")
        await eventually(
            lambda: day.rows("SELECT 1 FROM job WHERE status = 'done' AND attempts = 1"),
            60,
            "the end of the search",
        )


async def test_a_large_day_is_answered_first_and_improved_then(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """The answer's search is cut short, the one that follows is not; each is a job of its own."""
    await fill_day(day, tomorrow(), therapists=8, visits=40)
    async with working(door, keyring, NOBODY, seconds=4.0):
        await eventually(lambda: _solved(day), 90, "both plans")
    solves = await day.rows("SELECT params FROM solve ORDER BY started_at")
    assert [one.params["time_limit_s"] for one in solves] == [FIRST_ANSWER_S, 4.0]
    kinds = await day.rows("SELECT kind, payload FROM job WHERE kind LIKE '%-horizon' ORDER BY 1")
    assert [one.kind for one in kinds] == ["improve-horizon", "solve-horizon"]
    [plan] = await day.rows("SELECT * FROM plan")
    assert plan.bound <= plan.cost
    assert 0 <= plan.on_time <= 1
