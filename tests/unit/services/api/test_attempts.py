"""Whoever guesses is slowed down, each by what they did themselves; here without a Valkey."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from litestar.connection import ASGIConnection

from infra.local.ports import free_port
from services.api.attempts import WINDOW_S, Attempts, caller
from services.api.auth.throttle import ACCOUNT_LIMIT, DEVICE_LIMIT, Throttle
from services.api.pins.limiter import MISSES, TRIES, PinLimiter
from services.api.shared_counts import SharedCounts
from shared.domain.errors import TooManyAttempts


@pytest_asyncio.fixture
async def attempts() -> AsyncIterator[Attempts]:
    """Counts of this process alone: nobody listens at the port."""
    shared = SharedCounts(f"redis://127.0.0.1:{free_port()}", WINDOW_S)
    yield Attempts(b"secret", shared)
    await shared.close()


async def test_wrong_tokens_count_by_address(attempts: Attempts) -> None:
    """After the last allowed miss this address waits, and another one does not."""
    limiter = PinLimiter(attempts)
    for _ in range(MISSES):
        await limiter.check_address("192.0.2.1")
        await limiter.missed("192.0.2.1")
    with pytest.raises(TooManyAttempts) as refused:
        await limiter.check_address("192.0.2.1")
    assert 0 < refused.value.retry_after_s <= WINDOW_S + 1
    await limiter.check_address("192.0.2.2")


async def test_tries_count_by_link(attempts: Attempts) -> None:
    """One link cannot be hammered; another is not touched by it."""
    limiter = PinLimiter(attempts)
    for _ in range(TRIES):
        await limiter.tried(b"one")
    with pytest.raises(TooManyAttempts):
        await limiter.tried(b"one")
    await limiter.tried(b"two")


async def test_a_page_has_counts_of_its_own(attempts: Attempts) -> None:
    """Who sent many wrong tokens of pin links may still log in."""
    limiter, throttle = PinLimiter(attempts), Throttle(b"secret", attempts)
    for _ in range(MISSES):
        await limiter.missed("192.0.2.1")
    await throttle.check("a@b.example", "192.0.2.1", None)


async def test_strangers_do_not_lock_out_a_known_device(attempts: Attempts) -> None:
    """The account is full for strangers; its own device has a limit of its own, a forged mark,
    of whatever letters, none.
    """
    throttle = Throttle(b"secret", attempts)
    known = throttle.mark_of_device("a@b.example")
    for _ in range(ACCOUNT_LIMIT):
        await throttle.failed("a@b.example", "192.0.2.1", None)
    await throttle.check("a@b.example", "192.0.2.1", known)
    for forged in (None, "", "x.y", "ß.ü", known + "0", known.replace(".", "")):
        with pytest.raises(TooManyAttempts):
            await throttle.check("A@b.example ", "192.0.2.9", forged)
    for _ in range(DEVICE_LIMIT):
        await throttle.failed("a@b.example", "192.0.2.1", known)
    with pytest.raises(TooManyAttempts):
        await throttle.check("a@b.example", "192.0.2.1", known)


@pytest.mark.parametrize(
    ("client", "counted"),
    [
        (None, "unknown"),
        (("192.0.2.7", 1234), "192.0.2.7"),
        (("::ffff:192.0.2.7", 1234), "192.0.2.7"),
        (("2001:db8:1:2:3::4", 1234), "2001:db8:1:2::/64"),
        (("a-unix-socket", 0), "a-unix-socket"),
    ],
)
def test_an_ipv6_home_is_one_address(client: tuple[str, int] | None, counted: str) -> None:
    """Its lower half is the subscriber's to choose, so it must not be a way to count anew."""
    scope: Any = {"type": "http", "client": client}
    assert caller(ASGIConnection(scope)) == counted
