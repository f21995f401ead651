"""Publishing: therapists are told. A visit is dispatched when somebody consented to it and its
screening is still valid then; others stay where they are, and are named. Class: safety.
"""

from collections.abc import Iterable, Mapping
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live import tell
from shared.db.live.horizon import Horizon
from shared.db.live.record import record
from shared.domain.policy import AutoPublish
from shared.domain.visit_status import VisitEventType

_GATE = text("""
    SELECT v.visit_id, dispatch_lacks(v) AS lacks
    FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    WHERE s.tenant_id = :tenant AND s.shift_id = ANY(:shifts) AND v.status = ANY(:statuses)
    ORDER BY v.visit_id
""")

_DISPATCH = text("""
    UPDATE visit v SET status = 'dispatched' FROM stop s
    WHERE v.tenant_id = :tenant AND v.visit_id = ANY(:ids) AND v.status = 'booked'
      AND s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    RETURNING v.visit_id, s.therapist_id
""")

_SHOW = text("""
    UPDATE stop SET published = true
    WHERE tenant_id = :tenant AND visit_id = ANY(:ids) AND NOT published
""")

# Every route of the day has a row from then on, so that its therapist can acknowledge it.
_ROUTES = text("""
    INSERT INTO route (tenant_id, shift_id, plan_date, route_version, published_version)
    SELECT tenant_id, shift_id, plan_date, 1, 1 FROM shift
    WHERE tenant_id = :tenant AND shift_id = ANY(:shifts)
    ON CONFLICT (tenant_id, shift_id) DO UPDATE SET published_version = route.route_version
""")

_NOT_YET_STARTED = ("booked", "dispatched", "accepted")


async def missing_for_dispatch(
    session: AsyncSession, horizon: Horizon, shift_ids: Iterable[UUID]
) -> Mapping[UUID, tuple[str, ...]]:
    """What each placed visit of these shifts lacks: `consent`, `screening` or both; the gate is
    the database's own, asked beforehand.
    """
    rows = await session.execute(
        _GATE,
        {
            "tenant": horizon.tenant,
            "shifts": sorted(shift_ids),
            "statuses": list(_NOT_YET_STARTED),
        },
    )
    return {row.visit_id: tuple(row.lacks) for row in rows}


async def publish_routes(
    session: AsyncSession,
    horizon: Horizon,
    shift_ids: Iterable[UUID],
    *,
    by_user: UUID | None = None,
) -> Mapping[UUID, tuple[str, ...]]:
    """Dispatch what may be dispatched on these routes and show it to the therapists; answers
    with the visits that were left out and what they lack.
    """
    shifts = sorted(set(shift_ids))
    if not shifts:
        return {}
    missing = await missing_for_dispatch(session, horizon, shifts)
    ready = [key for key, lacks in missing.items() if not lacks]
    scope = {"tenant": horizon.tenant, "ids": ready}
    dispatched = await session.execute(_DISPATCH, scope)
    fresh = sorted((row.visit_id, row.therapist_id) for row in dispatched)
    await session.execute(_SHOW, scope)
    await session.execute(_ROUTES, {"tenant": horizon.tenant, "shifts": shifts})
    type_ = VisitEventType.PUBLISHED
    await record(session, horizon.tenant, type_, fresh, at=horizon.now, by_user=by_user)
    for visit_id, _ in fresh:
        await tell.visit_changed(session, horizon.tenant, visit_id)
    return {key: lacks for key, lacks in missing.items() if lacks}


async def publish_changes(
    session: AsyncSession, horizon: Horizon, shift_ids: Iterable[UUID]
) -> None:
    """After a verified change: on a day that a person has published, changed routes publish
    themselves unless the tenant wants to be asked each time.
    """
    if horizon.published and horizon.policy.auto_publish is AutoPublish.SAFE_CHANGES:
        await publish_routes(session, horizon, shift_ids)
