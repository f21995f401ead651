"""A place that lies elsewhere than was thought: whoever drives there leaves at another time."""

from uuid import UUID

from sqlalchemy import text

from services.api.deps import TenantRequest
from shared.db.live.apply import retime
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed, lock_shifts
from shared.db.live.free import free_visits
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_changes
from shared.db.live.schedule import RouteBroken
from shared.domain.reasons import UnassignedReason

_DAYS = text("""
    SELECT v.plan_date, v.visit_id, s.shift_id
    FROM visit v LEFT JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    WHERE v.tenant_id = :tenant AND v.place_id = :id AND visit_awaits_therapist(v.status)
    ORDER BY v.plan_date, v.visit_id
""")


async def follow_up(tenant: TenantRequest, live: LiveCache, place_id: UUID) -> None:
    """Re-time the routes that go there; a visit that no longer fits leaves its route."""
    session, whose = tenant.session, tenant.tenant_id
    rows = list(await session.execute(_DAYS, {"tenant": whose, "id": place_id}))
    await lock_shifts(session, whose, [row.shift_id for row in rows if row.shift_id])
    for day in sorted({row.plan_date for row in rows}):
        here = [row for row in rows if row.plan_date == day and row.shift_id]
        shifts = sorted({row.shift_id for row in here})
        horizon = await load_horizon(session, live.keyring, live.travel, whose, day)
        try:
            async with session.begin_nested():
                await retime(session, horizon, shifts)
                await publish_changes(session, horizon, shifts)
        except RouteBroken:
            await free_visits(
                session,
                live.keyring,
                live.travel,
                whose,
                [row.visit_id for row in here],
                reason=UnassignedReason.NOT_PLANNED_YET,
                by_user=tenant.user_id,
            )
        await changed(session, day, "place")
