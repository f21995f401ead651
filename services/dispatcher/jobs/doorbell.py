"""Hearing the doorbell: an arq worker that only says "wake up", restarted whenever it dies.

arq ends itself when Valkey is away for some seconds (research/reliability.md); here that costs
nothing but the wait until the next sweep.
"""

import asyncio
from collections.abc import Callable
from typing import Any

import msgspec
import structlog
from arq import Worker as ArqWorker
from arq import func

from shared.queue import QUEUE, WAKE, arq_settings

_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 5.0

_log = structlog.get_logger()


async def listen(valkey_url: str, ring: Callable[[], None]) -> None:
    """Call `ring` for each ring of the bell; never returns, is cancelled."""
    pause_s = _FIRST_PAUSE_S
    while True:
        worker = _worker(valkey_url, ring)
        try:
            await worker.async_run()
            pause_s = _FIRST_PAUSE_S
        except asyncio.CancelledError:
            await _close(worker)
            raise
        except Exception as error:  # noqa: BLE001 - the bell may fail in any way it likes
            _log.warning("doorbell_deaf", kind=type(error).__name__, pause_s=pause_s)
        await _close(worker)
        await asyncio.sleep(pause_s)
        pause_s = min(_LONGEST_PAUSE_S, pause_s * 2)


def _worker(valkey_url: str, ring: Callable[[], None]) -> ArqWorker:
    async def wake(ctx: dict[Any, Any], *args: Any, **kwargs: Any) -> None:
        _log.debug("rung", by=ctx.get("job_id"), kinds=args, more=kwargs)
        ring()

    return ArqWorker(
        functions=[func(wake, name=WAKE, keep_result=0, timeout=5, max_tries=1)],
        queue_name=QUEUE,
        redis_settings=arq_settings(valkey_url),
        handle_signals=False,
        poll_delay=0.1,
        keep_result=0,
        max_jobs=10,
        health_check_interval=30,
        # arq's own choice is pickle: whoever writes to Valkey could run code here.
        job_serializer=msgspec.msgpack.encode,
        job_deserializer=msgspec.msgpack.decode,
    )


async def _close(worker: ArqWorker) -> None:
    try:
        async with asyncio.timeout(2):
            await worker.close()
    except Exception as error:  # noqa: BLE001 - it is being thrown away
        _log.debug("doorbell_close", kind=type(error).__name__)
