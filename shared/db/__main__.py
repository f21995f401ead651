"""`python -m shared.db upgrade | downgrade | check`: the schema, as its owner.

`python -m shared.db audit | rotate-keys`: every tenant's rows, as the application.

Addresses come from ROUNDS_OWNER_DATABASE_URL and ROUNDS_DATABASE_URL (or --url); services never
see the owner's.
"""

import argparse
import asyncio
import os
import sys
from pathlib import Path

from shared.crypto.keyring import KeyPurpose, KeyRing
from shared.db import chain, migrate, rotate_keys
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.errors import RoundsError

AS_APPLICATION = ("audit", "rotate-keys")


def main() -> int:
    """Run one command; 1 and a line on standard error when it finds something wrong, 2 when it
    lacks what it needs.
    """
    arguments = _parser().parse_args()
    variable = (
        "ROUNDS_DATABASE_URL"
        if arguments.command in AS_APPLICATION
        else "ROUNDS_OWNER_DATABASE_URL"
    )
    url = arguments.url or os.environ.get(variable)
    if not url:
        _say(f"set {variable} to a postgresql:// address, or pass --url")
        return 2
    try:
        return asyncio.run(_run(arguments, url))
    except RoundsError as refused:
        _say(refused.message)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.db", description=__doc__)
    parser.add_argument("--url", help="instead of the address in the environment")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("upgrade", help="to the newest schema").add_argument(
        "revision", nargs="?", default="head"
    )
    commands.add_parser("downgrade", help="to nothing, or to a revision").add_argument(
        "revision", nargs="?", default="base"
    )
    commands.add_parser("check", help="does the schema agree with the models?")
    commands.add_parser("audit", help="is every tenant's audit chain whole?")
    rotate = commands.add_parser("rotate-keys", help="bring all rows under the current keys")
    rotate.add_argument("--keys", type=Path, default=os.environ.get("ROUNDS_KEYS_FILE"))
    return parser


async def _run(arguments: argparse.Namespace, url: str) -> int:
    match arguments.command:
        case "upgrade":
            await migrate.upgrade(url, arguments.revision)
        case "downgrade":
            await migrate.downgrade(url, arguments.revision)
        case "check":
            differences = await migrate.drift(url)
            _say(*differences)
            return 1 if differences else 0
        case "audit":
            return await _audit(url)
        case _:
            return await _rotate(url, arguments.keys)
    return 0


async def _audit(url: str) -> int:
    """Name each broken link, and print each chain's head, to be kept outside."""
    database, broken = Database(url, pool=1), 0
    for tenant_id, slug in await SystemDoor(database).tenants_all():
        async with database.tenant_session(tenant_id) as session:
            links, newest = await chain.broken_links(session), await chain.head(session)
        if links:
            _say(f"{slug}: broken at {', '.join(map(str, links))}")
        position, digest = newest or (0, b"")
        print(slug, position, digest.hex())  # noqa: T201 - a command's answer
        broken += len(links)
    await database.close()
    return 1 if broken else 0


async def _rotate(url: str, keys: Path | None) -> int:
    if keys is None:
        _say("set ROUNDS_KEYS_FILE, or pass --keys")
        return 2
    database, keyring = Database(url, pool=1), KeyRing.read(Path(keys))
    used: set[int] = set()
    for tenant_id, slug in await SystemDoor(database).tenants_all():
        rewritten = await rotate_keys.rotate(database, keyring, tenant_id)
        print(slug, "rewritten:", rewritten)  # noqa: T201 - a command's answer
        used |= await rotate_keys.seal_keys_in_use(database, tenant_id)
    await database.close()
    needed = sorted(used | {keyring.current(KeyPurpose.SEAL)})
    print("seal keys still needed:", *needed)  # noqa: T201 - a command's answer
    return 0


def _say(*lines: str) -> None:
    print(*lines, sep="\n", file=sys.stderr)  # noqa: T201 - a command's answer


if __name__ == "__main__":
    raise SystemExit(main())
