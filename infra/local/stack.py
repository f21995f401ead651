"""The embedded stack as a whole: what runs, in which order, and under which addresses."""

import contextlib
import json
import os
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass

from infra.local.database import ensure_database, ensure_roles
from infra.local.layout import Layout, write_atomic
from infra.local.passwords import Passwords, ensure_secret, load_passwords
from infra.local.ports import remembered_ports
from infra.local.postgres import postgres_child
from infra.local.processes import stop_leftovers
from infra.local.supervisor import Supervisor
from infra.local.tools import run_tool
from infra.local.valkey import valkey_child

DATABASE = "rounds"


@dataclass(frozen=True, slots=True)
class Urls:
    """Addresses with passwords. `superuser` only when Postgres is ours, `owner` where known."""

    app: str
    owner: str | None
    superuser: str | None
    valkey: str


@dataclass(frozen=True, slots=True)
class Stack:
    """A running stack; `supervisor` takes further children, which stop before the servers."""

    layout: Layout
    urls: Urls
    supervisor: Supervisor

    def service_env(self, port: int, host: str = "127.0.0.1") -> dict[str, str]:
        """What api and dispatcher need to know, on top of this process's environment."""
        return dict(os.environ) | {
            "ROUNDS_DATABASE_URL": self.urls.app,
            "ROUNDS_VALKEY_URL": self.urls.valkey,
            "ROUNDS_KEYS_FILE": str(self.layout.keys),
            "ROUNDS_SECRET_FILE": str(self.layout.secret),
            "ROUNDS_PUBLIC_URL": f"http://{host}:{port}",
            "ROUNDS_HOST": host,
            "ROUNDS_PORT": str(port),
        }


@contextlib.asynccontextmanager
async def open_stack(
    layout: Layout, environ: Mapping[str, str], say: Callable[[str], None]
) -> AsyncIterator[Stack]:
    """Start what `environ` does not name as external, and stop it at the end.

    The caller holds `exclusive(layout)`.
    """
    left = stop_leftovers(layout.run)
    if left:
        say(f"stopped what an earlier run left behind: {', '.join(left)}")
    supervisor = Supervisor(layout.run, say)
    try:
        urls = await _start_servers(layout, environ, supervisor, say)
        yield Stack(layout, urls, supervisor)
    finally:
        await supervisor.stop()


async def ensure_keys(layout: Layout) -> None:
    """The key ring that seals patient data, and the secret that signs offers."""
    ensure_secret(layout.secret)
    if not layout.keys.exists():
        await run_tool(
            "keys",
            (sys.executable, "-m", "shared.crypto", "new-keys", str(layout.keys)),
            layout,
            {},
        )


async def _start_servers(
    layout: Layout, environ: Mapping[str, str], supervisor: Supervisor, say: Callable[[str], None]
) -> Urls:
    passwords = load_passwords(layout)
    ports = remembered_ports(layout.ports, ("postgres", "valkey"))
    write_atomic(layout.ports, json.dumps(ports))
    app, owner, superuser = environ.get("ROUNDS_DATABASE_URL"), None, None
    if app:
        say("using the Postgres of ROUNDS_DATABASE_URL")
        owner = environ.get("ROUNDS_OWNER_DATABASE_URL")
    else:
        app, owner, superuser = _postgres_urls(ports["postgres"], passwords)
        say(f"starting Postgres on port {ports['postgres']}")
        await supervisor.start(
            await postgres_child(layout, ports["postgres"], passwords.postgres, environ)
        )
        await ensure_roles(superuser, passwords)
        await ensure_database(superuser, DATABASE)
    valkey = environ.get("ROUNDS_VALKEY_URL")
    if valkey:
        say("using the Valkey of ROUNDS_VALKEY_URL")
    else:
        valkey = f"redis://:{passwords.valkey}@127.0.0.1:{ports['valkey']}/0"
        say(f"starting Valkey on port {ports['valkey']}")
        await supervisor.start(valkey_child(layout, ports["valkey"], passwords.valkey))
    return Urls(app, owner, superuser, valkey)


def _postgres_urls(port: int, passwords: Passwords) -> tuple[str, str, str]:
    server = f"127.0.0.1:{port}"
    return (
        f"postgresql://rounds_app:{passwords.rounds_app}@{server}/{DATABASE}",
        f"postgresql://rounds_owner:{passwords.rounds_owner}@{server}/{DATABASE}",
        f"postgresql://postgres:{passwords.postgres}@{server}/postgres",
    )
