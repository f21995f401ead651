"""The seeded demo day as a problem: what the planner is asked for when the demo has started.

Seeded as if on a fixed afternoon, in a database of its own; its random ids become numbers, so that
every machine and every year gets the same day.
"""

import asyncio
import json
from datetime import UTC, datetime, timedelta

import asyncpg

from infra.demo.seed import seed
from services.dispatcher.planning.picture import picture
from shared.crypto.keyring import KeyRing
from shared.db.live.load import load_horizon
from shared.db.live.travel import TravelCache
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId
from shared.geo.offline import OfflineTravelTimes
from shared.routing.problem import Problem
from shared.routing.problem_file import problem_to_json
from shared.routing.read_problem import problem_from_json
from shared.settings import Settings, load
from tests.support.databases import DatabaseUrls
from tests.support.stacks import embedded_stack, fresh_database, migrated_template, stack_folder

# Three in the afternoon in Dubai, and in the past: the product dates no event after the database's
# clock.
_NOW = datetime(2026, 10, 14, 11, tzinfo=UTC)
_CLINIC = "marsa"
_DAYS = {"today": 0, "next-day": 1}


def demo_problems() -> dict[str, Problem]:
    """The busier clinic's published day, half of it driven, and its next day, all open."""
    return asyncio.run(_problems())


async def _problems() -> dict[str, Problem]:
    with stack_folder() as folder:
        async with embedded_stack(folder) as stack:
            urls = await fresh_database(stack, await migrated_template(stack))
            settings = load(urls.env)
            await seed(settings, urls.owner_url, now=_NOW)
            return await _read(settings, urls)


async def _read(settings: Settings, urls: DatabaseUrls) -> dict[str, Problem]:
    sql = await asyncpg.connect(urls.superuser_url, ssl=False)
    tenant = TenantId(await sql.fetchval("SELECT tenant_id FROM tenant WHERE slug = $1", _CLINIC))
    await sql.close()
    database, keyring = Database(settings.database_url, 2), KeyRing.read(settings.keys_file)
    travel, found = TravelCache(OfflineTravelTimes()), {}
    try:
        for name, offset in _DAYS.items():
            day = _NOW.date() + timedelta(days=offset)
            async with database.tenant_session(tenant) as session:
                horizon = await load_horizon(session, keyring, travel, tenant, day, now=_NOW)
            found[name] = renamed(picture(horizon).problem)
    finally:
        await database.close()
    return found


def renamed(problem: Problem) -> Problem:
    """The same problem with numbers for ids, by what is known of each."""
    document = problem_to_json(problem)
    text = json.dumps(document)
    names = {
        "v": [visit.id for visit in problem.visits],
        "s": [shift.id for shift in problem.shifts],
        "t": list(dict.fromkeys(shift.therapist for shift in problem.shifts)),
    }
    for prefix, ids in names.items():
        for i, name in enumerate(ids):
            text = text.replace(f'"{name}"', f'"{prefix}{i}"')
    return problem_from_json(json.loads(text))
