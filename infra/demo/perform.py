"""Writing the demo: each tenant in one transaction, so that it is there whole or not at all."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.cast import Company
from infra.demo.company import cast_therapist, hire, open_company, staff_of
from infra.demo.fill import fill_day
from infra.demo.gate import SEEDED, Found
from infra.demo.inbox import change_promise, fill_desks, strand
from infra.demo.past import live_day, unfinished_days
from infra.demo.rota import on_shift_now_or_next, post_rota
from infra.demo.stage import Staff, Stage
from infra.demo.told import publish_day
from services.api.auth.passwords import hash_password
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.jobs import bump_generation, enqueue
from shared.db.live.travel import TravelCache
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId
from shared.geo.offline import OfflineTravelTimes
from shared.jobs import JobKind, LearnTravel, SolveHorizon, to_json
from shared.settings import Settings

# From the end of the seed: services have started by then, and every company's today is planned.
_LATER = timedelta(seconds=45)


async def perform(
    settings: Settings,
    found: Found,
    companies: Sequence[Company],
    password: str,
    now: datetime,
    seed: int,
) -> None:
    """Write what these companies lack of the current service day and the two after it."""
    database = Database(settings.database_url, 3)
    keyring = KeyRing.read(settings.keys_file)
    password_hash = await hash_password(password)
    try:
        for company in companies:
            tenant = await _tenant(database, found.tenants.get(company.slug), company)
            travel = TravelCache(OfflineTravelTimes())
            stage = Stage(database, keyring, travel, company, tenant, now, seed)
            async with database.tenant_session(tenant) as session:
                await _stage(session, stage, password_hash)
    finally:
        await database.close()


async def _tenant(database: Database, known: UUID | None, company: Company) -> TenantId:
    return await open_company(database, company) if known is None else TenantId(known)


async def _stage(session: AsyncSession, stage: Stage, password_hash: str) -> None:
    staff = await staff_of(session, stage)
    if not staff.therapists:
        staff = await hire(session, stage, password_hash)
    await post_rota(session, stage)
    await strand(session, stage, staff)
    for offset, visits in zip(range(-1, 3), stage.company.visits, strict=True):
        await fill_day(session, stage, staff, stage.day(offset), visits)
    unfinished = await unfinished_days(session, stage)
    for day in unfinished:
        await bump_generation(session, day)
        await publish_day(session, stage, staff, day)
        await live_day(session, stage, day)
    await fill_desks(session, stage, staff)
    await change_promise(session, stage)
    await cast_therapist(session, stage, await on_shift_now_or_next(session, stage), password_hash)
    await _sign(session, stage, staff)
    await _ask_for_plans(session, stage, unfinished)


async def _sign(session: AsyncSession, stage: Stage, staff: Staff) -> None:
    """Leave the mark that makes the next run quick."""
    actor, noun = staff.users["operator"], stage.today.isoformat()
    await audit.record(session, stage.tenant, actor, SEEDED, noun, None)


async def _ask_for_plans(session: AsyncSession, stage: Stage, unfinished: Sequence[date]) -> None:
    """Today now, of every company; then the days around it, and what yesterday teaches.

    In the morning a whole day is ahead: learned in the middle, it would be planned twice over.
    """
    now = (await session.execute(select(func.clock_timestamp()))).scalar_one()
    yesterday, today = stage.day(-1), stage.today
    lived = [day for day in unfinished if day == yesterday]
    for day in (*lived, today, stage.day(1), stage.day(2)):
        wish, generation = to_json(SolveHorizon(day, "demo")), await bump_generation(session, day)
        due = now if day == today else now + _LATER
        await enqueue(session, JobKind.SOLVE_HORIZON, day, wish, due, wanted_generation=generation)
    await enqueue(session, JobKind.LEARN_TRAVEL, yesterday, to_json(LearnTravel()), now + _LATER)
