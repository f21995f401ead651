"""The seeded demo, served as `make demo` serves it, for a browser to look at."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from infra.local.stack import Stack
from shared.domain.service_day import service_day
from tests.support.clinic import DUBAI
from tests.support.databases import DatabaseUrls
from tests.support.rollover import today
from tests.support.stacks import running_services

ROOT = Path(__file__).resolve().parents[2]
# On a loaded machine, and with a seed before it.
TEST_LASTS = timedelta(seconds=100)


@dataclass(frozen=True, slots=True)
class Login:
    """An account as it is printed."""

    tenant: str
    role: str
    email: str
    password: str


@dataclass(frozen=True, slots=True)
class Demo:
    """Where it is served, on which database, and who can log in, the large tenant first; and what
    gives it the present service day when another one has begun since.
    """

    url: str
    urls: DatabaseUrls
    logins: tuple[Login, ...]
    keep_up: Callable[[], Awaitable[None]]

    def login(self, role: str) -> Login:
        """Of the large tenant."""
        return next(one for one in self.logins if one.role == role)


def day(offset: int) -> date:
    """A service day before or after the current one."""
    return service_day(datetime.now(UTC), DUBAI) + timedelta(days=offset)


@asynccontextmanager
async def served_demo(stack: Stack, urls: DatabaseUrls) -> AsyncIterator[Demo]:
    """Seed, then start api and dispatcher; short solves, since the tests look at pages."""
    env = {**os.environ, **urls.env, "ROUNDS_OWNER_DATABASE_URL": urls.owner_url}
    seeded: set[date] = set()

    async def keep_up() -> None:
        if (current := await today(TEST_LASTS)) in seeded:
            return
        seed = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "infra.demo.seed", cwd=ROOT, env=env
        )
        assert await seed.wait() == 0, "the seed failed"
        seeded.add(current)

    await keep_up()
    logins = tuple(Login(**entry) for entry in json.loads(stack.layout.logins.read_text()))
    extra = {"ROUNDS_SOLVE_SECONDS": "3"}
    async with running_services(stack, urls, extra) as running:
        yield Demo(running.base_url, urls, logins, keep_up)
