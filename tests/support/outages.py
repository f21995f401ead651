"""Taking a process away, for a moment or for good."""

import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from infra.local.stack import Stack
from infra.local.supervisor import Supervisor


@asynccontextmanager
async def away(supervisor: Supervisor, name: str) -> AsyncIterator[None]:
    """The child is not there and is not brought back until the block ends."""
    child = supervisor._named(name)
    await child.stop()
    try:
        yield
    finally:
        await child.start()


def kill_9(supervisor: Supervisor, name: str) -> None:
    """Without a warning; its supervisor brings it back."""
    os.kill(supervisor.pid(name), signal.SIGKILL)


def kill_valkey_with_its_data(stack: Stack) -> None:
    """Whatever was rung or queued in it is gone."""
    lost = stack.layout.valkey.with_name("valkey-lost")
    shutil.rmtree(lost, ignore_errors=True)
    # Moved before the kill, or the next start would find it.
    stack.layout.valkey.rename(lost)
    kill_9(stack.supervisor, "valkey")
