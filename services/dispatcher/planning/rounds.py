"""What the sweep looks for without being rung: days to plan, holds to expire, facts to predict,
answers and snapshots that nobody will ask for again.
"""

from datetime import date, timedelta

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import jobs
from shared.domain.tenant import TenantId
from shared.jobs import (
    ExpireHolds,
    JobKind,
    LearnTravel,
    MaterialiseShifts,
    SolveHorizon,
    to_json,
)

SHIFTS_AHEAD = timedelta(hours=72)
PLANNED_AHEAD = timedelta(hours=48)

# A day whose last solve is older than its inputs, and that nobody has asked for again. A dead job
# counts as asked until something changes: else a poisoned day would be tried for ever.
_STALE_DAYS = text("""
    SELECT p.plan_date, p.generation FROM plan p
    WHERE p.tenant_id = :tenant AND p.plan_date BETWEEN :first AND :last
      AND p.generation > coalesce(p.solved_generation, -1)
      AND NOT EXISTS (
          SELECT 1 FROM job j
          WHERE j.tenant_id = p.tenant_id AND j.plan_date = p.plan_date
            AND j.kind IN ('solve-horizon', 'improve-horizon')
            AND (j.status IN ('queued', 'running')
                 OR (j.status = 'dead' AND j.wanted_generation >= p.generation)))
    ORDER BY p.plan_date
""")

_HOLDS_DUE = text("""
    SELECT 1 FROM hold
    WHERE tenant_id = :tenant AND status = 'active' AND expires_at <= clock_timestamp() LIMIT 1
""")

_DAYS_UNDER_WAY = text("""
    SELECT DISTINCT s.plan_date FROM shift s
    WHERE s.tenant_id = :tenant AND s.status <> 'cancelled'
      AND s.starts_at <= clock_timestamp() + interval '1 hour'
      AND s.ends_at >= clock_timestamp() - interval '2 hours'
    ORDER BY s.plan_date
""")

_UNLEARNED = text("""
    SELECT 1 FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    WHERE s.tenant_id = :tenant AND s.plan_date = :day AND v.actual_arrival IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM job j
                      WHERE j.tenant_id = s.tenant_id AND j.kind = 'learn-travel'
                        AND j.plan_date = :day)
    LIMIT 1
""")

# A command is repeated within minutes, by a phone without network within a shift or two.
ANSWERS_KEPT = timedelta(hours=48)

_OLD_ANSWERS = text("""
    DELETE FROM idempotency_key
    WHERE tenant_id = :tenant AND created_at < clock_timestamp() - cast(:kept AS interval)
    RETURNING 1
""")

# Long enough to look into last week's complaint; a busy day is solved hundreds of times.
SNAPSHOTS_KEPT = timedelta(days=7)
_SNAPSHOTS_A_DAY = 50

# Only what is still kept is ranked: the rows of `solve` stay, and there are ever more of them. A
# plan without what it was made of cannot be replayed: it goes as well.
_OLD_SNAPSHOTS = text("""
    WITH gone AS (
        DELETE FROM solve_snapshot
        WHERE tenant_id = :tenant AND (
            created_at < clock_timestamp() - cast(:kept AS interval)
            OR solve_id IN (
                SELECT solve_id FROM (
                    SELECT s.solve_id, row_number() OVER (PARTITION BY s.plan_date
                                                          ORDER BY s.started_at DESC) AS age
                    FROM solve_snapshot k JOIN solve s USING (tenant_id, solve_id)
                    WHERE k.tenant_id = :tenant) aged
                WHERE age > :most))
        RETURNING solve_id)
    UPDATE solve SET result = NULL
    FROM gone WHERE solve.tenant_id = :tenant AND solve.solve_id = gone.solve_id
    RETURNING 1
""")


async def ask_for_plans(session: AsyncSession, tenant: TenantId, today: date) -> int:
    """Enqueue a solve for each stale day of the rolling horizon, nearest first."""
    last = today + PLANNED_AHEAD
    scope = {"tenant": tenant, "first": today - timedelta(days=1), "last": last}
    stale = list(await session.execute(_STALE_DAYS, scope))
    for row in stale:
        wish = to_json(SolveHorizon(row.plan_date, "sweep"))
        await jobs.enqueue(
            session,
            JobKind.SOLVE_HORIZON,
            row.plan_date,
            wish,
            wanted_generation=row.generation,
        )
    return len(stale)


async def ask_for_expiry(session: AsyncSession, tenant: TenantId, today: date) -> None:
    """Enqueue the expiry of holds when one has run out; `today` makes waiting jobs absorb."""
    if (await session.execute(_HOLDS_DUE, {"tenant": tenant})).first() is not None:
        await jobs.enqueue(session, JobKind.EXPIRE_HOLDS, today, to_json(ExpireHolds()))


async def days_under_way(session: AsyncSession, tenant: TenantId) -> list[date]:
    """The days that are being driven, or soon will be."""
    return [row.plan_date for row in await session.execute(_DAYS_UNDER_WAY, {"tenant": tenant})]


async def ask_for_shifts(session: AsyncSession, today: date) -> None:
    """Enqueue the making of shifts three days ahead."""
    wish = to_json(MaterialiseShifts(today + SHIFTS_AHEAD))
    await jobs.enqueue(session, JobKind.MATERIALISE_SHIFTS, today, wish)


async def ask_for_learning(session: AsyncSession, tenant: TenantId, today: date) -> None:
    """Enqueue the night's lesson, once for each service day on which something was driven."""
    day = today - timedelta(days=1)
    if (await session.execute(_UNLEARNED, {"tenant": tenant, "day": day})).first() is not None:
        await jobs.enqueue(session, JobKind.LEARN_TRAVEL, day, to_json(LearnTravel()))


async def forget_answers(session: AsyncSession, tenant: TenantId) -> int:
    """Delete the answers of commands older than two days; how many there were."""
    scope = {"tenant": tenant, "kept": ANSWERS_KEPT}
    return len((await session.execute(_OLD_ANSWERS, scope)).all())


async def forget_snapshots(session: AsyncSession, tenant: TenantId) -> int:
    """Delete what solves were given and gave that are older than a week, or long overtaken; how
    many.
    """
    scope = {"tenant": tenant, "kept": SNAPSHOTS_KEPT, "most": _SNAPSHOTS_A_DAY}
    return len((await session.execute(_OLD_SNAPSHOTS, scope)).all())
