"""Undoing a mistake: an absence that was none, a certificate revoked in error. What was freed goes
back to the same therapist unless something stands against it; the rest is left to the replan.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.apply import TimeTaken, apply_routes
from shared.db.live.change import lock_shifts
from shared.db.live.edit import without
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_changes
from shared.db.live.schedule import RouteBroken, schedule
from shared.db.live.travel import TravelCache
from shared.domain.tenant import TenantId

# Freed for this cause and still without a stop, or placed since by nobody but the planner: what a
# person decided, a therapist accepted or a patient was told in the meantime stays, and what was
# given back once is not given back again.
_FREED = text("""
    SELECT v.visit_id, v.plan_date, s.shift_id,
           cast(f.payload ->> 'shiftId' AS uuid) AS was_on,
           cast(f.payload ->> 'start' AS timestamptz) AS started
    FROM visit v
    JOIN LATERAL (
        SELECT e.payload, e.recorded_at, e.therapist_id FROM visit_event e
        WHERE e.tenant_id = v.tenant_id AND e.visit_id = v.visit_id AND e.type = 'freed'
          AND e.payload ->> 'cause' = :cause
        ORDER BY e.recorded_at DESC LIMIT 1) f ON true
    LEFT JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    WHERE v.tenant_id = :tenant AND v.status IN ('booked', 'dispatched')
      AND v.plan_date >= cast(clock_timestamp() - interval '2 days' AS date)
      AND NOT EXISTS (
          SELECT 1 FROM visit_event e
          WHERE e.tenant_id = v.tenant_id AND e.visit_id = v.visit_id
            AND e.type = 'reassigned' AND e.therapist_id = f.therapist_id
            AND e.recorded_at > f.recorded_at)
      AND (s.visit_id IS NULL
           OR NOT v.pinned
           AND NOT EXISTS (
               SELECT 1 FROM visit_event e
               WHERE e.tenant_id = v.tenant_id AND e.visit_id = v.visit_id
                 AND e.type = 'reassigned' AND e.by_user IS NOT NULL
                 AND e.recorded_at > f.recorded_at)
           AND NOT EXISTS (
               SELECT 1 FROM promise p
               WHERE p.tenant_id = v.tenant_id AND p.visit_id = v.visit_id
                 AND p.at > f.recorded_at))
    ORDER BY v.plan_date, started, v.visit_id
""")


@dataclass(frozen=True, slots=True)
class Restored:
    """Which visits went back, and the days that this changed."""

    visits: tuple[UUID, ...]
    dates: tuple[date, ...]


async def restore_visits(
    session: AsyncSession,
    keyring: KeyRing,
    travel: TravelCache,
    tenant: TenantId,
    cause: UUID,
    *,
    by_user: UUID | None = None,
) -> Restored:
    """Give back what `free_visits` freed for this cause; call it when the cause itself is undone.

    Locks the shifts itself. Counting the change of `dates` is left to the caller.
    """
    scope = {"tenant": tenant, "cause": str(cause)}
    rows = list(await session.execute(_FREED, scope))
    touched = {key for row in rows for key in (row.was_on, row.shift_id) if key is not None}
    await lock_shifts(session, tenant, touched)
    # Read again: what was moved while we waited for the locks is found where it is now.
    rows = [
        row
        for row in await session.execute(_FREED, scope)
        if {row.was_on, row.shift_id or row.was_on} <= touched
    ]
    restored: list[UUID] = []
    days: list[date] = []
    for day in sorted({row.plan_date for row in rows}):
        horizon = await load_horizon(session, keyring, travel, tenant, day)
        wanted = [row for row in rows if row.plan_date == day and _may_move(horizon, row)]
        back = await _put_back(session, horizon, wanted, by_user)
        restored += back
        days += [day] if back else []
    return Restored(tuple(restored), tuple(days))


def _may_move(horizon: Horizon, row: Row[Any]) -> bool:
    stop = horizon.stops.get(row.visit_id)
    here = row.visit_id in horizon.occasions and row.was_on in horizon.shifts
    return here and (
        stop is None
        or (stop.shift_id != row.was_on and row.visit_id not in horizon.frozen_part(stop.shift_id))
    )


async def _put_back(
    session: AsyncSession, horizon: Horizon, rows: Sequence[Row[Any]], by_user: UUID | None
) -> list[UUID]:
    """Which of these visits are on their old shifts again."""
    routes: dict[UUID, list[UUID]] = {}
    for shift_id in sorted({row.was_on for row in rows}):
        routes[shift_id] = _refilled(horizon, shift_id, [r for r in rows if r.was_on == shift_id])
    back = {row.visit_id for row in rows if row.visit_id in routes[row.was_on]}
    for left in {horizon.stops[key].shift_id for key in back if key in horizon.stops}:
        kept = routes.get(left, horizon.free_part(left))
        gone = {key for key in back if key in horizon.free_part(left)}
        routes[left] = [key for key in kept if key not in gone]
    if not back:
        return []
    try:
        async with session.begin_nested():
            applied = await apply_routes(session, horizon, routes, by_user=by_user)
    except (RouteBroken, TimeTaken):
        return []
    await publish_changes(session, horizon, applied.shifts)
    return sorted(back)


def _refilled(horizon: Horizon, shift_id: UUID, rows: Sequence[Row[Any]]) -> list[UUID]:
    """The shift's open part with these visits as they were, or each where it fits best, if it
    does.
    """
    freed: dict[UUID, datetime] = {row.visit_id: row.started for row in rows}
    free = without(horizon, shift_id, set(freed))
    planned = {key: horizon.clock.instant(horizon.stops[key].planned.start_s) for key in free}
    order = {**planned, **freed}
    route = sorted(order, key=lambda key: (order[key], key))
    if _travel_s(horizon, shift_id, route) is not None:
        return route
    for key in freed:
        free = _inserted(horizon, shift_id, free, key)
    return free


def _inserted(horizon: Horizon, shift_id: UUID, free: list[UUID], key: UUID) -> list[UUID]:
    """With the visit where it costs the least driving; unchanged where it has no legal place."""
    tried = [[*free[:i], key, *free[i:]] for i in range(len(free) + 1)]
    priced = [(_travel_s(horizon, shift_id, route), route) for route in tried]
    legal = [(travel_s, route) for travel_s, route in priced if travel_s is not None]
    return min(legal)[1] if legal else free


def _travel_s(horizon: Horizon, shift_id: UUID, route: Sequence[UUID]) -> int | None:
    try:
        return schedule(horizon, shift_id, route).travel_s
    except RouteBroken:
        return None
