"""What Postgres refuses reaches people as a sentence with a stable slug."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
import pytest_asyncio
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.dispatcher.worker import LEASE
from shared.db.errors import SENTENCES, refusal, retry_deadlocks
from shared.db.tenant_session import Database
from shared.domain.errors import Conflict, Unavailable
from shared.domain.tenant import TenantId
from tests.integration.db.world import World
from tests.support.databases import DatabaseUrls


@pytest_asyncio.fixture(scope="module")
async def database(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """A small pool."""
    database = Database(db_urls.app_url, pool=2)
    yield database
    await database.close()


async def refused(database: Database, world: World, statement: str) -> DBAPIError:
    """What SQLAlchemy raises for it."""
    with pytest.raises(DBAPIError) as caught:
        async with database.tenant_connection(TenantId(world.tenant)) as connection:
            await connection.execute(text(statement))
    return caught.value


async def two_stops(world: World) -> None:
    """One at 60 minutes, one at 120."""
    async with world.acting() as c:
        for start in (60, 120):
            await world.stop(c, await world.booked(c), start)


@pytest.mark.parametrize(
    ("statement", "slug", "words"),
    [
        (
            "UPDATE stop SET leave_at = '2031-03-04 09:29Z' WHERE leave_at > '2031-03-04 09:30Z'",
            "time-taken",
            "The therapist's time was taken meanwhile.",
        ),
        (
            "UPDATE certificate SET revoked_at = now() WHERE kind = 'licence'",
            "certificate-needed",
            "is planned and needs this licence certificate",
        ),
        ("UPDATE visit SET status = 'dispatched'", "consent-missing", "Nobody has consented"),
        ("UPDATE visit SET service_s = 0", "rule-broken", "breaks a rule"),
        (
            "UPDATE visit SET place_id = gen_random_uuid()",
            "reference-missing",
            "does not exist",
        ),
        (
            "INSERT INTO plan (tenant_id, plan_date) SELECT tenant_id, plan_date FROM stop",
            "already-exists",
            "exists already",
        ),
    ],
)
async def test_words(
    database: Database, world: World, statement: str, slug: str, words: str
) -> None:
    """Rules by their own sentence, the rest by their kind; never a constraint's or row's detail."""
    await two_stops(world)
    told = refusal(await refused(database, world, statement))
    assert isinstance(told, Conflict)
    assert told.slug == slug
    assert words in told.message


async def test_statement_timeout(database: Database, world: World) -> None:
    """Waiting too long is "try again", not a defect."""

    async def wait_too_long() -> None:
        async with database.tenant_connection(TenantId(world.tenant)) as connection:
            await connection.execute(text("SELECT set_config('statement_timeout', '10', true)"))
            await connection.execute(text("SELECT pg_sleep(1)"))

    with pytest.raises(DBAPIError) as caught:
        await wait_too_long()
    assert isinstance(refusal(caught.value), Unavailable)


async def test_who_stalls_in_a_transaction_holds_its_rows_no_longer_than_two_leases(
    database: Database, world: World
) -> None:
    """Else whoever takes the job of a frozen worker over waits for what that one has locked."""
    async with database.tenant_connection(TenantId(world.tenant)) as connection:
        found = await connection.execute(
            text(
                "SELECT setting::int FROM pg_settings"
                " WHERE name = 'idle_in_transaction_session_timeout'"
            )
        )
        allowed = timedelta(milliseconds=found.scalar_one())
    assert timedelta(0) < allowed <= 2 * LEASE


async def test_defects_have_no_words(database: Database, world: World) -> None:
    """A mistake of ours is nobody's refusal."""
    assert refusal(await refused(database, world, "SELECT nothing FROM visit")) is None


async def test_deadlocks_are_tried_again(database: Database, world: World) -> None:
    """Three times in all; any other error at once."""
    tries = 0

    async def lose() -> None:
        nonlocal tries
        tries += 1
        raise await refused(
            database, world, "DO $$ BEGIN RAISE EXCEPTION USING ERRCODE = '40P01'; END $$"
        )

    with pytest.raises(DBAPIError):
        await retry_deadlocks(lose, jitter=lambda: 0.0)
    assert tries == 3


async def test_every_rule_has_words(database: Database, world: World) -> None:
    """Each rule that a trigger names in `refuse(...)` has a slug, except our own bookkeeping."""
    async with world.acting() as c:
        rows = await c.fetch(
            "SELECT DISTINCT m[1] AS rule FROM pg_proc, "
            "regexp_matches(prosrc, 'refuse\\(\\s*''([a-z_]+)''', 'g') m "
            "WHERE pronamespace = 'public'::regnamespace"
        )
    assert len(rows) > 10
    bookkeeping = {"stop_keeps_visit", "reservation_follows_stop", "stop_released_when_over"}
    assert {row["rule"] for row in rows} - set(SENTENCES) == bookkeeping
