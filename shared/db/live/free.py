"""Freeing visits: an absence, a revoked certificate or a decline takes them off their routes."""

from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.apply import drop_stops, retime
from shared.db.live.change import changed, lock_shifts
from shared.db.live.edit import removable
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_changes
from shared.db.live.travel import TravelCache
from shared.domain.reasons import UnassignedReason
from shared.domain.tenant import TenantId

_WHERE = text("""
    SELECT v.visit_id, s.shift_id, s.plan_date
    FROM visit v JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    WHERE v.tenant_id = :tenant AND v.visit_id = ANY(:ids)
    ORDER BY s.plan_date, v.visit_id
""")


@dataclass(frozen=True, slots=True)
class Freed:
    """`in_progress` were asked for but are being treated or have ended: they keep their stop.
    `jobs` replan the days, in the order of `dates`.
    """

    freed: tuple[UUID, ...]
    in_progress: tuple[UUID, ...]
    dates: tuple[date, ...]
    jobs: tuple[UUID, ...]


async def free_visits(
    session: AsyncSession,
    keyring: KeyRing,
    travel: TravelCache,
    tenant: TenantId,
    visit_ids: Iterable[UUID],
    *,
    reason: UnassignedReason,
    by_user: UUID | None = None,
    cause: UUID | None = None,
    between: Callable[[], Awaitable[None]] | None = None,
) -> Freed:
    """Take these visits off their routes with this reason, and ask for replans of their days.

    Locks the shifts itself. Visits without a stop are not named in the answer. `cause` is the
    absence or certificate whose undoing would give them back (`restore`). `between` runs when
    the stops are gone and what stays is not re-timed yet: an absence takes the time there.
    """
    scope = {"tenant": tenant, "ids": sorted(set(visit_ids))}
    rows = list(await session.execute(_WHERE, scope))
    await lock_shifts(session, tenant, (row.shift_id for row in rows))
    # Read again: what was moved while we waited for the locks is found where it is now.
    rows = list(await session.execute(_WHERE, scope))
    freed: list[UUID] = []
    shifts: dict[date, set[UUID]] = {}
    for day in sorted({row.plan_date for row in rows}):
        horizon = await load_horizon(session, keyring, travel, tenant, day)
        gone = removable(horizon, (row.visit_id for row in rows))
        shifts[day] = {horizon.stops[key].shift_id for key in gone}
        await drop_stops(session, horizon, dict.fromkeys(gone, reason), by_user, cause)
        freed += gone
    if between is not None:
        await between()
    for day, changed_shifts in shifts.items():
        horizon = await load_horizon(session, keyring, travel, tenant, day)
        await retime(session, horizon, sorted(changed_shifts))
        await publish_changes(session, horizon, changed_shifts)
    jobs = tuple([await changed(session, day, reason.value) for day in shifts])
    kept = tuple(row.visit_id for row in rows if row.visit_id not in freed)
    return Freed(tuple(freed), kept, tuple(shifts), jobs)
