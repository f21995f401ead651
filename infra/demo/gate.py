"""What is asked before anything is written: may this database be seeded, and was it already?

Plain asyncpg, since the answer is mostly "nothing to do" and must be given at once.
"""

import os
from dataclasses import dataclass
from datetime import date
from uuid import UUID

import asyncpg

SEEDED = "demo-seeded"  # the audit's `act`; `noun` is the service day


class NotADemo(Exception):  # noqa: N818 - what the database is, not what went wrong
    """Somebody's real data: nothing may be seeded here."""


@dataclass(frozen=True, slots=True)
class Found:
    """The demo tenants that exist, and those of them that have this service day already."""

    tenants: dict[str, UUID]
    seeded: frozenset[str]


async def look(app_url: str, owner_url: str | None, day: date) -> Found:
    """What is there; raises NotADemo with one line naming a tenant that is no demo."""
    if owner_url:
        await _refuse_real_tenants(owner_url)
    connection = await asyncpg.connect(app_url, ssl=False)
    try:
        found, seeded = {}, set()
        for row in await connection.fetch("SELECT tenant_id, slug FROM tenants_active()"):
            async with connection.transaction():
                await connection.execute(
                    "SELECT set_config('app.tenant_id', $1, true)", str(row["tenant_id"])
                )
                _refuse(row["slug"], demo=await connection.fetchval("SELECT demo FROM tenant"))
                found[row["slug"]] = row["tenant_id"]
                if await connection.fetchval(
                    "SELECT EXISTS (SELECT FROM audit WHERE act = $1 AND noun = $2)",
                    SEEDED,
                    day.isoformat(),
                ):
                    seeded.add(row["slug"])
    finally:
        await connection.close()
    return Found(found, frozenset(seeded))


async def _refuse_real_tenants(owner_url: str) -> None:
    """Also those that are switched off, which only the system's role can see."""
    connection = await asyncpg.connect(owner_url, ssl=False)
    try:
        async with connection.transaction():
            await connection.execute("SET LOCAL ROLE rounds_system")
            slug = await connection.fetchval("SELECT slug FROM tenant WHERE NOT demo LIMIT 1")
    finally:
        await connection.close()
    if slug is not None:
        _refuse(slug, demo=False)


def _refuse(slug: str, *, demo: bool) -> None:
    if not demo:
        raise NotADemo(
            f"this database is not a demo: tenant '{slug}' is a real one; "
            "point ROUNDS_DATABASE_URL at another database"
        )


def owner_url() -> str | None:
    """The owner's address, where the caller knows it."""
    return os.environ.get("ROUNDS_OWNER_DATABASE_URL") or None
