"""The supervisor with small children of our own."""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from infra.local.errors import LocalStackError
from infra.local.processes import birth_of
from infra.local.supervisor import ChildSpec, Supervisor

Make = Callable[..., ChildSpec]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest_asyncio.fixture
async def supervisor(tmp_path: Path, said: list[str]) -> AsyncIterator[Supervisor]:
    made = Supervisor(tmp_path, said.append)
    yield made
    await made.stop()


@pytest.fixture
def child(tmp_path: Path) -> Make:
    def make(name: str, code: str, **options: object) -> ChildSpec:
        return ChildSpec(
            name=name,
            argv=(sys.executable, "-c", code),
            env=dict(os.environ),
            cwd=tmp_path,
            log=tmp_path / f"{name}.log",
            **options,  # type: ignore[arg-type] # a test's shorthand
        )

    return make


async def _until(claim: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 10
    while not claim():
        assert time.monotonic() < deadline, "it did not happen within ten seconds"
        await asyncio.sleep(0.02)


async def test_a_killed_child_is_brought_back(
    supervisor: Supervisor, child: Make, said: list[str]
) -> None:
    """Another process runs under the name, and the terminal says why."""
    await supervisor.start(child("api", "import time; time.sleep(60)"))
    first = supervisor.pid("api")
    os.kill(first, signal.SIGKILL)
    await _until(lambda: "api is back" in said)
    assert supervisor.pid("api") != first
    assert said == ["api ended (signal SIGKILL); starting it again", "api is back"]


async def test_what_the_killed_child_had_started_is_ended(
    supervisor: Supervisor, child: Make, tmp_path: Path
) -> None:
    """An orphan of the old dispatcher must not go on beside the new one."""
    code = (
        "import subprocess, time, pathlib\n"
        "orphan = subprocess.Popen(['sleep', '60'])\n"
        "file = pathlib.Path('orphan')\n"
        "if not file.exists(): file.write_text(str(orphan.pid))\n"
        "time.sleep(60)\n"
    )
    await supervisor.start(child("dispatcher", code))
    note = tmp_path / "orphan"
    await _until(lambda: note.exists() and note.read_text() != "")
    os.kill(supervisor.pid("dispatcher"), signal.SIGKILL)
    await _until(lambda: birth_of(int(note.read_text())) is None)


async def test_a_child_that_never_answers_is_an_error_with_its_last_words(
    supervisor: Supervisor, child: Make
) -> None:
    """The message names the child, what it said last, and its log."""
    spec = child("api", "raise SystemExit('no such setting')", ready=_never)
    with pytest.raises(LocalStackError, match=r"api ended before .*no such setting .*api\.log"):
        await supervisor.start(spec)


async def test_a_silent_child_is_told_from_a_dead_one(supervisor: Supervisor, child: Make) -> None:
    """It is killed when its time is over."""
    spec = child("api", "import time; time.sleep(60)", ready=_never, start_timeout_s=0.3)
    with pytest.raises(LocalStackError, match="api does not answer within"):
        await supervisor.start(spec)


async def test_children_stop_in_the_reverse_order(
    supervisor: Supervisor, child: Make, tmp_path: Path
) -> None:
    """Services before the servers that they need."""
    for name in ("postgres", "valkey", "api"):
        code = (
            "import signal, sys, time, pathlib\n"
            "def end(*_):\n"
            f"    with open('order', 'a') as f: f.write('{name} ')\n"
            "    sys.exit(0)\n"
            "signal.signal(signal.SIGTERM, end)\n"
            f"pathlib.Path('{name}.up').touch()\n"
            "time.sleep(60)\n"
        )
        await supervisor.start(child(name, code, ready=_exists(tmp_path / f"{name}.up")))
    await supervisor.stop()
    assert (tmp_path / "order").read_text() == "api valkey postgres "


async def test_a_child_that_does_not_stop_is_killed(
    supervisor: Supervisor, child: Make, tmp_path: Path, said: list[str]
) -> None:
    """Ctrl-C always ends."""
    code = (
        "import signal, time, pathlib\n"
        "signal.signal(signal.SIGTERM, signal.SIG_IGN)\n"
        "pathlib.Path('up').touch()\n"
        "time.sleep(60)\n"
    )
    spec = child("api", code, ready=_exists(tmp_path / "up"), stop_timeout_s=0.2)
    await supervisor.start(spec)
    pid = supervisor.pid("api")
    await supervisor.stop()
    assert birth_of(pid) is None
    assert said == ["api does not stop; killing it"]


async def _never() -> bool:
    return False


def _exists(file: Path) -> Callable[[], object]:
    async def ready() -> bool:
        return file.exists()

    return ready
