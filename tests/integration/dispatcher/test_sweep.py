"""The sweep on real rows: what it clears away."""

from services.dispatcher.jobs.sweep import Sweep
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.solver import Solver
from shared.crypto.keyring import KeyRing
from shared.db.ids import new_id
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.queue import Doorbell
from tests.integration.dispatcher.day import Day


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
        await day.run(
            """WITH made AS (
                   INSERT INTO solve (tenant_id, solve_id, plan_date, generation, seed)
                   VALUES (:tenant, :solve, current_date, 1, 1) RETURNING tenant_id, solve_id)
               INSERT INTO solve_snapshot (tenant_id, solve_id, problem, created_at)
               SELECT tenant_id, solve_id, 'x', now() - make_interval(days => :age) FROM made""",
            tenant=day.tenant,
            solve=new_id(),
            age=age,
        )
    doorbell = Doorbell("redis://127.0.0.1:1/0")
    desk = Desk(door, SystemDoor(door), keyring, day.travel, Solver(), doorbell, 1.0)
    await Sweep(desk).once()
    await doorbell.close()
    assert len(await day.rows("SELECT 1 FROM outbox")) == 1
    assert len(await day.rows("SELECT 1 FROM solve_snapshot")) == 1
    (kept,) = await day.rows("SELECT key FROM idempotency_key")
    assert kept.key == "47 hours old"
