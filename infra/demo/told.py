"""The evening before: one visit is called off, the day is published, one therapist declines."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.dice import dice
from infra.demo.scribe import Scribe, add_event
from infra.demo.stage import Staff, Stage
from shared.db.live.edit import remove_visit
from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_routes
from shared.db.models.plan import Plan
from shared.db.models.request import Request
from shared.db.models.visit import Visit


async def publish_day(session: AsyncSession, stage: Stage, staff: Staff, day: date) -> None:
    """Publish a day that nobody has published yet, as a dispatcher did at eight in the evening."""
    status = await session.scalar(
        select(Plan.status).where(Plan.tenant_id == stage.tenant, Plan.plan_date == day)
    )
    if status == "published":
        return
    horizon = await _horizon(session, stage, day)
    if len(horizon.stops) > 20:
        await _call_off(session, stage, staff, horizon)
        horizon = await _horizon(session, stage, day)
    dispatcher = staff.users["dispatcher"]
    await publish_routes(session, horizon, horizon.shifts, by_user=dispatcher)
    if len(horizon.stops) > 20:
        await _decline(session, stage, staff, horizon)
    await session.execute(
        update(Plan)
        .where(Plan.tenant_id == stage.tenant, Plan.plan_date == day)
        .values(status="published", published_at=stage.published_at(day), published_by=dispatcher)
    )


async def _horizon(session: AsyncSession, stage: Stage, day: date) -> Horizon:
    told = stage.published_at(day)
    return await load_horizon(session, stage.keyring, stage.travel, stage.tenant, day, now=told)


async def _call_off(session: AsyncSession, stage: Stage, staff: Staff, horizon: Horizon) -> None:
    """A patient feels better and calls: the stop goes, the visit stays on record."""
    rng = dice(stage.seed, stage.company.slug, "cancelled", horizon.plan_date)
    visit_id = rng.choice(sorted(horizon.stops))
    agent = staff.users["agent"]
    await remove_visit(session, horizon, visit_id, by_user=agent)
    scribe = Scribe(stage, rng)
    add_event(scribe, visit_id, "cancelled", horizon.now, by_user=agent)
    await scribe.write(session)
    mine = (Visit.tenant_id == stage.tenant, Visit.visit_id == visit_id)
    await session.execute(
        update(Visit).where(*mine).values(status="cancelled", unassigned_reason=None)
    )
    asked = select(Visit.request_id).where(*mine).scalar_subquery()
    await session.execute(
        update(Request)
        .where(Request.tenant_id == stage.tenant, Request.request_id == asked)
        .values(status="cancelled")
    )


async def _decline(session: AsyncSession, stage: Stage, staff: Staff, horizon: Horizon) -> None:
    """A visit was offered to somebody else, who declined, and came back to its therapist."""
    rng = dice(stage.seed, stage.company.slug, "declined", horizon.plan_date)
    visit_id = rng.choice(sorted(horizon.stops))
    mine = horizon.shifts[horizon.stops[visit_id].shift_id].therapist_id
    other: UUID = rng.choice(sorted(key for key in horizon.therapists if key != mine))
    scribe, dispatcher = Scribe(stage, rng), staff.users["dispatcher"]
    steps = (
        ("reassigned", other),
        ("published", other),
        ("decline", other),
        ("reassigned", mine),
        ("published", mine),
    )
    for number, (type_, therapist) in enumerate(steps, start=1):
        add_event(
            scribe,
            visit_id,
            type_,
            min(horizon.now + timedelta(minutes=7 * number), stage.now),
            by_user=None if type_ == "decline" else dispatcher,
            therapist_id=therapist,
            system=type_ != "decline",
        )
    await scribe.write(session)
