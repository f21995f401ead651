"""One replan of a horizon: read, solve in a child, merge onto what is live by then, write.

Nothing is locked while the child searches. What it found is brought onto the routes as they are
under the locks (`merge`), group by group; a group that the database refuses is left as it was.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from uuid import UUID

import structlog
from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from services.dispatcher.planning import proposals, record
from services.dispatcher.planning.desk import Desk
from services.dispatcher.planning.evaluate import evaluated, on_time
from services.dispatcher.planning.merge import Group, merge
from services.dispatcher.planning.pace import (
    PAUSE,
    Errand,
    Wish,
    haste,
    leaves_more,
    limit_s,
)
from services.dispatcher.planning.picture import picture
from services.dispatcher.planning.snapshot import snapshot_of
from services.dispatcher.planning.solver import OnBetter, Outcome, SolverFailed
from services.dispatcher.planning.worth import is_better, worthwhile
from shared.db import jobs, outbox
from shared.db.errors import constraint
from shared.db.ids import new_id
from shared.db.live.apply import TimeTaken, apply_routes
from shared.db.live.change import lock_shifts
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.problem import LiveProblem
from shared.db.live.publish import publish_changes
from shared.db.live.schedule import RouteBroken
from shared.domain.policy import AutoPublish
from shared.jobs import ImproveHorizon, JobKind, to_json
from shared.routing.plan import Plan

_log = structlog.get_logger()


async def replan(desk: Desk, wish: Wish, on_better: OnBetter) -> None:
    """Solve and write; the job is finished in the same transaction as its result. Whatever goes
    wrong, the row of the solve says that it has ended, and why.

    Raises `Fenced` when somebody else has the job by now, `SolverFailed` when there is no plan.
    """
    begun = await _begin(desk, wish)
    try:
        outcome = await desk.solver.solve(
            begun.asked.problem,
            begun.limit_s,
            wish.seed,
            on_better,
            desk.solve_iterations,
            haste(wish),
        )
        async with desk.database.tenant_session(wish.tenant) as session:
            await _write(session, desk, wish, begun, outcome)
            if leaves_more(desk, wish, begun.asked.problem):
                await _ask_for_more(session, wish)
            await _finish(session, wish)
    except (Exception, asyncio.CancelledError) as error:
        with suppress(Exception):
            async with desk.database.tenant_session(wish.tenant) as session:
                await record.end_solve(session, wish.tenant, begun.solve_id, _why(error))
        raise
    desk.doorbell.ring()


def _why(error: BaseException) -> str:
    """A database error's words may quote a row: only the solver's own are kept."""
    match error:
        case SolverFailed():
            return str(error)
        case asyncio.CancelledError():
            return "handed back: it gave way, or its worker was stopped"
        case _:
            return type(error).__name__


@dataclass(frozen=True, slots=True)
class _Begun:
    """What was asked on which picture, for how long, and its row."""

    seen: Horizon
    asked: LiveProblem
    limit_s: float
    solve_id: UUID


async def _begin(desk: Desk, wish: Wish) -> _Begun:
    async with desk.database.tenant_session(wish.tenant) as session:
        seen = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
        shown = await proposals.standing(session, seen) if wish.errand is Errand.IMPROVE else ()
        asked = picture(seen, shown)
        begun = _Begun(seen, asked, limit_s(desk, wish, asked.problem), new_id())
        await record.begin_solve(
            session,
            seen,
            solve_id=begun.solve_id,
            job_id=wish.job_id,
            seed=wish.seed,
            params={"time_limit_s": begun.limit_s, "iterations": desk.solve_iterations},
            snapshot=await asyncio.to_thread(snapshot_of, asked.problem),
        )
    return begun


async def _ask_for_more(session: AsyncSession, wish: Wish) -> None:
    more = to_json(ImproveHorizon(wish.plan_date, wish.seed))
    due = (await session.execute(select(func.clock_timestamp()))).scalar_one() + PAUSE
    await jobs.enqueue(session, JobKind.IMPROVE_HORIZON, wish.plan_date, more, due)


async def _finish(session: AsyncSession, wish: Wish) -> None:
    await jobs.finish(session, wish.job_id, wish.fence)
    kind = JobKind.SOLVE_HORIZON
    if wish.errand is Errand.IMPROVE:
        kind = JobKind.IMPROVE_HORIZON
    payload = {"id": str(wish.job_id), "kind": kind.value, "status": "done"}
    await outbox.publish(session, "job.changed", payload)


async def _write(
    session: AsyncSession, desk: Desk, wish: Wish, begun: _Begun, outcome: Outcome
) -> None:
    await lock_shifts(session, wish.tenant, begun.seen.shifts)
    live = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
    merged = merge(live, outcome.plan, begun.asked.shift_of)
    groups = await asyncio.to_thread(worthwhile, live, merged)
    asks_first = live.published and live.policy.auto_publish is AutoPublish.NEVER
    after = live
    if asks_first:
        changed = await _propose(session, live, groups, wish)
    else:
        changed = any([await _apply(session, live, group) for group in groups])
        # What would break something now is no proposal: the next solve sees the day as it is.
        await proposals.offer(session, live, ())
    if changed and not asks_first:
        after = await load_horizon(session, desk.keyring, desk.travel, wish.tenant, wish.plan_date)
    await record.write_reasons(session, after, outcome.plan)
    await record.end_solve(session, wish.tenant, begun.solve_id, outcome)
    plan = await asyncio.to_thread(_as_it_is, begun.asked, outcome.plan, after)
    quiet = wish.errand is Errand.IMPROVE and not changed
    await _figures(session, begun, after, plan, quiet=quiet)


async def _propose(
    session: AsyncSession, live: Horizon, groups: Sequence[Group], wish: Wish
) -> bool:
    """Whether people see other proposals now. Those that they look at stay while they still hold,
    unless a longer search has found what is worth more; it brings back none that was put away.
    """
    if wish.errand is Errand.IMPROVE:
        groups = await proposals.not_put_away(session, live, groups)
        shown = await proposals.standing(session, live)
        if shown and not await asyncio.to_thread(is_better, live, groups, shown):
            return False
    return await proposals.offer(session, live, groups)


async def _figures(
    session: AsyncSession, begun: _Begun, after: Horizon, plan: Plan, *, quiet: bool
) -> None:
    """Routes have changed: whoever keeps a picture of them must notice; a better bound alone is
    `quiet`.
    """
    day, seen = after.plan_date, begun.seen.generation
    now = after.generation if quiet else await jobs.bump_generation(session, day)
    nothing_between = now == (seen if quiet else seen + 1)
    await record.write_plan(
        session,
        after.tenant,
        day,
        plan=plan,
        solved_generation=now if nothing_between else seen,
        solve_id=begun.solve_id,
        estimated=after.estimated,
    )
    payload = {"id": day.isoformat(), "generation": now}
    await outbox.publish(session, "plan.changed", payload)


async def _apply(session: AsyncSession, live: Horizon, group: Group) -> bool:
    """Write one group, or, when the database or the verifier refuses, nothing of it."""
    try:
        async with session.begin_nested():
            applied = await apply_routes(session, live, group.routes)
            await publish_changes(session, live, applied.shifts)
            return bool(applied.shifts)
    except (RouteBroken, TimeTaken) as refusal:
        _log.warning("group_refused", date=str(live.plan_date), why=refusal.message)
    except DBAPIError as error:
        why = constraint(error) or type(error).__name__
        _log.warning("group_refused", date=str(live.plan_date), why=why)
    return False


def _as_it_is(asked: LiveProblem, plan: Plan, after: Horizon) -> Plan:
    """The figures of the routes as they are now, under the problem that the bound belongs to."""
    first = {shift: part for part, shift in sorted(asked.shift_of.items(), reverse=True)}
    # What has become frozen since is still where the problem had it.
    shares = {
        part: [str(key) for key in after.routes.get(shift_id, ())]
        for shift_id, part in first.items()
    }
    reasons = {one.visit: one.reason for one in plan.unassigned}
    told = evaluated(asked.problem, shares, plan.bound, reasons) or plan
    return replace(told, on_time=on_time(after))
