"""Strangers on a public page are slowed down, each by what they did themselves."""

import pytest

from services.api.pins.limiter import MISSES, TRIES, PinLimiter
from shared.domain.errors import TooManyAttempts


def test_wrong_tokens_count_by_address() -> None:
    """After the last allowed miss this address waits, and another one does not."""
    limiter = PinLimiter()
    for _ in range(MISSES):
        limiter.check_address("192.0.2.1")
        limiter.missed("192.0.2.1")
    with pytest.raises(TooManyAttempts) as refused:
        limiter.check_address("192.0.2.1")
    assert 0 < refused.value.retry_after_s <= 901
    limiter.check_address("192.0.2.2")


def test_tries_count_by_link() -> None:
    """One link cannot be hammered; another is not touched by it."""
    limiter = PinLimiter()
    for _ in range(TRIES):
        limiter.tried(b"one")
    with pytest.raises(TooManyAttempts):
        limiter.tried(b"one")
    limiter.tried(b"two")
