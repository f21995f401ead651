"""Embedded stacks, databases and running services for the fixtures of conftest.py."""

import contextlib
import itertools
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import asyncpg
from redis.asyncio import Redis

from infra.local.database import ensure_database, migrate, with_database
from infra.local.layout import Layout, exclusive
from infra.local.ports import free_port
from infra.local.services import start_services
from infra.local.stack import Stack, Urls, ensure_keys, open_stack
from infra.local.supervisor import Supervisor
from tests.support.databases import DatabaseUrls, RunningService

TEMPLATE = "rounds_template"
_numbers = itertools.count(1)


@contextlib.contextmanager
def stack_folder() -> Iterator[Path]:
    """A folder for one stack; unlike pytest's own, one that `nobody` may pass through.

    Postgres runs as nobody where root may not make user namespaces.
    """
    with tempfile.TemporaryDirectory(prefix="rounds-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o711)
        yield folder / "data"


@contextlib.asynccontextmanager
async def embedded_stack(root: Path) -> AsyncIterator[Stack]:
    """A stack of its own, whatever ROUNDS_DATABASE_URL and ROUNDS_VALKEY_URL say."""
    layout = Layout(root)
    programs = {key: os.environ[key] for key in ("ROUNDS_PG_BIN", "PATH") if key in os.environ}
    with exclusive(layout):
        async with open_stack(layout, programs, _quiet) as stack:
            yield stack


async def migrated_template(stack: Stack) -> str:
    """Keys, and a schema migrated once: every other database of the session is a quick copy."""
    superuser, owner = _known(stack.urls)
    await ensure_keys(stack.layout)
    await ensure_database(superuser, TEMPLATE)
    await migrate(with_database(owner, TEMPLATE), stack.layout)
    return TEMPLATE


async def fresh_database(stack: Stack, template: str) -> DatabaseUrls:
    """A new database with the schema and no rows."""
    superuser, owner = _known(stack.urls)
    number = next(_numbers)
    name = f"rounds_test_{number}"
    connection = await asyncpg.connect(superuser, ssl=False)
    try:
        await connection.execute(
            f'CREATE DATABASE "{name}" OWNER rounds_owner TEMPLATE "{template}"'
        )
    finally:
        await connection.close()
    urls = Urls(
        app=with_database(stack.urls.app, name),
        owner=with_database(owner, name),
        superuser=with_database(superuser, name),
        # A number of its own, or one module's dispatcher would answer another one's doorbell.
        valkey=with_database(stack.urls.valkey, str(number % 16)),
    )
    await forget_attempts(urls.valkey)
    return _as_database(replace(stack, urls=urls), free_port())


async def forget_attempts(valkey_url: str) -> None:
    """Nobody has guessed yet: all tests come from one address, and the numbers are used again."""
    async with Redis.from_url(valkey_url) as valkey:
        for key in await valkey.keys("rounds:attempts:*"):
            await valkey.delete(key)


@contextlib.asynccontextmanager
async def running_services(
    stack: Stack, database: DatabaseUrls, extra: Mapping[str, str] | None = None
) -> AsyncIterator[RunningService]:
    """api and dispatcher on `database` as processes of their own, until the block ends."""
    port = int(database.env["ROUNDS_PORT"])
    urls = Urls(database.app_url, database.owner_url, database.superuser_url, database.valkey_url)
    notes = stack.layout.run / f"services-{port}"
    notes.mkdir(exist_ok=True)
    own = replace(stack, urls=urls, supervisor=Supervisor(notes, _quiet))
    try:
        await start_services(own, port, extra or {})
        yield RunningService(f"http://127.0.0.1:{port}", database, own.supervisor)
    finally:
        await own.supervisor.stop()


def _as_database(stack: Stack, port: int) -> DatabaseUrls:
    superuser, owner = _known(stack.urls)
    return DatabaseUrls(
        app_url=stack.urls.app,
        owner_url=owner,
        superuser_url=superuser,
        valkey_url=stack.urls.valkey,
        env=stack.service_env(port),
    )


def _known(urls: Urls) -> tuple[str, str]:
    if urls.superuser is None or urls.owner is None:
        raise AssertionError("an embedded stack knows its superuser and its owner")
    return urls.superuser, urls.owner


def _quiet(line: str) -> None:
    """Into pytest's captured output, shown only when a test fails."""
    sys.stderr.write(line + "\n")
