"""Counts of attempts that all api processes share, in Valkey; without it there are none."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_ANSWERS_WITHIN_S = 0.5
_PAUSE_AFTER_FAILURE_S = 2.0  # or each attempt would wait for a Valkey that is away
_PREFIX = "rounds:attempts:"

_log = structlog.get_logger()


class SharedCounts:
    """Fixed windows by bucket; one per process, `close` it when the process ends.

    Nothing here fails or waits for long: whoever asks keeps counts of their own for the time in
    which Valkey is away or has lost its data.
    """

    def __init__(self, valkey_url: str, window_s: int) -> None:
        self._window_s = window_s
        self._valkey: Redis = Redis.from_url(
            valkey_url,
            socket_connect_timeout=_ANSWERS_WITHIN_S,
            socket_timeout=_ANSWERS_WITHIN_S,
        )
        self._quiet_until = 0.0

    async def read(self, buckets: Sequence[str]) -> list[tuple[int, int]]:
        """The count of each bucket and the seconds left of its window; empty when unknown."""
        commands = [step for one in buckets for step in (("GET", _key(one)), ("TTL", _key(one)))]
        found = await self._run(commands)
        pairs = zip(found[::2], found[1::2], strict=True)
        return [(int(count or 0), int(left)) for count, left in pairs]

    async def add(self, buckets: Sequence[str]) -> None:
        """One more in each; a window begins with the first and is never made longer."""
        commands: list[tuple[str | int, ...]] = []
        for one in buckets:
            commands.append(("SET", _key(one), 0, "EX", self._window_s, "NX"))
            commands.append(("INCR", _key(one)))
        await self._run(commands)

    async def close(self) -> None:
        """Disconnect."""
        await self._valkey.aclose()

    async def _run(self, commands: Sequence[tuple[str | int, ...]]) -> list[Any]:
        """Their answers, all or none."""
        if time.monotonic() < self._quiet_until:
            return []
        try:
            async with (
                asyncio.timeout(_ANSWERS_WITHIN_S),
                self._valkey.pipeline(transaction=True) as pipe,
            ):
                for command in commands:
                    pipe.execute_command(*command)
                answers: list[Any] = await pipe.execute()
                return answers
        except (RedisError, OSError, TimeoutError) as error:
            self._quiet_until = time.monotonic() + _PAUSE_AFTER_FAILURE_S
            _log.warning("attempts_counted_alone", kind=type(error).__name__)
            return []


def _key(bucket: str) -> str:
    return _PREFIX + bucket
