"""The schema goes up, down and up again, and is what the models say."""

import re

import asyncpg
from sqlalchemy import CheckConstraint

from infra.local.stack import Stack
from shared.db import migrate
from shared.db.models.registry import metadata
from tests.support.databases import DatabaseUrls
from tests.support.stacks import fresh_database

_LEFT = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'S', 'v') AND relowner <> 'postgres'::regrole
    UNION ALL
    SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proowner IN ('rounds_owner'::regrole, 'rounds_system'::regrole)
"""


async def test_down_and_up(stack: Stack, template: str) -> None:
    """Down leaves nothing of ours but alembic's table; up again agrees with the models."""
    urls = await fresh_database(stack, template)
    assert await migrate.drift(urls.owner_url) == []
    await migrate.downgrade(urls.owner_url)
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        left = {row["relname"] for row in await connection.fetch(_LEFT)}
        assert left == {"alembic_version"}
    finally:
        await connection.close()
    assert await migrate.drift(urls.owner_url) != []
    await migrate.upgrade(urls.owner_url)
    assert await migrate.drift(urls.owner_url) == []


async def test_drift_is_seen(stack: Stack, template: str) -> None:
    """A column that only the database has is named."""
    urls = await fresh_database(stack, template)
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        await connection.execute("ALTER TABLE visit ADD COLUMN mood text")
    finally:
        await connection.close()
    assert "mood" in " ".join(await migrate.drift(urls.owner_url))


async def test_checks_are_the_models(db_urls: DatabaseUrls) -> None:
    """Alembic compares no checks: each of a model is in the database with the same words."""
    connection = await asyncpg.connect(db_urls.owner_url)
    try:
        rows = await connection.fetch(
            "SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    written = {row["conname"]: words(row["definition"]) for row in rows}
    modelled = {
        str(check.name): words(str(check.sqltext))
        for table in metadata().tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert written == modelled


def words(definition: str) -> set[str]:
    """The quoted words of a check, which is where lists of statuses drift."""
    return set(re.findall(r"'([\w-]+)'", definition))
