"""The process that solves: started by the worker, serves one task, and may be killed any time.

Its memory is limited, its parent's death is its own, and every better plan is sent at once, so
that a kill loses nothing that was found.
"""

import ctypes
import os
import random
import resource
import signal
import sys
import time
from pathlib import Path
from typing import BinaryIO

from services.dispatcher.optimiser.levels import planned
from services.dispatcher.optimiser.params import Params, Progress
from services.dispatcher.optimiser.warm import load_kernels
from services.dispatcher.planning import wire
from services.dispatcher.planning.own_stdout import own_stdout
from shared.routing.plan import Plan

_TELL_EVERY_S = 0.5
_PR_SET_PDEATHSIG = 1


def main() -> int:
    """Load the kernels, say ready, read one task, answer until done."""
    incoming, outgoing = sys.stdin.buffer, own_stdout()
    _die_with_parent()
    load_kernels()
    _say(outgoing, wire.Report(wire.READY))
    head = incoming.read(wire.HEAD_BYTES)
    if len(head) < wire.HEAD_BYTES:
        return 0
    task = wire.task(incoming.read(wire.size_of(head)))
    limit_memory(task.memory_bytes)
    try:
        _say(outgoing, _solve(task, outgoing))
    except Exception as error:  # noqa: BLE001 - whatever it is, the worker must hear of it
        _say(outgoing, wire.Report(wire.FAILED, error=f"{type(error).__name__}: {error}"))
        return 1
    return 0


def _solve(task: wire.Task, outgoing: BinaryIO) -> wire.Report:
    began, parent = time.monotonic(), os.getppid()
    teller = _Teller(outgoing, began)

    def remaining_s() -> float:
        return task.time_limit_s - (time.monotonic() - began)

    def is_over() -> bool:
        teller.catch_up()
        return remaining_s() <= 0 or os.getppid() != parent

    params = Params(
        task.time_limit_s,
        task.seed,
        deterministic_iterations=task.iterations,
        remaining_s=remaining_s,
    )
    rng = random.Random(task.seed)  # noqa: S311 - a search, not a secret; the seed is recorded
    plan = planned(task.problem, params, is_over, rng, teller.tell)
    in_time = remaining_s() > 0
    return wire.Report(
        wire.DONE, time.monotonic() - began, plan, iterations=teller.iterations, in_time=in_time
    )


class _Teller:
    """Passes better plans on, at most two a second; the last one of a second comes after it."""

    def __init__(self, outgoing: BinaryIO, began: float) -> None:
        self._outgoing = outgoing
        self._began = began
        self._told = float("-inf")
        self._kept: Progress | None = None
        self.iterations = 0

    def tell(self, progress: Progress) -> None:
        self.iterations = progress.iterations
        self._kept = progress
        self.catch_up()

    def catch_up(self) -> None:
        """Say what was kept back once the pause is over. The search asks on one thread, and never
        while it writes a plan, whether it is over: that is when this is called.
        """
        now = time.monotonic()
        if self._kept is None or now - self._told < _TELL_EVERY_S:
            return
        progress, self._kept, self._told = self._kept, None, now
        plan: Plan = progress.plan()
        report = wire.Report(
            wire.BETTER, now - self._began, plan, iterations=progress.iterations, in_time=False
        )
        _say(self._outgoing, report)


def _say(outgoing: BinaryIO, report: wire.Report) -> None:
    outgoing.write(wire.pack(report))
    outgoing.flush()


def limit_memory(more_bytes: int) -> None:
    """No more than this on top of what the process has mapped by now; 0 sets no limit."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if more_bytes and sys.platform == "linux":  # macOS refuses to limit address space
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
        limit = pages * resource.getpagesize() + more_bytes
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def _die_with_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the worker's to answer
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
