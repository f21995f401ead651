"""The embedded stack survives `kill -9` of each of its parts and of itself."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from pathlib import Path

import asyncpg
import pytest
import pytest_asyncio

from infra.local.layout import REPOSITORY
from infra.local.stack import Stack
from tests.support.stacks import embedded_stack, stack_folder

WITHIN_S = 10.0
EXTERNAL = {"ROUNDS_DATABASE_URL", "ROUNDS_OWNER_DATABASE_URL", "ROUNDS_VALKEY_URL"}
ENV = {key: value for key, value in os.environ.items() if key not in EXTERNAL}


@pytest_asyncio.fixture(scope="module")
async def victim() -> AsyncIterator[Stack]:
    """A stack of this module's own: the shared one must not be killed under others' tests."""
    with stack_folder() as folder:
        async with embedded_stack(folder) as running:
            yield running


@pytest.fixture
def data() -> Iterator[Path]:
    """Where a stack may keep its data."""
    with stack_folder() as folder:
        yield folder


async def test_postgres_comes_back_with_its_data(victim: Stack) -> None:
    """Killed by SIGKILL, Postgres serves committed rows again within ten seconds."""
    url = str(victim.urls.superuser)
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
    await connection.close()
    before = victim.supervisor.pid("postgres")
    os.kill(before, signal.SIGKILL)
    assert await _fetch_when_back(url, "SELECT seven FROM kept") == 7
    assert victim.supervisor.pid("postgres") != before


async def test_valkey_comes_back_after_its_folder_was_deleted(victim: Stack) -> None:
    """Killed by SIGKILL and robbed of its data, Valkey serves again within ten seconds."""
    before = victim.supervisor.pid("valkey")
    os.kill(before, signal.SIGKILL)
    shutil.rmtree(victim.layout.valkey)
    deadline = time.monotonic() + WITHIN_S
    while victim.supervisor.restarts("valkey") == 0 or not await _pings(victim):
        assert time.monotonic() < deadline, "Valkey is not back"
        await asyncio.sleep(0.05)
    assert victim.supervisor.pid("valkey") != before


async def test_a_child_that_is_killed_again_and_again_comes_back_each_time(victim: Stack) -> None:
    """Three kills in a row do not wear out the supervisor's patience."""
    for _ in range(3):
        killed = victim.supervisor.restarts("postgres")
        os.kill(victim.supervisor.pid("postgres"), signal.SIGKILL)
        deadline = time.monotonic() + WITHIN_S
        while victim.supervisor.restarts("postgres") == killed:
            assert time.monotonic() < deadline, "the kill went unnoticed"
            await asyncio.sleep(0.02)
        assert await _fetch_when_back(str(victim.urls.superuser), "SELECT 1") == 1


async def test_a_killed_supervisor_leaves_nothing_that_hinders_the_next(data: Path) -> None:
    """After SIGKILL of the supervisor a new one starts on the same data, and stops cleanly."""
    with _supervisor(data) as first:
        url = _address(first)
        connection = await asyncpg.connect(url)
        await connection.execute("CREATE TABLE kept AS SELECT 7 AS seven")
        await connection.close()
        first.kill()
        first.wait()
    with _supervisor(data) as second:
        assert await _fetch_when_back(_address(second), "SELECT seven FROM kept") == 7
        _interrupt_group(second)
        assert second.wait(30) == 0
    assert _processes_on(data) == []


def test_two_supervisors_on_one_folder(data: Path) -> None:
    """The second one ends with one line that names the first, which goes on running."""
    with _supervisor(data) as first:
        _address(first)
        second = subprocess.run(
            _command(data), capture_output=True, text=True, cwd=REPOSITORY, env=ENV, check=False
        )
        assert second.returncode == 1
        assert second.stderr.count("\n") == 1
        assert f"process {first.pid}" in second.stderr
        assert first.poll() is None


async def test_a_start_that_is_killed_while_it_makes_the_database(data: Path) -> None:
    """Half an initdb is thrown away by the next start."""
    with _supervisor(data) as first:
        deadline = time.monotonic() + WITHIN_S
        while not any(data.glob("postgres.new-*/data/base")):
            assert time.monotonic() < deadline, "initdb did not begin"
            time.sleep(0.005)
        first.kill()
        first.wait()
    assert not (data / "postgres").exists()
    with _supervisor(data) as second:
        assert await _fetch_when_back(_address(second), "SELECT 1") == 1
    assert not any(data.glob("postgres.new-*"))


async def test_a_stale_note_that_names_a_foreign_process(data: Path) -> None:
    """After a reboot postmaster.pid may name anybody; the start ignores it and harms nobody."""
    async with embedded_stack(data):
        pass
    bystander = subprocess.Popen(["sleep", "60"])
    try:
        (data / "postgres" / "postmaster.pid").write_text(
            f"{bystander.pid}\n{data / 'postgres'}\n1\n5432\n\nlocalhost\n"
        )
        async with embedded_stack(data) as again:
            assert await _fetch_when_back(str(again.urls.superuser), "SELECT 1") == 1
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


async def _fetch_when_back(url: str, query: str) -> object:
    deadline = time.monotonic() + WITHIN_S
    while True:
        try:
            connection = await asyncpg.connect(url, timeout=2)
            try:
                return await connection.fetchval(query)
            finally:
                await connection.close()
        except (OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
            assert time.monotonic() < deadline, "Postgres is not back"
            await asyncio.sleep(0.05)


async def _pings(stack: Stack) -> bool:
    password, _, server = stack.urls.valkey.removeprefix("redis://:").partition("@")
    host, _, port = server.partition("/")[0].partition(":")
    try:
        reader, writer = await asyncio.open_connection(host, int(port))
    except OSError:
        return False
    writer.write(f"AUTH {password}\r\nPING\r\nQUIT\r\n".encode())
    said = await reader.read(-1)
    writer.close()
    return said.startswith(b"+OK\r\n+PONG")


def _command(data: Path) -> list[str]:
    return [sys.executable, "-m", "infra.local", "--data", str(data)]


@contextmanager
def _supervisor(data: Path) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        _command(data),
        stdout=subprocess.PIPE,
        text=True,
        cwd=REPOSITORY,
        start_new_session=True,
        env=ENV,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            _interrupt_group(process)
            process.wait(30)
        if process.stdout:
            process.stdout.close()


def _interrupt_group(process: subprocess.Popen[str]) -> None:
    os.killpg(process.pid, signal.SIGINT)


def _address(process: subprocess.Popen[str]) -> str:
    """Read what it says until it runs; returns the owner's address."""
    url = ""
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("ROUNDS_OWNER_DATABASE_URL="):
            url = line.strip().partition("=")[2]
        if line.startswith("running"):
            return url
    raise AssertionError("the supervisor ended before it ran")


def _processes_on(data: Path) -> list[str]:
    shown = subprocess.run(["ps", "-eo", "args"], capture_output=True, text=True, check=True)
    return [line for line in shown.stdout.splitlines() if str(data) in line]
