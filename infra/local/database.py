"""Make an embedded Postgres fit for Rounds: roles, a database, its extensions, the schema."""

import sys
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from infra.local.errors import LocalStackError
from infra.local.layout import REPOSITORY, Layout
from infra.local.passwords import Passwords
from infra.local.tools import run_tool

ROLES = REPOSITORY / "infra" / "postgres" / "roles.sql"
# Only a superuser may create these; the migrations run as the owner.
EXTENSIONS = ("btree_gist", "pg_trgm")


def with_database(url: str, database: str) -> str:
    """The same server and role, another database."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def ensure_roles(superuser_url: str, passwords: Passwords) -> None:
    """Create the roles of roles.sql and give the two that log in their passwords."""
    connection = await asyncpg.connect(superuser_url, ssl=False)
    try:
        await connection.execute(ROLES.read_text())
        for role in ("rounds_owner", "rounds_app"):
            # DDL takes no parameters; Passwords admits hexadecimal digits only.
            await connection.execute(
                f"ALTER ROLE {role} LOGIN PASSWORD '{getattr(passwords, role)}'"
            )
    finally:
        await connection.close()


async def ensure_database(superuser_url: str, name: str) -> None:
    """Create the database, owned by rounds_owner, with the extensions; harmless when it exists."""
    connection = await asyncpg.connect(superuser_url, ssl=False)
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}" OWNER rounds_owner')
    finally:
        await connection.close()
    connection = await asyncpg.connect(with_database(superuser_url, name), ssl=False)
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        await connection.close()


async def migrate(owner_url: str | None, layout: Layout) -> None:
    """Bring the schema up to date, as its owner."""
    if owner_url is None:
        raise LocalStackError(
            "ROUNDS_DATABASE_URL is set but ROUNDS_OWNER_DATABASE_URL is not: "
            "migrations need the owner's URL"
        )
    await run_tool(
        "migrate",
        (sys.executable, "-m", "shared.db", "upgrade"),
        layout,
        {"ROUNDS_OWNER_DATABASE_URL": owner_url, "ROUNDS_KEYS_FILE": str(layout.keys)},
    )
