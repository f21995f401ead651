"""Keep child processes running: start, watch, bring back, stop in the reverse order of starting."""

import asyncio
import contextlib
import signal
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from infra.local.errors import LocalStackError
from infra.local.identity import Identity, before_exec, owner_of
from infra.local.processes import kill_group, remember

# A child that dies again and again is tried every two seconds: back within ten in any case.
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.05, 2.0
STEADY_AFTER_S = 10.0
LARGEST_LOG = 20 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ChildSpec:
    """One program to keep running.

    `ready` answers whether it serves yet (None: running is enough). `prepare` runs before each
    start. `start_retry_s`: for how long a first start that fails is tried again.
    """

    name: str
    argv: tuple[str, ...]
    env: Mapping[str, str]
    cwd: Path
    log: Path
    ready: Callable[[], Awaitable[bool]] | None = None
    prepare: Callable[[], None] | None = None
    identity: Identity = Identity.SAME
    stop_signal: signal.Signals = signal.SIGTERM
    start_timeout_s: float = 60.0
    start_retry_s: float = 0.0
    stop_timeout_s: float = 15.0

    def __post_init__(self) -> None:
        if not self.argv:
            raise ValueError(f"{self.name}: argv is empty, name the program to run")


class Supervisor:
    """Owns its children; `stop` ends them all, the last one started first."""

    def __init__(self, run_dir: Path, say: Callable[[str], None]) -> None:
        self._run_dir = run_dir
        self._say = say
        self._children: list[_Child] = []

    async def start(self, spec: ChildSpec) -> None:
        """Return when the child answers; LocalStackError when it does not get that far."""
        child = _Child(spec, self._run_dir / f"{spec.name}.pid", self._say)
        self._children.append(child)
        await child.start()

    async def stop(self) -> None:
        while self._children:
            await self._children[-1].stop()
            self._children.pop()

    def pid(self, name: str) -> int:
        """The process that runs as `name` now."""
        return self._named(name).pid

    def restarts(self, name: str) -> int:
        """How often `name` was started again after its first start."""
        return self._named(name).restarts

    def _named(self, name: str) -> "_Child":
        return next(child for child in self._children if child.spec.name == name)


class _Child:
    def __init__(self, spec: ChildSpec, note: Path, say: Callable[[str], None]) -> None:
        self.spec = spec
        self.restarts = 0
        self._trouble = "does not start"
        self._note = note
        self._say = say
        self._process: asyncio.subprocess.Process | None = None
        self._keeper: asyncio.Task[None] | None = None

    @property
    def pid(self) -> int:
        if self._process is None:
            raise LocalStackError(f"{self.spec.name} is not started")
        return self._process.pid

    async def start(self) -> None:
        clock = asyncio.get_running_loop().time
        give_up_at = clock() + self.spec.start_retry_s
        failures = 0
        while not await self._launch():
            if clock() >= give_up_at:
                raise LocalStackError(
                    f"{self.spec.name} {self._trouble}: {last_line(self.spec.log)} "
                    f"(see {self.spec.log})"
                )
            await asyncio.sleep(_pause_s(failures))
            failures += 1
        self._keeper = asyncio.create_task(self._keep(), name=f"keep {self.spec.name}")

    async def stop(self) -> None:
        if self._keeper is not None:
            self._keeper.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._keeper
        await self._end()

    async def _keep(self) -> None:
        """Bring the child back whenever it ends; only `stop` ends this."""
        clock = asyncio.get_running_loop().time
        failures = 0
        while True:
            began = clock()
            status = await self._process.wait() if self._process else 0
            if clock() - began >= STEADY_AFTER_S:
                failures = 0
            self._say(f"{self.spec.name} ended ({_how(status)}); starting it again")
            while not await self._try_again():
                failures += 1
                await asyncio.sleep(_pause_s(failures))
            self._say(f"{self.spec.name} is back")
            failures += 1
            await asyncio.sleep(_pause_s(failures))

    async def _try_again(self) -> bool:
        self.restarts += 1
        try:
            await self._end()
            return await self._launch()
        except (OSError, LocalStackError) as error:  # a full disk, say: it may pass
            self._say(f"{self.spec.name} cannot be started: {error}")
            return False

    async def _launch(self) -> bool:
        """Start the program; False when it ended or stayed silent, and then it is gone."""
        spec = self.spec
        if spec.prepare is not None:
            spec.prepare()
        user, group = owner_of(spec.identity)
        with _log_file(spec.log) as log:
            self._process = await asyncio.create_subprocess_exec(
                *spec.argv,
                env=spec.env,
                cwd=spec.cwd,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # a Ctrl-C at the terminal must reach us alone
                preexec_fn=before_exec(spec.identity, spec.stop_signal),
                user=user,
                group=group,
                extra_groups=[] if user is not None else None,
            )
        remember(self._note, self._process.pid)
        if await self._answers():
            return True
        await self._end()
        return False

    async def _answers(self) -> bool:
        if self.spec.ready is None:
            return True
        clock = asyncio.get_running_loop().time
        deadline = clock() + self.spec.start_timeout_s
        while clock() < deadline and self._process and self._process.returncode is None:
            if await self.spec.ready():
                return True
            await asyncio.sleep(0.03)
        silent = self._process is not None and self._process.returncode is None
        self._trouble = (
            f"does not answer within {self.spec.start_timeout_s:.0f} s"
            if silent
            else "ended before it answered"
        )
        return False

    async def _end(self) -> None:
        process = self._process
        if process is None:
            return
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.send_signal(self.spec.stop_signal)
            try:
                await asyncio.wait_for(process.wait(), self.spec.stop_timeout_s)
            except TimeoutError:
                self._say(f"{self.spec.name} does not stop; killing it")
                with contextlib.suppress(ProcessLookupError):
                    process.kill()
                await process.wait()
        kill_group(process.pid)
        self._note.unlink(missing_ok=True)
        self._process = None


def last_line(log: Path) -> str:
    """The last line that says something, for an error message."""
    try:
        tail = log.read_bytes()[-4096:].decode(errors="replace").strip().splitlines()
    except OSError:
        tail = []
    return tail[-1].strip() if tail else "it said nothing"


def _log_file(path: Path) -> BinaryIO:
    """Append to the log; a very long one makes room for a new one first."""
    if path.exists() and path.stat().st_size > LARGEST_LOG:
        path.replace(path.with_suffix(".log.1"))
    return path.open("ab")


def _pause_s(failures: int) -> float:
    return min(FIRST_PAUSE_S * 2.0**failures, LONGEST_PAUSE_S)


def _how(status: int) -> str:
    return f"signal {signal.Signals(-status).name}" if status < 0 else f"exit {status}"
