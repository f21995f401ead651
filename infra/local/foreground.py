"""Run a command in the foreground until somebody stops it."""

import asyncio
import signal
from collections.abc import Callable, Coroutine

from infra.local.console import complain
from infra.local.errors import LocalStackError


def run_in_foreground(main: Callable[[], Coroutine[None, None, None]]) -> int:
    """The exit status: 0 when it ended or was asked to stop, 1 with one line when it cannot run."""
    try:
        asyncio.run(_until_signal(main))
    except asyncio.CancelledError:
        return 0
    except (LocalStackError, OSError) as error:
        complain(f"error: {error}")
        return 1
    return 0


async def _until_signal(main: Callable[[], Coroutine[None, None, None]]) -> None:
    """Ctrl-C, SIGTERM and a closed terminal cancel `main` once; more of them change nothing,
    so that an impatient second Ctrl-C does not break the orderly stop."""
    task = asyncio.ensure_future(main())
    loop = asyncio.get_running_loop()
    asked = False

    def stop() -> None:
        nonlocal asked
        if not asked:
            asked = True
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, stop)
    await task
