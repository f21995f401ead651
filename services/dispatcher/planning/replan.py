"""One replan of a horizon: read, solve in a child, merge onto what is live by then, write.

Nothing is locked while the child searches. What it found is brought onto the routes as they are
under the locks (`merge`), group by group; a group that the database refuses is left as it was.
"""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning import proposals, record
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.evaluate import evaluated
from services.dispatcher.planning.merge import Group, merge
from services.dispatcher.planning.snapshot import snapshot_of
from services.dispatcher.planning.solver import OnBetter, Outcome, SolverFailed
from services.dispatcher.planning.told import told_day
from shared.db import jobs, outbox
from shared.db.errors import constraint
from shared.db.ids import new_id
from shared.db.live.apply import TimeTaken, apply_routes
from shared.db.live.change import lock_shifts
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.problem import LiveProblem, live_problem
from shared.db.live.publish import publish_changes
from shared.db.live.schedule import RouteBroken
from shared.domain.policy import AutoPublish
from shared.domain.tenant import TenantId
from shared.routing.plan import Plan, Route, Stop, gap_of
from shared.routing.problem import Problem

# A small day needs no long search: this much and a share for each visit, up to the setting.
_LEAST_SEARCH_S, _SEARCH_S_A_VISIT = 1.0, 0.1

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Wish:
    """What the job asks for: `seed` and `time_limit_s` as the row says."""

    tenant: TenantId
    plan_date: date
    job_id: UUID
    fence: int
    seed: int
    time_limit_s: float | None


async def replan(desk: Desk, wish: Wish, on_better: OnBetter) -> None:
    """Solve and write; the job is finished in the same transaction as its result. Whatever goes
    wrong, the row of the solve says that it has ended, and why.

    Raises `Fenced` when somebody else has the job by now, `SolverFailed` when there is no plan.
    """
    async with desk.database.tenant_session(wish.tenant) as session:
        seen = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
        asked = picture(seen)
        solve_id = new_id()
        snapshot = await asyncio.to_thread(snapshot_of, asked.problem)
        limit_s = wish.time_limit_s or _usual_s(desk, asked.problem)
        await record.begin_solve(
            session,
            seen,
            solve_id=solve_id,
            job_id=wish.job_id,
            seed=wish.seed,
            params={"time_limit_s": limit_s, "iterations": desk.solve_iterations},
            snapshot=snapshot,
        )
    try:
        outcome = await desk.solver.solve(
            asked.problem, limit_s, wish.seed, on_better, desk.solve_iterations
        )
        async with desk.database.tenant_session(wish.tenant) as session:
            await _write(session, desk, wish, _Found(seen, asked, outcome, solve_id))
            await jobs.finish(session, wish.job_id, wish.fence)
            payload = {"id": str(wish.job_id), "kind": "solve-horizon", "status": "done"}
            await outbox.publish(session, "job.changed", payload)
    except (Exception, asyncio.CancelledError) as error:
        # A database error's words may quote a row: only the solver's own are kept.
        why = str(error) if isinstance(error, SolverFailed) else type(error).__name__
        with suppress(Exception):
            async with desk.database.tenant_session(wish.tenant) as session:
                await record.end_solve(session, wish.tenant, solve_id, why)
        raise
    desk.doorbell.ring()


def _usual_s(desk: Desk, problem: Problem) -> float:
    """Where work is counted the clock is a last resort: a slow machine must not cut the run."""
    most_s = desk.solve_seconds
    return search_seconds(problem, most_s) if desk.solve_iterations is None else most_s


def search_seconds(problem: Problem, most_s: float) -> float:
    """How long to search: the setting is for a full day, a few visits need less."""
    return min(most_s, _LEAST_SEARCH_S + _SEARCH_S_A_VISIT * len(problem.visits))


def picture(horizon: Horizon) -> LiveProblem:
    """The problem that the child gets: warm from the live routes, and on a published day with what
    people were told.
    """
    live = live_problem(horizon)
    problem = told_day(horizon, live.problem) if horizon.published else live.problem
    return replace(live, problem=replace(problem, previous=_previous(live.routes)))


def _previous(routes: Mapping[str, Sequence[str]]) -> Plan:
    """The live sequences; the planner times them itself."""
    made = tuple(
        Route(shift, tuple(Stop(visit, 0, 0, 0) for visit in route))
        for shift, route in routes.items()
        if route
    )
    return Plan(made, (), 0, 0, gap_of(0, 0))


@dataclass(frozen=True, slots=True)
class _Found:
    """What was asked on which picture, and what the child answered."""

    seen: Horizon
    asked: LiveProblem
    outcome: Outcome
    solve_id: UUID


async def _write(session: AsyncSession, desk: Desk, wish: Wish, found: _Found) -> None:
    await lock_shifts(session, wish.tenant, found.seen.shifts)
    live = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
    groups = merge(live, found.outcome.plan, found.asked.shift_of)
    asks_first = live.published and live.policy.auto_publish is AutoPublish.NEVER
    if not asks_first:
        for group in groups:
            await _apply(session, live, group)
    after = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
    await record.write_reasons(session, after, found.outcome.plan)
    # What would break something now is no proposal: the next solve sees the day as it is.
    await proposals.offer(session, live, groups if asks_first else ())
    await record.end_solve(session, wish.tenant, found.solve_id, found.outcome)
    # Routes have changed: whoever keeps a picture of them must notice.
    now = await jobs.bump_generation(session, wish.plan_date)
    nothing_between = now == found.seen.generation + 1
    await record.write_plan(
        session,
        wish.tenant,
        wish.plan_date,
        plan=_as_it_is(found, after),
        solved_generation=now if nothing_between else found.seen.generation,
        solve_id=found.solve_id,
        estimated=after.estimated,
    )
    payload = {"id": wish.plan_date.isoformat(), "generation": now}
    await outbox.publish(session, "plan.changed", payload)


async def _apply(session: AsyncSession, live: Horizon, group: Group) -> None:
    """Write one group, or, when the database or the verifier refuses, nothing of it."""
    try:
        async with session.begin_nested():
            applied = await apply_routes(session, live, group.routes)
            await publish_changes(session, live, applied.shifts)
    except (RouteBroken, TimeTaken) as refusal:
        _log.warning("group_refused", date=str(live.plan_date), why=refusal.message)
    except DBAPIError as error:
        why = constraint(error) or type(error).__name__
        _log.warning("group_refused", date=str(live.plan_date), why=why)


def _as_it_is(found: _Found, after: Horizon) -> Plan:
    """The figures of the routes as they are now, under the problem that the bound belongs to."""
    first = {shift: part for part, shift in sorted(found.asked.shift_of.items(), reverse=True)}
    # What has become frozen since is still where the problem had it.
    shares = {
        part: [str(key) for key in after.routes.get(shift_id, ())]
        for shift_id, part in first.items()
    }
    plan = found.outcome.plan
    reasons = {one.visit: one.reason for one in plan.unassigned}
    return evaluated(found.asked.problem, shares, plan.bound, reasons) or plan
