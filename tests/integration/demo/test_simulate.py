"""The simulation against the running product."""

import asyncio
import contextlib
import json
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from infra.demo.seed import seed
from infra.demo.simulate import simulate
from infra.local.stack import Stack
from shared.settings import load
from tests.support.databases import DatabaseUrls
from tests.support.rollover import today
from tests.support.stacks import running_services

LIVED_S = 40


async def test_people_act_through_the_public_api(
    stack: Stack, db_urls: DatabaseUrls, capsys: pytest.CaptureFixture[str]
) -> None:
    """Within seconds callers are noted; what therapists report is never dated in the future, and
    each act is a line.
    """
    settings = load(db_urls.env)
    await today(timedelta(seconds=LIVED_S + 40))  # at its end everybody would go home
    await seed(settings, db_urls.owner_url)
    logins = json.loads(settings.keys_file.with_name("logins.json").read_text())
    async with running_services(stack, db_urls) as service:
        began = datetime.now(UTC)
        capsys.readouterr()
        with contextlib.suppress(TimeoutError):
            info = {"url": service.base_url, "logins": logins}
            await asyncio.wait_for(simulate(info, speed=600, seed=3), LIVED_S)
    sql = await asyncpg.connect(db_urls.superuser_url, ssl=False)
    calls = await sql.fetchval(
        "SELECT count(*) FROM request WHERE created_at >= $1 AND channel = 'phone'", began
    )
    assert calls >= 2
    late = await sql.fetchval("SELECT count(*) FROM visit_event WHERE occurred_at > now()")
    assert late == 0
    lines = capsys.readouterr().out.splitlines()
    assert sum("notes a request" in line for line in lines) >= calls - 1
    assert not [line for line in lines if "refused" in line]
    await sql.close()
