"""What runs all day long reads big tables by an index, with the rows of months in them.

Counted as it happens (`pg_stat_xact_user_tables`), so that reads inside functions, triggers and
policies count as well; an EXPLAIN would not see those.
"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.live.repository import events_after, last_position
from services.api.offers.repository import find_asked, lock_request, patient_busy
from services.api.patients.index import ids_by_phone
from services.api.routes.repository import find_shift, list_stops
from services.dispatcher.planning import rounds
from shared.crypto.keyring import KeyRing
from shared.db.live.expiry import expire_in_the_way
from shared.db.tenant_session import Database
from tests.integration.dispatcher.crowd import BIG, fill
from tests.integration.dispatcher.day import Day, tomorrow
from tests.support.databases import DatabaseUrls

Work = Callable[[AsyncSession, Day], Awaitable[object]]
_SCANS = text("SELECT relname, seq_scan FROM pg_stat_xact_user_tables WHERE seq_scan > 0")


@pytest_asyncio.fixture(scope="module")
async def crowded(door: Database, keyring: KeyRing, db_urls: DatabaseUrls) -> Day:
    """One of two tenants with twenty thousand visits each."""
    days = [await Day(door, keyring).build() for _ in range(2)]
    await fill(db_urls.superuser_url, *days)
    return days[0]


async def an_id(session: AsyncSession, kind: str, n: int) -> UUID:
    """The id of the n-th of the crowd."""
    found: UUID = await session.scalar(
        text("SELECT cast(md5(:kind || cast(:n AS int)) AS uuid)"), {"kind": kind, "n": n}
    )
    return found


async def load_live_routes(session: AsyncSession, day: Day) -> None:
    """A day's routes with who may serve whom."""
    horizon = await day.horizon(session, tomorrow())
    assert len(horizon.quarantined) > 100  # no place of the crowd can be opened


async def replay_stream(session: AsyncSession, day: Day) -> None:
    """What a browser missed."""
    newest = await last_position(session, day.tenant)
    assert len(await events_after(session, day.tenant, newest - 20)) == 20


async def find_caller(session: AsyncSession, day: Day) -> None:
    """A patient by phone."""
    await ids_by_phone(session, day.keyring, day.tenant, "+971501234567")


async def ask_for_offers(session: AsyncSession, day: Day) -> None:
    """The request with all that decides, locked, and when the patient is busy."""
    request, patient = await an_id(session, "request", 77), await an_id(session, "patient", 77)
    await lock_request(session, day.tenant, request)
    assert await find_asked(session, day.tenant, request) is not None
    assert len(await patient_busy(session, day.tenant, patient, request)) == 1
    await expire_in_the_way(session, day.tenant, [await an_id(session, "therapist", 3)], [patient])


async def claim_and_sweep(session: AsyncSession, day: Day) -> None:
    """A worker's two seconds: relay, look, claim."""
    await rounds.ask_for_plans(session, day.tenant, tomorrow())
    await session.execute(text("SELECT * FROM relay_outbox(500)"))
    await session.execute(text("SELECT * FROM due_jobs()"))
    claim = "SELECT * FROM claim_jobs('me', ARRAY['solve-horizon'], 2, interval '10 s')"
    await session.execute(text(claim))


async def show_route(session: AsyncSession, day: Day) -> None:
    """A therapist's page."""
    therapist = await an_id(session, "therapist", 3)
    shift = await find_shift(session, day.tenant, therapist, tomorrow())
    assert shift is not None
    await list_stops(session, day.tenant, shift.shift_id)


@pytest.mark.parametrize(
    "work",
    [
        load_live_routes,
        replay_stream,
        find_caller,
        ask_for_offers,
        claim_and_sweep,
        show_route,
    ],
)
async def test_no_big_table_is_read_from_end_to_end(crowded: Day, work: Work) -> None:
    """Not one sequential scan of a table that grows."""
    async with crowded.database.tenant_session(crowded.tenant) as session:
        await work(session, crowded)
        scanned = {row.relname for row in await session.execute(_SCANS)}
        await session.rollback()
    assert scanned & BIG == set()


async def test_the_count_sees_what_it_should(crowded: Day) -> None:
    """A day that is read without its index is caught, so the cases above are not blind."""
    async with crowded.database.tenant_session(crowded.tenant) as session:
        for way in ("indexscan", "indexonlyscan", "bitmapscan"):
            await session.execute(text(f"SET LOCAL enable_{way} = off"))
        await load_live_routes(session, crowded)
        scanned = {row.relname for row in await session.execute(_SCANS)}
    assert "visit" in scanned
