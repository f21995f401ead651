"""The rows that tell what a solve was and found: `solve`, `plan`, reasons of the unassigned."""

import json
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from platform import python_version
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning.reasons import absent_spans, reason_of
from services.dispatcher.planning.solver import Outcome
from shared.db import outbox
from shared.db.live.horizon import Horizon
from shared.db.system_session import ClaimedJob
from shared.domain.reasons import UnassignedReason
from shared.domain.tenant import TenantId
from shared.routing.plan import Plan
from shared.routing.plan_file import plan_to_json

_BEGIN = text("""
    INSERT INTO solve (tenant_id, solve_id, plan_date, job_id, generation, seed, params, versions)
    VALUES (:tenant, :solve_id, :plan_date, :job_id, :generation, :seed,
            cast(:params AS jsonb), cast(:versions AS jsonb))
""")

_KEEP = text("""
    INSERT INTO solve_snapshot (tenant_id, solve_id, problem)
    VALUES (:tenant, :solve_id, :problem)
""")

_END = text("""
    UPDATE solve SET status = :status, result = cast(:result AS jsonb), cost = :cost,
           bound = :bound, error = :error, iterations = :iterations,
           params = params || cast(:params AS jsonb), ended_at = clock_timestamp()
    WHERE tenant_id = :tenant AND solve_id = :solve_id AND status = 'running'
""")

_PLAN = text("""
    UPDATE plan SET cost = :cost, bound = :bound, gap = :gap,
           cost_terms = cast(:cost_terms AS jsonb), solved_generation = :solved_generation,
           solve_id = :solve_id, estimated = :estimated, on_time = :on_time
    WHERE tenant_id = :tenant AND plan_date = :plan_date
""")

_REASON = text("""
    UPDATE visit SET unassigned_reason = :reason, quarantine_reason = :quarantine
    WHERE tenant_id = :tenant AND visit_id = :id
      AND (unassigned_reason IS DISTINCT FROM :reason
           OR quarantine_reason IS DISTINCT FROM :quarantine)
""")


def versions() -> dict[str, str]:
    """What must be the same for a replay to give the same plan."""
    packages = ("rounds", "ortools", "numba", "numpy")
    return {"python": python_version(), **{name: version(name) for name in packages}}


async def begin_solve(
    session: AsyncSession,
    horizon: Horizon,
    *,
    solve_id: UUID,
    job_id: UUID,
    seed: int,
    params: Mapping[str, Any],
    snapshot: bytes,
) -> None:
    """Say what is about to be solved, before it can go wrong."""
    scope = {"tenant": horizon.tenant, "plan_date": horizon.plan_date}
    await session.execute(
        _BEGIN,
        {
            **scope,
            "solve_id": solve_id,
            "job_id": job_id,
            "generation": horizon.generation,
            "seed": seed,
            "params": json.dumps(dict(params)),
            "versions": json.dumps(versions()),
        },
    )
    kept = {"tenant": horizon.tenant, "solve_id": solve_id, "problem": snapshot}
    await session.execute(_KEEP, kept)


async def end_solve(
    session: AsyncSession, tenant: TenantId, solve_id: UUID, outcome: Outcome | str
) -> None:
    """Say how it ended; one that failed without a plan says why, and has no result. What has ended
    stays as it is: a commit may be through although its answer never came.
    """
    said: dict[str, Any] = {"result": None, "cost": None, "bound": None, "iterations": None}
    if isinstance(outcome, str):
        said |= {"status": "failed", "error": outcome, "params": "{}"}
    else:
        plan = outcome.plan
        said |= {
            "status": outcome.ending.value,
            "error": outcome.why,
            "result": json.dumps(plan_to_json(plan)),
            "cost": plan.cost,
            "bound": plan.bound,
            "iterations": outcome.iterations,
            "params": json.dumps({"repeatable": outcome.repeatable}),
        }
    await session.execute(_END, {"tenant": tenant, "solve_id": solve_id, **said})


async def write_plan(
    session: AsyncSession,
    tenant: TenantId,
    plan_date: date,
    *,
    plan: Plan,
    solved_generation: int,
    solve_id: UUID,
    estimated: bool,
) -> None:
    """The figures that the board shows for the day."""
    await session.execute(
        _PLAN,
        {
            "tenant": tenant,
            "plan_date": plan_date,
            "cost": plan.cost,
            "bound": plan.bound,
            "gap": plan.gap,
            "cost_terms": json.dumps(dict(plan.cost_terms)),
            "solved_generation": solved_generation,
            "solve_id": solve_id,
            "estimated": estimated,
            "on_time": plan.on_time,
        },
    )


async def tell_failed(session: AsyncSession, job: ClaimedJob, *, dead: bool) -> None:
    """A job went wrong: streams hear of it, and of a dead one as an alert."""
    status = "dead" if dead else "queued"
    payload = {"id": str(job.job_id), "kind": job.kind, "status": status}
    await outbox.publish(session, "job.changed", payload)
    if dead:
        await outbox.publish(session, "alert", {**payload, "kind": "job-dead"})


async def write_reasons(session: AsyncSession, horizon: Horizon, plan: Plan) -> None:
    """Why each visit without a stop has none, and which rows could not be read at all.

    `horizon` is as it is with the plan applied; whoever has a stop has no reason.
    """
    said = {UUID(one.visit): one.reason for one in plan.unassigned}
    absent = await absent_spans(session, horizon) if horizon.unassigned else {}
    rows = [
        _row(horizon, key, reason_of(horizon, key, absent, said.get(key)), None)
        for key in horizon.unassigned
    ]
    rows += [
        _row(horizon, key, UnassignedReason.QUARANTINED, why)
        for key, why in horizon.quarantined.items()
        if key not in horizon.shifts
    ]
    if rows:
        await session.execute(_REASON, rows)


def _row(
    horizon: Horizon, key: UUID, reason: UnassignedReason, quarantine: str | None
) -> dict[str, Any]:
    return {
        "tenant": horizon.tenant,
        "id": key,
        "reason": reason.value,
        "quarantine": quarantine,
    }
