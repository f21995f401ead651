"""Which process is which: a pid alone may be somebody else's by now."""

import contextlib
import json
import os
import signal
import subprocess
import time
from pathlib import Path

from infra.local.layout import write_atomic

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


def birth_of(pid: int) -> str | None:
    """A mark that no other process with this pid has; None when the process is gone."""
    if BOOT_ID.exists():
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return None
        state, *rest = stat.rpartition(")")[2].split()
        return None if state in {"Z", "X"} else f"{_boot()}:{rest[18]}"
    shown = subprocess.run(  # noqa: S603 the only argument is a number
        ["/bin/ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return shown.stdout.strip() or None


def _boot() -> str:
    """Names this run of the machine; the colon keeps an unknown one from fitting any mark."""
    return BOOT_ID.read_text().strip() if BOOT_ID.exists() else ":"


def remember(file: Path, pid: int) -> None:
    """Note a child so that the next supervisor can find it if this one is killed."""
    write_atomic(file, json.dumps({"pid": pid, "birth": birth_of(pid)}))


def stop_leftovers(folder: Path, patience_s: float = 8.0) -> list[str]:
    """End every remembered process that still runs; returns the names of those found alive."""
    found: dict[str, tuple[int, str]] = {}
    for file in sorted(folder.glob("*.pid")):
        with contextlib.suppress(OSError, ValueError, KeyError, TypeError):
            noted = json.loads(file.read_text())
            pid, birth = int(noted["pid"]), str(noted["birth"])
            now = birth_of(pid)
            if now == birth:
                found[file.stem] = (pid, birth)
            elif now is None and birth.startswith(_boot()):
                kill_group(pid)  # a number stays taken while a group bears it: these are ours
    _end(list(found.values()), patience_s)
    for file in folder.glob("*.pid"):
        file.unlink(missing_ok=True)
    return list(found)


def _end(processes: list[tuple[int, str]], patience_s: float) -> None:
    """SIGINT first, which every child of ours takes as an orderly stop, then SIGKILL."""
    for pid, _ in processes:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGINT)
    deadline = time.monotonic() + patience_s
    while time.monotonic() < deadline and any(birth_of(pid) == birth for pid, birth in processes):
        time.sleep(0.02)
    for pid, birth in processes:
        if birth_of(pid) == birth:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        kill_group(pid)


def kill_group(pid: int) -> None:
    """End what a child of ours started and left: each child leads its own group."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)
