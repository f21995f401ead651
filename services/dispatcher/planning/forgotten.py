"""Shifts whose end nobody reported: half a day after it they are over, in the rows as in every
reading of them. The end is taken to be the planned one until the therapist tells another.
"""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import outbox
from shared.db.ids import new_id
from shared.db.live.change import changed
from shared.domain.tenant import TenantId

# The same twelve hours after which the therapist's page shows the next route.
_FORGOTTEN = text("""
    SELECT shift_id, therapist_id, plan_date, greatest(ends_at, started_at) AS ended_at FROM shift
    WHERE tenant_id = :tenant AND status = 'started'
      AND ends_at <= clock_timestamp() - interval '12 hours'
    ORDER BY shift_id LIMIT 100 FOR NO KEY UPDATE SKIP LOCKED
""")

# Nobody's word: `by_user` stays empty, so that a person's later word outweighs it.
_EVENT = text("""
    INSERT INTO shift_event (tenant_id, event_id, shift_id, type, occurred_at, client_event_id)
    VALUES (:tenant, :event_id, :shift, 'shift-end', :at, 'forgotten')
    ON CONFLICT (tenant_id, shift_id, client_event_id) DO NOTHING
""")

_END = text("""
    UPDATE shift SET status = 'ended', ended_at = :at
    WHERE tenant_id = :tenant AND shift_id = :shift
""")


async def end_forgotten(session: AsyncSession, tenant: TenantId) -> int:
    """Write down that they have ended, and tell the boards; how many there were."""
    rows = list(await session.execute(_FORGOTTEN, {"tenant": tenant}))
    for row in rows:
        scope = {"tenant": tenant, "shift": row.shift_id, "at": row.ended_at}
        await session.execute(_EVENT, {**scope, "event_id": new_id()})
        await session.execute(_END, scope)
        payload = {
            "id": str(row.shift_id),
            "shiftId": str(row.shift_id),
            "therapistId": str(row.therapist_id),
        }
        await outbox.publish(session, "route.changed", payload)
    for day in sorted({row.plan_date for row in rows}):
        await changed(session, day, "shift-end")
    return len(rows)
