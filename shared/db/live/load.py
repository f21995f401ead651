"""Reading a horizon: rows in, one frozen value out. A row that is broken is set aside by name."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Row, TextClause
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live import queries, rows
from shared.db.live.clock import Clock
from shared.db.live.conditions import conditions_of
from shared.db.live.horizon import Horizon, LiveShift, LiveTherapist, Occasion, StopTimes
from shared.db.live.points import PointReader
from shared.db.live.relocate import relocated
from shared.db.live.routed import with_routes
from shared.db.live.travel import Span, TravelCache
from shared.domain.errors import NotFound
from shared.domain.policy import Policy
from shared.domain.service_day import bounds
from shared.domain.tenant import TenantId
from shared.geo.conditions import Conditions
from shared.geo.place import Point


@dataclass(slots=True)
class _Draft:
    """A horizon while it is being read."""

    clock: Clock
    now_s: int
    points: dict[Point, int] = field(default_factory=dict)
    occasions: dict[UUID, Occasion] = field(default_factory=dict)
    planned: dict[UUID, tuple[UUID, StopTimes, bool]] = field(default_factory=dict)
    away: dict[UUID, list[tuple[int, int]]] = field(default_factory=dict)
    quarantined: dict[UUID, str] = field(default_factory=dict)

    def locate(self, point: Point) -> int:
        return self.points.setdefault(point, len(self.points))


async def load_horizon(
    session: AsyncSession,
    keyring: KeyRing,
    travel: TravelCache,
    tenant: TenantId,
    plan_date: date,
    *,
    now: datetime | None = None,
    shifts: Collection[UUID] | None = None,
) -> Horizon:
    """The service day as it stands in this transaction, at its present generation.

    `now` is the database's unless a replay passes another. Raises `NotFound` for an unknown
    tenant; a broken visit or shift never fails the rest (`Horizon.quarantined`). An act on some
    `shifts` alone needs nobody else's stops: only theirs are read then, and no waiting visits.
    """
    only = None if shifts is None else sorted(shifts)
    read = _Reader(session, {"tenant": tenant, "plan_date": plan_date, "shifts": only})
    head = (await read.all(queries.TENANT)).pop()
    policy = Policy.from_json(head.policies)
    zone = ZoneInfo(head.zone)
    clock = Clock(bounds(plan_date, zone, policy.service_day_start)[0])
    at = now or head.now
    draft = _Draft(clock, clock.seconds_up(at))
    points = PointReader(keyring, tenant)
    shift_rows = await read.all(queries.SHIFTS)
    people = await _people(read, shift_rows)
    away = await read.away(shift_rows, at) if shift_rows else []
    live_shifts = _shifts(draft, points, shift_rows, people, away)
    await _occasions(draft, read, points, at)
    whole = _Head(tenant, plan_date, head, policy)
    return await _assemble(draft, travel, live_shifts, people, whole)


@dataclass(frozen=True, slots=True)
class _Reader:
    """Runs the reads of one horizon."""

    session: AsyncSession
    scope: Mapping[str, Any]

    async def all(self, statement: TextClause, **more: object) -> list[Row[Any]]:
        found = list(await self.session.execute(statement, {**self.scope, **more}))
        if not found and statement is queries.TENANT:
            raise NotFound("tenant")
        return found

    async def away(self, shifts: Sequence[Row[Any]], now: datetime) -> list[Row[Any]]:
        return await self.all(
            queries.AWAY,
            ids=list({row.therapist_id for row in shifts}),
            from_=min(row.starts_at for row in shifts),
            until=max(row.ends_at for row in shifts) + timedelta(hours=6),
            now=now,
        )


async def _people(
    read: _Reader, shifts: Sequence[Row[Any]]
) -> Mapping[UUID, tuple[LiveTherapist, Row[Any]]]:
    ids = list({row.therapist_id for row in shifts})
    if not ids:
        return {}
    found = await read.all(queries.THERAPISTS, ids=ids)
    proofs = await read.all(
        queries.CERTIFICATES,
        ids=ids,
        from_=min(row.starts_at for row in shifts),
        until=max(row.ends_at for row in shifts) + timedelta(hours=6),
    )
    values = rows.therapists(found, proofs)
    return {row.therapist_id: (values[row.therapist_id], row) for row in found}


def _shifts(
    draft: _Draft,
    points: PointReader,
    shift_rows: Sequence[Row[Any]],
    people: Mapping[UUID, tuple[LiveTherapist, Row[Any]]],
    away: Sequence[Row[Any]],
) -> dict[UUID, LiveShift]:
    clock = draft.clock
    taken: dict[UUID, list[tuple[int, int]]] = {}
    for row in away:
        taken.setdefault(row.therapist_id, []).append(
            (clock.seconds(row.leave_at), clock.seconds_up(row.ends_at))
        )
    shifts: dict[UUID, LiveShift] = {}
    for row in shift_rows:
        ends_s = clock.seconds(row.ends_at)
        gone = list(taken.get(row.therapist_id, ()))
        if row.status == "ended" and row.ended_at is not None:
            gone.append((min(clock.seconds_up(row.ended_at), ends_s), ends_s))
        try:
            start, end = points.of_shift(row, people[row.therapist_id][1])
        except rows.FAULTS as fault:
            draft.quarantined[row.shift_id] = f"The shift has no usable start place: {fault}"
            continue
        shifts[row.shift_id] = LiveShift(
            id=row.shift_id,
            therapist_id=row.therapist_id,
            starts_s=clock.seconds_up(row.starts_at),
            ends_s=ends_s,
            start_location=draft.locate(start),
            end_location=draft.locate(end),
            status=row.status,
            away=tuple(gone),
        )
    return shifts


async def _occasions(draft: _Draft, read: _Reader, points: PointReader, now: datetime) -> None:
    visit_rows = await read.all(queries.VISITS)
    hold_rows = await read.all(queries.HOLDS, now=now)
    place_ids = list({row.place_id for row in (*visit_rows, *hold_rows)})
    places = {row.place_id: row for row in await read.all(queries.PLACES, ids=place_ids)}
    for row in visit_rows:
        try:
            at = draft.locate(points.of_place(places[row.place_id]))
            draft.occasions[row.visit_id] = rows.visit(row, draft.clock, at)
        except rows.FAULTS as fault:
            _set_aside(draft, row, fault)
            continue
        if row.shift_id is not None:
            times = rows.stop_times(row, draft.clock)
            draft.planned[row.visit_id] = (row.shift_id, times, row.published)
    for row in hold_rows:
        try:
            at = draft.locate(points.of_place(places[row.place_id]))
        except rows.FAULTS:
            continue  # its reservation still keeps the time; the hold expires by itself
        draft.occasions[row.hold_id] = rows.hold(row, draft.clock, at)
        draft.planned[row.hold_id] = (row.shift_id, rows.hold_times(row, draft.clock), False)


def _set_aside(draft: _Draft, row: Row[Any], fault: BaseException) -> None:
    """A broken visit is named; the time of its stop, if it has one, stays taken."""
    draft.quarantined[row.visit_id] = f"The visit cannot be planned: {fault}"
    if row.shift_id is not None:
        span = (draft.clock.seconds(row.leave_at), draft.clock.seconds_up(row.planned_departure))
        draft.away.setdefault(row.shift_id, []).append(span)


@dataclass(frozen=True, slots=True)
class _Head:
    tenant: TenantId
    plan_date: date
    row: Row[Any]
    policy: Policy


async def _assemble(
    draft: _Draft,
    cache: TravelCache,
    shifts: dict[UUID, LiveShift],
    people: Mapping[UUID, tuple[LiveTherapist, Row[Any]]],
    head: _Head,
) -> Horizon:
    for shift_id, spans in draft.away.items():
        if shift_id in shifts:
            before = shifts[shift_id]
            shifts[shift_id] = replace(before, away=(*before.away, *spans))
    zone, conditions = ZoneInfo(head.row.zone), conditions_of(head.row, head.policy)
    span = _span(draft.clock, shifts, conditions)
    whose = (head.tenant, head.plan_date)
    places, travel, estimated = await cache.between(whose, tuple(draft.points), span, zone)
    located = Horizon(
        tenant=head.tenant,
        plan_date=head.plan_date,
        clock=draft.clock,
        zone=zone,
        span=span,
        now_s=draft.now_s,
        generation=head.row.generation or 0,
        published=head.row.status == "published",
        policy=head.policy,
        overtime_s=60 * head.policy.overtime_minutes,
        therapists={key: one for key, (one, _) in people.items()},
        shifts=shifts,
        occasions=draft.occasions,
        stops={},
        routes={},
        unassigned=(),
        quarantined=draft.quarantined,
        points=places,
        travel=travel,
        estimated=estimated,
    )
    at = {point: i for i, point in enumerate(places)}
    return with_routes(relocated(located, [at[point] for point in draft.points]), draft.planned)


def _span(clock: Clock, shifts: Mapping[UUID, LiveShift], conditions: Conditions) -> Span:
    """From the first shift's start to the last one's end; a day without shifts has one band."""
    opens = min((one.starts_s for one in shifts.values()), default=0)
    closes = max((one.ends_s for one in shifts.values()), default=0)
    return Span(clock.epoch, clock.instant(opens), clock.instant(closes), conditions)
