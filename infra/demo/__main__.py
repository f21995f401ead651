"""`python -m infra.demo --port N`: the whole product with a seeded Dubai day, until Ctrl-C."""

import argparse
import asyncio
import json
import os
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.console import say
from infra.local.database import migrate
from infra.local.errors import LocalStackError
from infra.local.foreground import run_in_foreground
from infra.local.layout import default_layout, exclusive, write_atomic
from infra.local.ports import is_free
from infra.local.services import start_services
from infra.local.stack import Stack, ensure_keys, open_stack
from infra.local.tools import run_tool


@dataclass(frozen=True, slots=True)
class Login:
    """A demo account, as the seed wrote it."""

    tenant: str
    role: str
    email: str
    password: str


async def demo(port: int) -> None:
    """Start everything, say where it is, and keep it running."""
    if not is_free(port):
        raise LocalStackError(
            f"port {port} is taken: choose another one, as in `make demo PORT=8001`"
        )
    layout = default_layout()
    with exclusive(layout):
        layout.demo.unlink(missing_ok=True)
        try:
            async with open_stack(layout, os.environ, say) as stack:
                logins = await _fill(stack, port)
                url = await _serve(stack, port, logins)
                say(f"ready {url}")
                await asyncio.Event().wait()
        finally:
            layout.demo.unlink(missing_ok=True)


async def _fill(stack: Stack, port: int) -> list[Login]:
    """Keys, schema and the seeded day."""
    await ensure_keys(stack.layout)
    say("bringing the schema up to date")
    await migrate(stack.urls.owner, stack.layout)
    say("seeding the demo day (nothing to do when today is there)")
    await run_tool(
        "seed",
        (sys.executable, "-m", "infra.demo.seed"),
        stack.layout,
        stack.service_env(port) | {"ROUNDS_OWNER_DATABASE_URL": stack.urls.owner or ""},
    )
    return read_logins(stack.layout.logins)


async def _serve(stack: Stack, port: int, logins: Sequence[Login]) -> str:
    """Start the two services; the address when they answer."""
    say(f"starting api and dispatcher on port {port}")
    await start_services(stack, port, {})
    url = f"http://127.0.0.1:{port}"
    accounts = [asdict(login) for login in logins]
    write_atomic(stack.layout.demo, json.dumps({"url": url, "logins": accounts}, indent=2) + "\n")
    for line in as_table(logins):
        say(line)
    say(f"logs are in {stack.layout.log('api').parent}; Ctrl-C stops everything")
    return url


def read_logins(file: Path) -> list[Login]:
    """LocalStackError when the seed left no list of `{tenant, role, email, password}`."""
    try:
        return [Login(**entry) for entry in json.loads(file.read_text())]
    except (OSError, ValueError, TypeError) as error:
        raise LocalStackError(f"the seed left no list of logins in {file}: {error}") from None


def as_table(logins: Sequence[Login]) -> list[str]:
    """One line per login under a heading, columns as wide as their longest entry."""
    heading = ("tenant", "role", "email", "password")
    rows = [heading, *((x.tenant, x.role, x.email, x.password) for x in logins)]
    widths = [max(len(row[column]) for row in rows) for column in range(len(heading))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    ]


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m infra.demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000, help="where the api listens (8000)")
    port = parser.parse_args().port
    return run_in_foreground(lambda: demo(port))


if __name__ == "__main__":
    sys.exit(main())
