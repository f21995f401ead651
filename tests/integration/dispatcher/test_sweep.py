"""The sweep on real rows: what it clears away."""

import pytest

from services.dispatcher import replay
from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.rounds import forget_snapshots
from services.dispatcher.planning.solver import Solver
from shared.crypto.keyring import KeyRing
from shared.db.ids import new_id
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from tests.integration.dispatcher.day import Day


async def _solved(day: Day, age: int) -> None:
    """A solve with a result, whose snapshot is so many days old; its cost says which."""
    await day.run(
        """WITH made AS (
               INSERT INTO solve (tenant_id, solve_id, plan_date, generation, seed, result,
                                  cost)
               VALUES (:tenant, :solve, current_date, 1, 1, '{"of": "a plan"}',
                       cast(:age AS integer))
               RETURNING tenant_id, solve_id)
           INSERT INTO solve_snapshot (tenant_id, solve_id, problem, created_at)
           SELECT tenant_id, solve_id, 'x', now() - make_interval(days => :age) FROM made""",
        tenant=day.tenant,
        solve=new_id(),
        age=age,
    )


async def test_the_sweep_forgets_what_nobody_asks_for_again(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """Answers of two days ago, messages and snapshots of last week go; younger ones stay."""
    for hours in (49, 47):
        await day.run(
            """INSERT INTO idempotency_key (tenant_id, user_id, key, request_hash, status, body,
                                            created_at)
               VALUES (:tenant, :user, :key, 'x', 200, 'x', now() - make_interval(hours => :h))""",
            tenant=day.tenant,
            user=day.admin,
            key=f"{hours} hours old",
            h=hours,
        )
    for age in (8, 8, 6):
        await day.run(
            """INSERT INTO outbox (tenant_id, topic, payload, created_at)
               VALUES (:tenant, 'x', '{}', now() - make_interval(days => :age))""",
            tenant=day.tenant,
            age=age,
        )
    for age in (8, 6):
        await _solved(day, age)
    doorbell = Doorbell("redis://127.0.0.1:1/0")
    desk = Desk(door, SystemDoor(door), keyring, day.travel, Solver(), doorbell, 1.0)
    await Sweep(desk).once()
    await doorbell.close()
    assert len(await day.rows("SELECT 1 FROM outbox")) == 1
    assert len(await day.rows("SELECT 1 FROM solve_snapshot")) == 1
    solves = await day.rows("SELECT cost, result FROM solve")
    assert {row.cost: row.result for row in solves} == {8: None, 6: {"of": "a plan"}}
    (kept,) = await day.rows("SELECT key FROM idempotency_key")
    assert kept.key == "47 hours old"


async def test_of_a_busy_day_the_newest_solves_are_kept(day: Day, door: Database) -> None:
    """Fifty of each day can be replayed; those without a snapshot take nobody's place."""
    await day.run(
        """WITH made AS (
               INSERT INTO solve (tenant_id, solve_id, plan_date, generation, seed, result,
                                  started_at)
               SELECT :tenant, gen_random_uuid(), current_date, 1, n, '{}',
                      now() - make_interval(mins => n) FROM generate_series(1, 60) n
               RETURNING tenant_id, solve_id, seed)
           INSERT INTO solve_snapshot (tenant_id, solve_id, problem)
           SELECT tenant_id, solve_id, 'x' FROM made WHERE seed > 5""",
        tenant=day.tenant,
    )
    async with door.tenant_session(day.tenant) as session:
        assert await forget_snapshots(session, day.tenant) == 5
        assert await forget_snapshots(session, day.tenant) == 0
    kept = await day.rows("SELECT seed FROM solve JOIN solve_snapshot USING (solve_id)")
    assert {row.seed for row in kept} == set(range(6, 56))
    bare = await day.rows("SELECT seed, solve_id FROM solve WHERE result IS NULL")
    assert {row.seed for row in bare} == set(range(56, 61))
    with pytest.raises(replay.NoReplay, match="has been forgotten"):
        await replay.find(door, bare[0].solve_id)
