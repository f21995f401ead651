"""What lies before now was lived: events, papers, statuses and actual times of past stops."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.dice import Dice, dice
from infra.demo.door import add_papers, read_booking
from infra.demo.lived import Fact, Leg, Story, finished, lived
from infra.demo.scribe import Scribe, add_event
from infra.demo.stage import Stage
from shared.db.live.etas import refresh_etas
from shared.db.live.load import load_horizon
from shared.db.models.plan import ShiftEvent
from shared.db.models.tenancy import Membership
from shared.db.models.therapist import Shift
from shared.db.models.visit import Visit, VisitEvent
from shared.domain.visit_status import VisitEvent as Event
from shared.domain.visit_status import VisitEventType, VisitState, VisitStatus, recompute

_STOPS = text("""
    SELECT s.visit_id, s.shift_id, s.therapist_id, s.leave_at, s.planned_arrival,
           s.planned_departure, v.status, v.service, v.service_s, v.opens_at, v.closes_at,
           v.request_id, v.patient_id, v.place_id, v.screening_id, v.body_regions,
           v.actual_departed, v.actual_arrival, v.actual_start,
           h.starts_at AS shift_starts, h.ends_at AS shift_ends, h.status AS shift_status
    FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    JOIN shift h ON h.tenant_id = s.tenant_id AND h.shift_id = s.shift_id
    WHERE s.tenant_id = :tenant AND s.plan_date = :day AND s.published
    ORDER BY s.shift_id, s.planned_start
""")

_READ = text("""
    UPDATE route r SET acknowledged_version = r.route_version,
           acknowledged_at = least(h.starts_at, :now) - interval '40 minutes'
    FROM shift h
    WHERE r.tenant_id = :tenant AND r.plan_date = :day AND h.tenant_id = r.tenant_id
      AND h.shift_id = r.shift_id AND h.starts_at <= :soon
""")
_WAITS = ("booked", "dispatched", "accepted")
_BEGUN = ("en-route", "arrived", "in-progress")
_FORGOTTEN = timedelta(hours=4)

_UNFINISHED = text("""
    SELECT DISTINCT v.plan_date FROM visit v
    JOIN stop s ON s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
    WHERE v.tenant_id = :tenant AND v.plan_date <= :today AND v.plan_date > :today - 14
      AND v.status IN ('booked', 'dispatched', 'accepted', 'en-route', 'arrived', 'in-progress')
    ORDER BY v.plan_date
""")


async def unfinished_days(session: AsyncSession, stage: Stage) -> list[date]:
    """The days up to today on which somebody is still expected, also those that nobody ran."""
    scope = {"tenant": stage.tenant, "today": stage.today}
    return list(await session.scalars(_UNFINISHED, scope))


async def live_day(session: AsyncSession, stage: Stage, day: date) -> None:
    """Let therapists have worked the day as far as it goes."""
    scope = {"tenant": stage.tenant, "day": day}
    stops = (await session.execute(_STOPS, scope)).all()
    users = await _accounts(session, stage)
    rng = dice(stage.seed, stage.company.slug, "lived", day)
    facts = [fact for fact in _facts(rng, stage, stops) if fact.at < stage.now]
    await _store(session, stage, rng, stops, facts, users)
    await _settle(session, stage, {fact.visit_id for fact in facts}, stops)
    await _work(session, stage, rng, day, users)
    soon = stage.now + timedelta(hours=3)
    await session.execute(_READ, {**scope, "now": stage.now, "soon": soon})
    horizon = await load_horizon(
        session, stage.keyring, stage.travel, stage.tenant, day, now=stage.now
    )
    await refresh_etas(session, horizon)


async def _accounts(session: AsyncSession, stage: Stage) -> dict[UUID, UUID]:
    rows = await session.execute(
        select(Membership.therapist_id, Membership.user_id).where(
            Membership.tenant_id == stage.tenant, Membership.therapist_id.is_not(None)
        )
    )
    return {row.therapist_id: row.user_id for row in rows}


def _facts(rng: Dice, stage: Stage, stops: Sequence[Row[Any]]) -> list[Fact]:
    """Of stops that nothing is known of yet, route by route."""
    routes: dict[UUID, list[Row[Any]]] = {}
    for row in stops:
        if row.status in _WAITS and row.actual_departed is None:
            routes.setdefault(row.shift_id, []).append(row)
    stories = _stories(rng, stage, [row for route in routes.values() for row in route])
    facts: list[Fact] = []
    for route in routes.values():
        legs = [_leg(row) for row in route]
        facts += lived(rng, route[0].shift_starts, legs, stories)
    for row in stops:
        if row.status in _BEGUN and row.planned_departure < stage.now - _FORGOTTEN:
            last = row.actual_start or row.actual_arrival or row.actual_departed
            last = last or row.planned_arrival
            facts += finished(_leg(row), VisitStatus(row.status), last)
    return facts


def _leg(row: Row[Any]) -> Leg:
    return Leg(row.visit_id, row.leave_at, row.planned_arrival, row.opens_at, row.service_s)


def _stories(rng: Dice, stage: Stage, waiting: Sequence[Row[Any]]) -> dict[UUID, Story]:
    """One patient is not at home; one therapist gets stuck, about now."""
    over = [row for row in waiting if row.planned_departure < stage.now]
    stories: dict[UUID, Story] = {}
    if len(over) >= 20:
        stories[rng.choice(over).visit_id] = Story.NO_SHOW
        hour = timedelta(hours=1)
        recent = [row for row in over if row.planned_departure > stage.now - hour] or over
        stories[rng.choice(recent).visit_id] = Story.JAM
    return stories


async def _store(
    session: AsyncSession,
    stage: Stage,
    rng: Dice,
    stops: Sequence[Row[Any]],
    facts: Sequence[Fact],
    users: dict[UUID, UUID],
) -> None:
    by_visit = {row.visit_id: row for row in stops}
    scribe = Scribe(stage, rng)
    for fact in facts:
        row = by_visit[fact.visit_id]
        user = users[row.therapist_id]
        papers = None
        if fact.type is VisitEventType.START and row.service == "dry-needling":
            booking = await read_booking(session, stage, row)
            papers = add_papers(scribe, booking, fact.at, user)
            add_event(scribe, fact.visit_id, VisitEventType.PAPERS.value, fact.at, by_user=user)
        add_event(
            scribe,
            fact.visit_id,
            fact.type.value,
            fact.at,
            by_user=user,
            therapist_id=row.therapist_id,
            system=False,
            papers=papers,
        )
    await scribe.write(session)


async def _settle(
    session: AsyncSession, stage: Stage, touched: set[UUID], stops: Sequence[Row[Any]]
) -> None:
    """Statuses and actual times follow from the events, by the product's own rule."""
    service = {row.visit_id: row.service for row in stops}
    found = await session.execute(
        select(
            VisitEvent.visit_id,
            VisitEvent.client_event_id,
            VisitEvent.type,
            VisitEvent.occurred_at,
            VisitEvent.therapist_id,
            VisitEvent.papers,
        )
        .where(VisitEvent.tenant_id == stage.tenant, VisitEvent.visit_id.in_(touched))
        .order_by(VisitEvent.recorded_at, VisitEvent.event_id)
    )
    events: dict[UUID, list[Event]] = {}
    for number, row in enumerate(found):
        events.setdefault(row.visit_id, []).append(
            Event(
                id=row.client_event_id,
                type=VisitEventType(row.type),
                occurred_at=row.occurred_at,
                recorded=number,
                therapist_id=row.therapist_id,
                papers=row.papers is not None,
            )
        )
    for visit_id, told in sorted(events.items()):
        state = recompute(told, papers_required=service[visit_id] == "dry-needling")
        await _set_state(session, stage, visit_id, state)


async def _set_state(
    session: AsyncSession, stage: Stage, visit_id: UUID, state: VisitState
) -> None:
    await session.execute(
        update(Visit)
        .where(Visit.tenant_id == stage.tenant, Visit.visit_id == visit_id)
        .values(
            status=state.status.value,
            actual_departed=state.actual_departed,
            actual_arrival=state.actual_arrival,
            actual_start=state.actual_start,
            actual_end=state.actual_end,
        )
    )


async def _work(
    session: AsyncSession, stage: Stage, rng: Dice, day: date, users: dict[UUID, UUID]
) -> None:
    """Shifts that have begun are started, and ended when their time is over."""
    rows = await session.execute(
        select(
            Shift.shift_id, Shift.therapist_id, Shift.starts_at, Shift.ends_at, Shift.status
        ).where(
            Shift.tenant_id == stage.tenant,
            Shift.plan_date == day,
            Shift.status.in_(("planned", "started")),
            Shift.starts_at <= stage.now,
        )
    )
    scribe = Scribe(stage, rng)
    for row in rows.all():
        over = row.ends_at <= stage.now
        values: dict[str, Any] = {"status": "ended" if over else "started"}
        if row.status == "planned":
            _clock_in(scribe, row.shift_id, "shift-start", row.starts_at, users[row.therapist_id])
            values["started_at"] = row.starts_at
        if over:
            _clock_in(scribe, row.shift_id, "shift-end", row.ends_at, users[row.therapist_id])
            values["ended_at"] = row.ends_at
        await session.execute(
            update(Shift)
            .where(Shift.tenant_id == stage.tenant, Shift.shift_id == row.shift_id)
            .values(**values)
        )
    await scribe.write(session)


def _clock_in(scribe: Scribe, shift_id: UUID, type_: str, at: datetime, user: UUID) -> None:
    event_id = scribe.new_id(at)
    scribe.add(
        ShiftEvent,
        event_id=event_id,
        shift_id=shift_id,
        type=type_,
        occurred_at=at,
        recorded_at=at,
        client_event_id=f"demo:{event_id}",
        by_user=user,
    )
