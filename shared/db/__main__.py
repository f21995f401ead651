"""`python -m shared.db upgrade | downgrade | check`: the schema, as its owner.

The owner's address comes from ROUNDS_OWNER_DATABASE_URL (or --url); services never see it.
"""

import argparse
import asyncio
import os
import sys

from shared.db import migrate


def main() -> int:
    """Run one command; 1 and a line on standard error when it finds something wrong."""
    parser = argparse.ArgumentParser(prog="python -m shared.db", description=__doc__)
    parser.add_argument("--url", default=os.environ.get("ROUNDS_OWNER_DATABASE_URL"))
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("upgrade", help="to the newest schema").add_argument(
        "revision", nargs="?", default="head"
    )
    commands.add_parser("downgrade", help="to nothing, or to a revision").add_argument(
        "revision", nargs="?", default="base"
    )
    commands.add_parser("check", help="does the schema agree with the models?")
    arguments = parser.parse_args()
    if not arguments.url:
        parser.error("set ROUNDS_OWNER_DATABASE_URL to the owner's postgresql:// address")
    return asyncio.run(_run(arguments))


async def _run(arguments: argparse.Namespace) -> int:
    match arguments.command:
        case "upgrade":
            await migrate.upgrade(arguments.url, arguments.revision)
        case "downgrade":
            await migrate.downgrade(arguments.url, arguments.revision)
        case _:
            differences = await migrate.drift(arguments.url)
            print(*differences, sep="\n", file=sys.stderr)  # noqa: T201 - a command's answer
            return 1 if differences else 0
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
