"""Holds on live routes: taken, turned into a visit's stop, given back."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.ids import new_id
from shared.db.live.apply import DEFER, Applied, apply_route, retime, stop_row, write_stops
from shared.db.live.edit import inserted, with_occasion
from shared.db.live.expiry import END, tell_hold
from shared.db.live.horizon import Horizon, Occasion, OccasionKind
from shared.db.live.record import record
from shared.domain.errors import Conflict
from shared.domain.visit_status import VisitEventType

_HOLD = text("""
    INSERT INTO hold (tenant_id, hold_id, request_id, kind, shift_id, therapist_id, plan_date,
                      place_id, service, service_s, opens_at, closes_at, planned_start,
                      expires_at, created_by)
    VALUES (:tenant, :hold_id, :request_id, :kind, :shift_id, :therapist_id, :plan_date,
            :place_id, :service, :service_s, :opens_at, :closes_at, :planned_start,
            :expires_at, :created_by)
""")

_RESERVATION = text("""
    INSERT INTO reservation (tenant_id, reservation_id, therapist_id, kind, shift_id, hold_id,
                             patient_id, occasion_id, leave_at, starts_at, ends_at, expires_at)
    VALUES (:tenant, :reservation_id, :therapist_id, :reservation_kind, :shift_id, :hold_id,
            :patient_id, :hold_id, :planned_start, :planned_start, :ends_at, :expires_at)
""")


@dataclass(frozen=True, slots=True)
class NewHold:
    """A hold to be: `occasion` is pinned to its start, `kind` is *hold* or *clinical*."""

    occasion: Occasion
    request_id: UUID
    kind: str
    expires_at: datetime
    created_by: UUID | None


def hold_occasion(
    horizon: Horizon, shift_id: UUID, start_s: int, location: int, like: Occasion
) -> Occasion:
    """The occasion of a hold: what is asked for (`like`), fixed to this shift and start."""
    return replace(
        like,
        kind=OccasionKind.HOLD,
        location=location,
        promised=True,
        pinned_shift=horizon.shifts[shift_id].id,
        pinned_start_s=start_s,
    )


async def place_hold(
    session: AsyncSession, horizon: Horizon, hold: NewHold, position: int
) -> Applied:
    """Write the hold and its reservation before open stop `position` of its shift, the other
    stops re-timed around it. Raises `RouteBroken` or `TimeTaken`.
    """
    occasion = hold.occasion
    shift_id, start_s = occasion.pinned_shift, occasion.pinned_start_s
    if shift_id is None or start_s is None:
        raise ValueError("a hold is pinned to a shift and a start")
    row = _row(horizon, hold, shift_id, start_s)
    # Its neighbours may still sit where it goes until they are re-timed.
    await session.execute(DEFER)
    await session.execute(_HOLD, row)
    await session.execute(_RESERVATION, row)
    grown = with_occasion(horizon, occasion)
    applied = await apply_route(
        session, grown, shift_id, inserted(grown, shift_id, occasion.id, position)
    )
    await tell_hold(session, occasion.id, hold.request_id)
    return applied


def _row(horizon: Horizon, hold: NewHold, shift_id: UUID, start_s: int) -> dict[str, Any]:
    """The values of a hold and of its reservation."""
    occasion = hold.occasion
    return {
        "tenant": horizon.tenant,
        "hold_id": occasion.id,
        "request_id": hold.request_id,
        "kind": hold.kind,
        "shift_id": shift_id,
        "therapist_id": horizon.shifts[shift_id].therapist_id,
        "plan_date": horizon.plan_date,
        "place_id": occasion.place_id,
        "service": occasion.service,
        "service_s": occasion.service_s,
        "opens_at": horizon.clock.instant(occasion.opens_s),
        "closes_at": horizon.clock.instant(occasion.closes_s),
        "planned_start": horizon.clock.instant(start_s),
        "ends_at": horizon.clock.instant(start_s + occasion.service_s),
        "expires_at": hold.expires_at,
        "created_by": hold.created_by,
        "reservation_id": new_id(),
        "reservation_kind": "clinical-hold" if hold.kind == "clinical" else "hold",
        "patient_id": occasion.patient_id,
    }


async def take_hold(session: AsyncSession, horizon: Horizon, hold_id: UUID, visit_id: UUID) -> None:
    """Turn an active hold into the stop of a visit that was just inserted: same therapist, same
    minutes. Raises `Conflict` (slug `hold-gone`) when it expired or was given back.
    """
    stop = horizon.stops.get(hold_id)
    scope = {"tenant": horizon.tenant, "ids": [hold_id], "status": "taken"}
    ended = (await session.execute(END, scope)).one_or_none()
    if stop is None or ended is None:
        raise Conflict("hold-gone", "The held time has expired; please choose another offer.")
    await write_stops(session, [stop_row(horizon, visit_id, stop.shift_id, stop.planned)])
    therapist_id = horizon.shifts[stop.shift_id].therapist_id
    given = [(visit_id, therapist_id)]
    await record(session, horizon.tenant, VisitEventType.REASSIGNED, given, at=horizon.now)
    await tell_hold(session, hold_id, ended.request_id)


async def release_hold(
    session: AsyncSession, horizon: Horizon, hold_id: UUID, status: str = "released"
) -> None:
    """Give a hold back (*released* or *expired*) and close the gap in its route."""
    scope = {"tenant": horizon.tenant, "ids": [hold_id], "status": status}
    ended = (await session.execute(END, scope)).one_or_none()
    stop = horizon.stops.get(hold_id)
    if stop is not None:
        route = tuple(key for key in horizon.routes[stop.shift_id] if key != hold_id)
        rest = replace(
            horizon,
            routes={**horizon.routes, stop.shift_id: route},
            stops={key: one for key, one in horizon.stops.items() if key != hold_id},
        )
        await retime(session, rest, (stop.shift_id,))
    if ended is not None:
        await tell_hold(session, hold_id, ended.request_id)
