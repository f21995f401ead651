"""Rounds' own planner, run as its users run it: the `solve` command in a process of its own."""

import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

_PEAK = re.compile(r"VmHWM:\s*(\d+) kB")
_LINE = re.compile(r"\s*([\d.]+) s\s+cost (\d+)\s+bound (-?\d+)")


@dataclass(frozen=True, slots=True)
class Solved:
    """The plan file, how cost and bound came near each other, and the memory it took at most."""

    plan: dict[str, Any]
    curve: tuple[tuple[float, int, int], ...]
    """Seconds since the search began, cost, bound."""
    peak_mb: float
    cpu_s: float


def run_ours(path: Path, limit_s: float, seed: int) -> Solved:
    """Raises RuntimeError with the command's own sentence where it fails."""
    with tempfile.TemporaryDirectory(prefix="rounds-bench-") as folder:
        out = Path(folder) / "plan.json"
        arguments = (
            *(sys.executable, "-m", "services.dispatcher.solve", str(path)),
            *("--time-limit", str(limit_s), "--seed", str(seed), "--out", str(out)),
        )
        told: list[str] = []
        child = subprocess.Popen(arguments, stderr=subprocess.PIPE, text=True)
        assert child.stderr is not None
        reader = threading.Thread(target=_read, args=(child.stderr, told))
        reader.start()
        peak = _Peak(child.pid)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        peak_kb = peak.stop() or usage.ru_maxrss
        reader.join()
        if child.returncode:
            raise RuntimeError(f"{path.name}: exit {child.returncode}: {''.join(told[-3:])}")
        plan = json.loads(out.read_text())
    curve = tuple(
        (float(match[1]), int(match[2]), int(match[3])) for match in map(_LINE.match, told) if match
    )
    return Solved(plan, curve, peak_kb / 1024, usage.ru_utime + usage.ru_stime)


class _Peak:
    """The most memory that a process had, asked again and again: what the system tells of an ended
    process may be its parent's, from before it became what it is.
    """

    def __init__(self, pid: int) -> None:
        self._status, self._kb = Path(f"/proc/{pid}/status"), 0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._watch)
        self._thread.start()

    def stop(self) -> int:
        """Kilobytes; 0 where the system does not tell."""
        self._ended.set()
        self._thread.join()
        return self._kb

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            try:
                found = _PEAK.search(self._status.read_text())
            except OSError:
                return
            self._kb = max(self._kb, int(found[1]) if found else 0)


def _read(stream: IO[str], told: list[str]) -> None:
    told.extend(stream)
