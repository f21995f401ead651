"""Freeing visits: an absence, a revoked certificate or a decline takes them off their routes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.change import changed, lock_shifts
from shared.db.live.edit import remove_visits
from shared.db.live.load import load_horizon
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
) -> Freed:
    """Take these visits off their routes with this reason, and ask for replans of their days.

    Locks the shifts itself. Visits without a stop are not named in the answer.
    """
    scope = {"tenant": tenant, "ids": sorted(set(visit_ids))}
    rows = list(await session.execute(_WHERE, scope))
    await lock_shifts(session, tenant, (row.shift_id for row in rows))
    # Read again: what was moved while we waited for the locks is found where it is now.
    rows = list(await session.execute(_WHERE, scope))
    freed: list[UUID] = []
    dates = sorted({row.plan_date for row in rows})
    for day in dates:
        horizon = await load_horizon(session, keyring, travel, tenant, day)
        ids = [row.visit_id for row in rows if row.plan_date == day]
        freed += await remove_visits(session, horizon, ids, reason, by_user=by_user)
    jobs = tuple([await changed(session, day) for day in dates])
    kept = tuple(row.visit_id for row in rows if row.visit_id not in freed)
    return Freed(tuple(freed), kept, tuple(dates), jobs)
