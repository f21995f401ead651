"""Predicted times, written: what the facts of the day say about what is still to come."""

from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.live import tell
from shared.db.live.horizon import Horizon, OccasionKind

# Less than this is noise of the clock, not news for anybody.
_WORTH_TELLING_S = 60

_WRITE = text("""
    UPDATE stop SET predicted_arrival = :arrival, predicted_start = :start,
           predicted_departure = :departure, late_s = :late_s
    WHERE tenant_id = :tenant AND visit_id = :id
      AND (late_s <> :late_s OR predicted_start IS NULL OR predicted_departure IS NULL
           OR abs(extract(epoch FROM predicted_start - :start)) >= :worth
           OR abs(extract(epoch FROM predicted_departure - :departure)) >= :worth)
    RETURNING visit_id
""")

_LATE = text("""
    UPDATE visit v SET late_s = :late_s FROM visit was
    WHERE v.tenant_id = :tenant AND v.visit_id = :id AND v.late_s <> :late_s
      AND was.tenant_id = v.tenant_id AND was.visit_id = v.visit_id
    RETURNING was.late_s
""")


async def refresh_etas(session: AsyncSession, horizon: Horizon) -> tuple[UUID, ...]:
    """Write the horizon's predictions where they moved by a minute; who was in time before and is
    not any more.

    Who becomes late, or is no longer, is told as an alert. Planned times never move.
    """
    newly_late = []
    for key, stop in horizon.stops.items():
        if horizon.occasions[key].kind is not OccasionKind.VISIT:
            continue
        times, clock = stop.predicted, horizon.clock
        row = {
            "tenant": horizon.tenant,
            "id": key,
            "arrival": clock.instant(times.arrival_s),
            "start": clock.instant(times.start_s),
            "departure": clock.instant(times.departure_s),
            "late_s": stop.late_s,
            "worth": _WORTH_TELLING_S,
        }
        if (await session.execute(_WRITE, row)).first() is None:
            continue
        facts = {"shiftId": str(stop.shift_id), "lateS": stop.late_s}
        await tell.visit_changed(session, horizon.tenant, key, **facts)
        before_s = await session.scalar(_LATE, row)
        if before_s is not None:
            await tell.alert(session, horizon.tenant, key, "late", **facts)
        if before_s == 0:
            newly_late.append(key)
    return tuple(newly_late)
