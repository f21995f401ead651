"""The embedded Postgres: its data folder, and how it is run."""

import asyncio
import contextlib
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

from infra.local.binaries import postgres_programs
from infra.local.errors import LocalStackError
from infra.local.identity import NOBODY, Identity, database_identity
from infra.local.layout import Layout
from infra.local.probes import postgres_answers
from infra.local.processes import birth_of
from infra.local.supervisor import ChildSpec
from infra.local.tools import run_tool

SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",  # a socket's path is limited to 107 bytes; TCP is not
    "max_connections": "200",
    "shared_buffers": "128MB",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}


async def postgres_child(
    layout: Layout, port: int, password: str, environ: Mapping[str, str]
) -> ChildSpec:
    """Make the data folder if it is not there, and say how to run Postgres on it."""
    identity = database_identity()
    programs = postgres_programs(environ)
    if identity is Identity.NOBODY:
        programs = _reachable_by_nobody(layout, programs)
    await _ensure_data(layout, programs, password, identity)
    settings = SETTINGS | {"port": str(port)}
    options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
    return ChildSpec(
        name="postgres",
        argv=(str(programs / "postgres"), "-D", str(layout.postgres), *options),
        env=_bare_environment(environ),
        cwd=layout.postgres,
        log=layout.log("postgres"),
        ready=lambda: postgres_answers(
            f"postgresql://postgres:{password}@127.0.0.1:{port}/postgres"
        ),
        prepare=lambda: clear_stale_pid(layout.postgres),
        identity=identity,
        stop_signal=signal.SIGINT,  # "fast": ends sessions, writes a checkpoint
        start_timeout_s=120.0,  # a long crash recovery is no reason to give up
        start_retry_s=10.0,  # after a kill -9 the old server's children hold its memory for a while
        stop_timeout_s=30.0,
    )


def clear_stale_pid(data: Path) -> None:
    """End a server that still runs on this data, and drop a note that names somebody else.

    Postgres itself only asks whether the noted pid lives; after a reboot that may be anyone.
    """
    note = data / "postmaster.pid"
    try:
        pid = int(note.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    birth = birth_of(pid)
    if birth is None:
        return
    if not _runs_on(pid, data):
        note.unlink(missing_ok=True)
        return
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGQUIT)
    deadline = time.monotonic() + 5.0
    while birth_of(pid) == birth and time.monotonic() < deadline:
        time.sleep(0.02)


def _runs_on(pid: int, data: Path) -> bool:
    """Whether this process is a Postgres on `data`: the server's working folder is its data."""
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except OSError:
        # No /proc (macOS), or not ours to look at: leave the decision to Postgres.
        return not Path("/proc").exists()


async def _ensure_data(layout: Layout, programs: Path, password: str, identity: Identity) -> None:
    """Killed in the middle, a first start leaves a folder of another name, never half of this."""
    for unfinished in layout.root.glob("postgres.new-*"):
        shutil.rmtree(unfinished, ignore_errors=True)  # a dying initdb may still write there
    if layout.postgres.exists():
        return
    workshop = Path(tempfile.mkdtemp(prefix="postgres.new-", dir=layout.root))
    folder, secret = workshop / "data", workshop / "password"
    folder.mkdir(mode=0o700)
    secret.touch(mode=0o600)
    secret.write_text(password)
    if identity is Identity.NOBODY:
        for path in (workshop, folder, secret):
            os.chown(path, NOBODY, NOBODY)
    await run_tool("initdb", _initdb(programs, folder, secret), layout, {}, identity=identity)
    await asyncio.to_thread(os.sync)
    folder.rename(layout.postgres)
    shutil.rmtree(workshop)


def _initdb(programs: Path, folder: Path, secret: Path) -> tuple[str, ...]:
    return (
        str(programs / "initdb"),
        "--pgdata", str(folder),
        "--username=postgres",
        f"--pwfile={secret}",
        "--auth=scram-sha-256",
        "--encoding=UTF8",
        "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C",
        "--no-sync",
    )  # fmt: skip


def _bare_environment(environ: Mapping[str, str]) -> dict[str, str]:
    """PGDATA, PGPORT and their kin of the person at the terminal must not steer our server."""
    return {key: environ[key] for key in ("PATH", "HOME", "TMPDIR") if key in environ}


def _reachable_by_nobody(layout: Layout, programs: Path) -> Path:
    """Where nobody can read the programs; LocalStackError when the data cannot be reached."""
    layout.root.chmod(0o711)
    closed = _closed_folder(layout.root)
    if closed is not None:
        raise LocalStackError(
            f"as root without user namespaces Postgres runs as nobody, who cannot enter {closed}: "
            f"use a folder open to all (chmod o+x), an ordinary user, or set ROUNDS_DATABASE_URL"
        )
    if _closed_folder(programs) is None:
        return programs
    copy = layout.root / "pginstall"
    if not (copy / "bin" / "postgres").exists():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(programs.parent, copy, symlinks=True)
        copy.chmod(0o755)
    return copy / "bin"


def _closed_folder(path: Path) -> Path | None:
    for folder in (path, *path.parents):
        if not folder.stat().st_mode & 0o001:
            return folder
    return None
