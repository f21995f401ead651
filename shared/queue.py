"""The doorbell: after a commit, tell the worker and the streams that there is something to do.

Nothing depends on it: jobs are rows (DESIGN 5), a sweep finds what was not rung for, and streams
poll. So a ring never fails and never delays the request that caused it.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Iterable

import msgspec
import structlog
from arq.connections import ArqRedis, RedisSettings
from redis.asyncio import Redis
from redis.exceptions import RedisError

WAKE = "wake"  # the arq function that the worker offers: wake(ctx, kinds: list[str])
QUEUE = "rounds:doorbell"
OUTBOX_CHANNEL = "rounds:outbox"
_RING_SECONDS = 0.5
_PAUSE_AFTER_FAILURE_S = 2.0
_EXPIRES_MS = 30_000  # a ring that nobody heard by then is the sweep's business

_log = structlog.get_logger()


def arq_settings(valkey_url: str) -> RedisSettings:
    """How the api and the worker reach arq's Valkey."""
    settings = RedisSettings.from_dsn(valkey_url)
    settings.conn_timeout = 1
    settings.conn_retries = 0
    return settings


class Doorbell:
    """One per process; `close` it when the process ends."""

    def __init__(self, valkey_url: str) -> None:
        self._url = valkey_url
        self._valkey: Redis = Redis.from_url(
            valkey_url, socket_connect_timeout=_RING_SECONDS, socket_timeout=_RING_SECONDS
        )
        # Not arq's own pickle: whoever writes to Valkey could then run code in the worker.
        self._arq = ArqRedis(
            pool_or_conn=self._valkey.connection_pool,
            default_queue_name=QUEUE,
            job_serializer=msgspec.msgpack.encode,
            job_deserializer=msgspec.msgpack.decode,
        )
        self._tasks: set[asyncio.Task[None]] = set()
        self._quiet_until = 0.0

    def ring(self, kinds: Iterable[str] = ()) -> None:
        """Returns at once: wakes workers for these job kinds, and all streams for the outbox."""
        if time.monotonic() < self._quiet_until:
            return
        task = asyncio.create_task(self._ring(sorted(set(kinds))))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _ring(self, kinds: list[str]) -> None:
        try:
            async with asyncio.timeout(_RING_SECONDS):
                if kinds:
                    await self._arq.enqueue_job(WAKE, kinds, _expires=_EXPIRES_MS)
                await self._valkey.publish(OUTBOX_CHANNEL, b"")
        except (RedisError, OSError, TimeoutError) as error:
            self._quiet_until = time.monotonic() + _PAUSE_AFTER_FAILURE_S
            _log.warning("doorbell_silent", kind=type(error).__name__)

    async def answers(self) -> bool:
        """Whether Valkey is there, for the health page."""
        try:
            async with asyncio.timeout(_RING_SECONDS):
                return bool(await self._valkey.ping())
        except (RedisError, OSError, TimeoutError):
            return False

    async def outbox_rings(self) -> AsyncIterator[None]:
        """One item for each ring for the outbox; ends with an error when Valkey goes away."""
        listener: Redis = Redis.from_url(self._url, socket_connect_timeout=_RING_SECONDS)
        async with listener, listener.pubsub(ignore_subscribe_messages=True) as pubsub:
            await pubsub.subscribe(OUTBOX_CHANNEL)
            async for _ in pubsub.listen():
                yield

    async def close(self) -> None:
        """Let rings that are under way end, then disconnect."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=_RING_SECONDS)
        await self._valkey.aclose()
