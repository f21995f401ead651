"""Solving in a child process: one warm spare waits, serves one solve and is replaced.

OR-Tools can crash on malformed input and holds the interpreter lock, so no solve runs in the
worker itself. A child is killed at its deadline; the best plan that it sent survives it.
"""

import asyncio
import signal
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum

import msgspec
import structlog

from services.dispatcher.planning import wire
from shared.routing.plan import Plan
from shared.routing.problem import Problem

CHILD = (sys.executable, "-m", "services.dispatcher.planning.child")
# On top of what a child has mapped when its kernels are loaded.
MEMORY_BYTES = 2 << 30
# Building a first plan and the last recombination may run over the limit by this much.
GRACE_S = 5.0
# Kernels that are in no cache take two to three minutes of CPU; the worker goes on meanwhile.
_START_S = 900.0
# Loading kernels takes seconds of CPU, so the next child starts when the solve has ended, or when
# it has gone on for so long that it does not matter.
_REPLACE_AFTER_S = 5.0

_log = structlog.get_logger()


class SolverFailed(Exception):  # noqa: N818 - what happened, like Fenced
    """The child died or refused before it had any plan; the message says how."""


class Ending(StrEnum):
    """How a solve came to its plan; the words of `solve.status`."""

    DONE = "done"
    KILLED = "killed"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The last plan that the child sent, not yet verified by anybody.

    `why` says how a killed child died; `iterations` is the work that gave the plan, and
    `repeatable` whether counting to it gives the same plan again.
    """

    plan: Plan
    ending: Ending
    why: str | None = None
    iterations: int = 0
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Haste:
    """A child that has told a plan and is not done `grace_s` after its limit is killed. One that
    `leaves_one` begins only when another child is ready for whatever comes meanwhile.
    """

    grace_s: float = GRACE_S
    leaves_one: bool = False


NO_HASTE = Haste()


@dataclass(slots=True)
class _Heard:
    """What a child has told so far, and how long it is waited for: till `then_s` on the loop's
    clock once it has told anything.
    """

    patience: asyncio.Timeout
    then_s: float
    best: Plan | None = None
    iterations: int = 0
    in_time: bool = False


OnBetter = Callable[[Plan, float], Awaitable[None]]


class Solver:
    """Starts, watches and replaces children. `command` is replaced by tests of bad children."""

    def __init__(self, command: Sequence[str] = CHILD, memory_bytes: int = MEMORY_BYTES) -> None:
        self._command = tuple(command)
        self._memory_bytes = memory_bytes
        self._spares: list[asyncio.Task[Process]] = []
        self._running: set[Process] = set()

    def warm(self, children: int = 1) -> None:
        """Have so many children with their imports done at hand."""
        failed = [
            one for one in self._spares if one.done() and (one.cancelled() or one.exception())
        ]
        self._spares = [one for one in self._spares if one not in failed]
        while len(self._spares) < children:
            self._spares.append(asyncio.create_task(self._start()))

    async def solve(
        self,
        problem: Problem,
        time_limit_s: float,
        seed: int,
        on_better: OnBetter,
        iterations: int | None = None,
        haste: Haste = NO_HASTE,
    ) -> Outcome:
        """The best plan within the limit; raises `SolverFailed` when there is none at all.

        With `iterations` work is counted and the limit is a last resort. A child is killed
        `GRACE_S` after the limit, or as its `haste` says; cancelling kills it as well.
        """
        if haste.leaves_one:
            self.warm(2)
            await asyncio.wait(set(self._spares))
        process = await self._take()
        self._running.add(process)
        loop = asyncio.get_running_loop()
        replacing = loop.call_later(_REPLACE_AFTER_S, self.warm)
        ends_s = loop.time() + time_limit_s
        patience = asyncio.timeout_at(ends_s + max(haste.grace_s, GRACE_S))
        heard = _Heard(patience, ends_s + haste.grace_s)
        task = wire.Task(problem, time_limit_s, seed, self._memory_bytes, iterations)
        try:
            async with patience:
                ending, why = await self._follow(process, task, heard, on_better)
        except TimeoutError:
            ending = Ending.KILLED
            why = f"no end after {loop.time() - ends_s + time_limit_s:.0f} s"
        finally:
            replacing.cancel()
            await self._end(process)
            self.warm()
        return _outcome(heard, ending, why, counted=iterations is not None)

    async def close(self) -> None:
        """Kill what is left, also what still loads."""
        spares, self._spares = self._spares, []
        for spare in spares:
            await self._dismiss(spare)
        for process in list(self._running):
            await self._end(process)

    async def _take(self) -> Process:
        self.warm()
        spare = self._spares.pop(0)
        try:
            process = await spare
        except asyncio.CancelledError:
            await self._dismiss(spare)
            raise
        if process.returncode is not None:
            process = await self._start()
        return process

    async def _dismiss(self, spare: asyncio.Task[Process]) -> None:
        """End a child that nobody waits for any more, ready or not."""
        spare.cancel()
        await asyncio.wait({spare})
        if not spare.cancelled() and spare.exception() is None:
            await self._end(spare.result())

    async def _start(self) -> Process:
        process = await asyncio.create_subprocess_exec(
            *self._command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, limit=1 << 20
        )
        try:
            async with asyncio.timeout(_START_S):
                first = await _next(process)
        except (TimeoutError, EOFError, ValueError, msgspec.MsgspecError) as error:
            await self._end(process)
            raise SolverFailed(f"the solver did not start: {error}") from error
        except asyncio.CancelledError:
            await self._end(process)
            raise
        if first.kind != wire.READY:
            await self._end(process)
            raise SolverFailed(f"the solver began with {first.kind}")
        return process

    async def _follow(
        self, process: Process, task: wire.Task, heard: _Heard, on_better: OnBetter
    ) -> tuple[Ending, str | None]:
        """Read reports until the child is done or gone."""
        try:
            await _send(process, wire.pack(task))
            while True:
                said = await _next(process)
                if said.plan is not None:
                    if heard.best is None:
                        heard.patience.reschedule(heard.then_s)
                    heard.best, heard.iterations = said.plan, said.iterations
                    heard.in_time = said.in_time
                if said.kind == wire.DONE:
                    return Ending.DONE, None
                if said.kind == wire.FAILED:
                    _log.warning("solver_failed", why=said.error)
                    return Ending.KILLED, said.error or "the solver gave up"
                if said.plan is not None:
                    await on_better(said.plan, said.seconds)
        except (EOFError, ConnectionError, ValueError, msgspec.MsgspecError) as error:
            code = await _code(process)
            _log.warning("solver_died", code=code, kind=type(error).__name__)
            return Ending.KILLED, f"the solver died ({_told(code)})"

    async def _end(self, process: Process) -> None:
        self._running.discard(process)
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        await process.wait()


def _outcome(heard: _Heard, ending: Ending, why: str | None, *, counted: bool) -> Outcome:
    if heard.best is None:
        raise SolverFailed(why or "the solver told no plan")
    return Outcome(heard.best, ending, why, heard.iterations, counted and heard.in_time)


async def _send(process: Process, frame: bytes) -> None:
    assert process.stdin is not None  # noqa: S101 - it was started with a pipe
    process.stdin.write(frame)
    await process.stdin.drain()


async def _next(process: Process) -> wire.Report:
    assert process.stdout is not None  # noqa: S101 - it was started with a pipe
    head = await process.stdout.readexactly(wire.HEAD_BYTES)
    return wire.report(await process.stdout.readexactly(wire.size_of(head)))


def _told(code: int | None) -> str:
    """An exit status in words; a negative one is the signal that ended the process."""
    if code is None or code >= 0:
        return f"exit {code}"
    return f"signal {signal.Signals(-code).name}"


async def _code(process: Process) -> int | None:
    with suppress(TimeoutError):
        async with asyncio.timeout(2):
            return await process.wait()
    return process.returncode
