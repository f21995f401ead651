"""The embedded Valkey: a doorbell whose loss costs nothing but a moment."""

import os
from pathlib import Path

from infra.local.binaries import valkey_program
from infra.local.layout import Layout, write_atomic
from infra.local.probes import valkey_answers
from infra.local.supervisor import ChildSpec


def valkey_child(layout: Layout, port: int, password: str) -> ChildSpec:
    """Say how to run Valkey; its folder is made anew when somebody deleted it."""
    settings = layout.run / "valkey.conf"
    return ChildSpec(
        name="valkey",
        argv=(str(valkey_program()), str(settings)),
        env={"PATH": os.environ.get("PATH", os.defpath)},
        cwd=layout.root,
        log=layout.log("valkey"),
        ready=lambda: valkey_answers(port, password),
        prepare=lambda: _prepare(settings, layout.valkey, port, password),
        start_retry_s=5.0,
    )


def _prepare(settings: Path, data: Path, port: int, password: str) -> None:
    data.mkdir(mode=0o700, exist_ok=True)
    # In a file, not on the command line: `ps` shows that to everybody.
    lines = (
        "bind 127.0.0.1",
        f"port {port}",
        f"requirepass {password}",
        f'dir "{data}"',
        "appendonly yes",
        "appendfsync everysec",
        'save ""',
        "maxmemory-policy noeviction",
        "daemonize no",
    )
    write_atomic(settings, "\n".join(lines) + "\n")
