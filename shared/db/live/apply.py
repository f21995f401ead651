"""Writing routes: the only place where stops come to be, move and go.

The caller holds the shifts' locks (`change.lock_shifts`) and has read the horizon after taking
them. Every route is timed and verified before a row is written; the database's constraints are
the last gate, deferred only while the rows of one call are half written.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db import outbox
from shared.db.errors import EXCLUSION, sqlstate
from shared.db.live.expiry import expire_in_the_way
from shared.db.live.horizon import Horizon, OccasionKind, StopTimes
from shared.db.live.record import record, record_freed
from shared.db.live.schedule import RouteBroken, Schedule, schedule
from shared.domain.errors import Conflict
from shared.domain.reasons import UnassignedReason
from shared.domain.visit_status import VisitEventType

DEFER = text("SET CONSTRAINTS reservation_therapist_free, reservation_patient_free DEFERRED")
_CHECK = text("SET CONSTRAINTS reservation_therapist_free, reservation_patient_free IMMEDIATE")

_STOP = text("""
    INSERT INTO stop (tenant_id, visit_id, shift_id, therapist_id, plan_date, leave_at,
                      planned_arrival, planned_start, planned_departure, predicted_arrival,
                      predicted_start, predicted_departure, travel_s)
    VALUES (:tenant, :id, :shift_id, :therapist_id, :plan_date, :leave_at, :arrival, :start,
            :departure, :arrival, :start, :departure, :travel_s)
    ON CONFLICT (tenant_id, visit_id) DO UPDATE
    SET shift_id = excluded.shift_id, therapist_id = excluded.therapist_id,
        plan_date = excluded.plan_date, leave_at = excluded.leave_at,
        planned_arrival = excluded.planned_arrival, planned_start = excluded.planned_start,
        planned_departure = excluded.planned_departure,
        predicted_arrival = excluded.predicted_arrival,
        predicted_start = excluded.predicted_start,
        predicted_departure = excluded.predicted_departure, travel_s = excluded.travel_s,
        late_s = 0,
        published = stop.published AND stop.shift_id = excluded.shift_id
""")

_HOLD = text("""
    UPDATE reservation SET leave_at = :leave_at
    WHERE tenant_id = :tenant AND hold_id = :id AND active
""")

_GIVEN = text("""
    UPDATE visit SET plan_date = :plan_date, unassigned_reason = NULL, quarantine_reason = NULL,
           status = CASE WHEN status IN ('dispatched', 'accepted') THEN 'booked' ELSE status END
    WHERE tenant_id = :tenant AND visit_id = ANY(:ids)
""")

_DROP = text("DELETE FROM stop WHERE tenant_id = :tenant AND visit_id = ANY(:ids)")

_LEFT_OUT = text("""
    UPDATE visit SET unassigned_reason = :reason,
           status = CASE WHEN status IN ('dispatched', 'accepted', 'en-route', 'arrived')
                         THEN 'booked' ELSE status END
    WHERE tenant_id = :tenant AND visit_id = :id
""")

_ROUTE = text("""
    INSERT INTO route (tenant_id, shift_id, plan_date, route_version, travel_s)
    VALUES (:tenant, :shift_id, :plan_date, 1, :travel_s)
    ON CONFLICT (tenant_id, shift_id) DO UPDATE
    SET route_version = route.route_version + 1, travel_s = excluded.travel_s,
        plan_date = excluded.plan_date
""")


class TimeTaken(Conflict):
    """Somebody was faster: the therapist or the patient is taken at that time."""

    def __init__(self) -> None:
        super().__init__("time-taken", "That time has just been taken; please choose another.")


@dataclass(frozen=True, slots=True)
class Applied:
    """What was written: shifts whose route changed, visits given to another or a first
    therapist, and visits that have no stop any more.
    """

    shifts: tuple[UUID, ...]
    given: tuple[UUID, ...]
    dropped: tuple[UUID, ...]


async def apply_route(
    session: AsyncSession, horizon: Horizon, shift_id: UUID, free: Sequence[UUID]
) -> Applied:
    """Write one shift's open part in this order; see `apply_routes`."""
    return await apply_routes(session, horizon, {shift_id: free})


async def apply_routes(
    session: AsyncSession,
    horizon: Horizon,
    routes: Mapping[UUID, Sequence[UUID]],
    *,
    reasons: Mapping[UUID, UnassignedReason] | None = None,
    by_user: UUID | None = None,
    allow: frozenset[str] = frozenset(),
) -> Applied:
    """Write the open parts of these shifts, in this order of occasions.

    A visit that was on one of them and is on none now loses its stop and gets its reason (default
    *not planned yet*); a hold cannot be dropped so. `allow` names violations that somebody
    accepted; the database accepts none. Raises `RouteBroken` when a route breaks a
    rule, `TimeTaken` when a constraint says that somebody was faster. Bumps no generation.
    """
    schedules = {key: schedule(horizon, key, free, allow) for key, free in sorted(routes.items())}
    was_on = {key for shift_id in routes for key in horizon.free_part(shift_id)}
    now_on = {key: shift_id for shift_id, free in routes.items() for key in free}
    dropped = tuple(sorted(key for key in was_on if key not in now_on))
    why = {key: (reasons or {}).get(key, UnassignedReason.NOT_PLANNED_YET) for key in dropped}
    patients = (horizon.occasions[key].patient_id for key in now_on)
    therapists = (horizon.shifts[shift_id].therapist_id for shift_id in routes)
    await expire_in_the_way(session, horizon.tenant, therapists, filter(None, patients))
    try:
        await session.execute(DEFER)
        await drop_stops(session, horizon, why, by_user)
        given = await _give(session, horizon, now_on, by_user)
        changed = await _write(session, horizon, routes, schedules)
        await session.execute(_CHECK)
    except DBAPIError as error:
        if sqlstate(error) == EXCLUSION:
            raise TimeTaken from error
        raise
    await _tell(session, horizon, {key: schedules[key].travel_s for key in changed})
    return Applied(tuple(changed), given, dropped)


async def drop_stops(
    session: AsyncSession,
    horizon: Horizon,
    reasons: Mapping[UUID, UnassignedReason],
    by_user: UUID | None = None,
    cause: UUID | None = None,
) -> Horizon:
    """Delete the stops of these visits, each with its reason; the horizon without them.

    The routes that stay are not re-timed: `retime` does that. The events keep whose the visits
    were and, for `restore`, the absence or certificate that was the cause.
    """
    if reasons:
        await session.execute(_DROP, {"tenant": horizon.tenant, "ids": list(reasons)})
        rows = [
            {"tenant": horizon.tenant, "id": key, "reason": why.value}
            for key, why in reasons.items()
        ]
        await session.execute(_LEFT_OUT, rows)
        await record_freed(session, horizon, reasons, by_user, cause)
    return replace(
        horizon,
        stops={key: stop for key, stop in horizon.stops.items() if key not in reasons},
        routes={
            shift_id: tuple(key for key in route if key not in reasons)
            for shift_id, route in horizon.routes.items()
        },
        unassigned=(*horizon.unassigned, *reasons),
    )


async def retime(session: AsyncSession, horizon: Horizon, shift_ids: Iterable[UUID]) -> None:
    """Write new times for routes that lost stops. A route that runs so late that no legal times
    exist keeps the ones it has, which nobody else can have taken.
    """
    for shift_id in shift_ids:
        try:
            applied = await apply_route(session, horizon, shift_id, horizon.free_part(shift_id))
        except RouteBroken:
            applied = Applied((), (), ())
        if not applied.shifts:
            await _tell(session, horizon, {shift_id: 0})


async def _give(
    session: AsyncSession, horizon: Horizon, now_on: Mapping[UUID, UUID], by_user: UUID | None
) -> tuple[UUID, ...]:
    """Visits that change hands lose the status that the old therapist gave them."""
    given = [
        (key, horizon.shifts[shift_id].therapist_id)
        for key, shift_id in sorted(now_on.items())
        if horizon.occasions[key].kind is OccasionKind.VISIT
        and (key not in horizon.stops or horizon.stops[key].shift_id != shift_id)
    ]
    ids = [key for key, _ in given]
    if ids:
        scope = {"tenant": horizon.tenant, "plan_date": horizon.plan_date, "ids": ids}
        await session.execute(_GIVEN, scope)
    type_ = VisitEventType.REASSIGNED
    await record(session, horizon.tenant, type_, given, at=horizon.now, by_user=by_user)
    return tuple(ids)


async def _write(
    session: AsyncSession,
    horizon: Horizon,
    routes: Mapping[UUID, Sequence[UUID]],
    schedules: Mapping[UUID, Schedule],
) -> list[UUID]:
    """Only what differs is written, so that an unchanged route wakes nobody up."""
    stops: list[dict[str, Any]] = []
    holds: list[dict[str, Any]] = []
    changed: list[UUID] = []
    for shift_id, plan in schedules.items():
        differing = [
            (key, times)
            for key, times in plan.times.items()
            if not _same(horizon, key, shift_id, times)
        ]
        if not differing and tuple(routes[shift_id]) == horizon.free_part(shift_id):
            continue
        changed.append(shift_id)
        for key, times in differing:
            is_visit = horizon.occasions[key].kind is OccasionKind.VISIT
            (stops if is_visit else holds).append(stop_row(horizon, key, shift_id, times))
    await write_stops(session, stops)
    if holds:
        await session.execute(_HOLD, [_only(row, "tenant", "id", "leave_at") for row in holds])
    return changed


def _same(horizon: Horizon, key: UUID, shift_id: UUID, times: StopTimes) -> bool:
    stop = horizon.stops.get(key)
    return stop is not None and stop.shift_id == shift_id and stop.planned == times


async def write_stops(session: AsyncSession, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert or change stops, as `stop_row` made them."""
    if rows:
        await session.execute(_STOP, list(rows))


def stop_row(horizon: Horizon, key: UUID, shift_id: UUID, times: StopTimes) -> dict[str, Any]:
    """A stop with these planned times; predicted the same until the next fact."""
    at: dict[str, datetime] = {
        "leave_at": horizon.clock.instant(times.leave_s),
        "arrival": horizon.clock.instant(times.arrival_s),
        "start": horizon.clock.instant(times.start_s),
        "departure": horizon.clock.instant(times.departure_s),
    }
    return {
        "tenant": horizon.tenant,
        "id": key,
        "shift_id": shift_id,
        "therapist_id": horizon.shifts[shift_id].therapist_id,
        "plan_date": horizon.plan_date,
        "travel_s": times.arrival_s - times.leave_s,
        **at,
    }


def _only(row: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: row[name] for name in names}


async def _tell(session: AsyncSession, horizon: Horizon, travel_s: Mapping[UUID, int]) -> None:
    for shift_id, seconds in travel_s.items():
        therapist_id = horizon.shifts[shift_id].therapist_id
        row = {
            "tenant": horizon.tenant,
            "shift_id": shift_id,
            "plan_date": horizon.plan_date,
            "travel_s": seconds,
        }
        await session.execute(_ROUTE, row)
        await outbox.publish(
            session,
            "route.changed",
            {
                "id": str(shift_id),
                "shiftId": str(shift_id),
                "therapistId": str(therapist_id),
                "planDate": horizon.plan_date.isoformat(),
            },
        )
