"""Make an external Postgres fit for Rounds: `python -m infra.prepare`, safe to run again.

Reads ROUNDS_SUPERUSER_DATABASE_URL (any database of the server, as a superuser), and the passwords
that ROUNDS_OWNER_PASSWORD and ROUNDS_APP_PASSWORD are to become. Creates the roles, the database
`rounds` with its extensions, and brings the schema up to date as its owner.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

from infra.local.database import ROLES, ensure_database, with_database
from infra.local.stack import DATABASE

_NEEDED = {
    "ROUNDS_SUPERUSER_DATABASE_URL": "a superuser's postgresql:// address",
    "ROUNDS_OWNER_PASSWORD": "the password that rounds_owner is to have",
    "ROUNDS_APP_PASSWORD": "the password that rounds_app is to have",
}


def main() -> int:
    """Exit 0 when the database is ready, 2 with one line on what is missing."""
    environ = os.environ
    for name, meaning in _NEEDED.items():
        if not environ.get(name):
            sys.stderr.write(f"{name} is not set: {meaning}\n")
            return 2
    superuser = environ["ROUNDS_SUPERUSER_DATABASE_URL"]
    asyncio.run(prepare_server(superuser, environ))
    owner = owner_url(superuser, environ["ROUNDS_OWNER_PASSWORD"])
    return subprocess.run(
        (sys.executable, "-m", "shared.db", "upgrade"),
        env={**environ, "ROUNDS_OWNER_DATABASE_URL": owner},
        check=False,
    ).returncode


async def prepare_server(superuser_url: str, environ: Mapping[str, str]) -> None:
    """Roles with their passwords, the database and its extensions."""
    connection = await asyncpg.connect(superuser_url)
    try:
        await connection.execute(ROLES.read_text())
        for role in ("owner", "app"):
            alter = await connection.fetchval(
                "SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)",
                f"rounds_{role}",
                environ[f"ROUNDS_{role.upper()}_PASSWORD"],
            )
            await connection.execute(alter)
    finally:
        await connection.close()
    await ensure_database(superuser_url, DATABASE)


def owner_url(superuser_url: str, password: str) -> str:
    """The owner's address on the superuser's server."""
    parts = urlsplit(with_database(superuser_url, DATABASE))
    server = parts.netloc.rpartition("@")[2]
    return urlunsplit(parts._replace(netloc=f"rounds_owner:{quote(password, safe='')}@{server}"))


if __name__ == "__main__":
    sys.exit(main())
