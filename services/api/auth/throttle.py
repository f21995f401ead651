"""Guessing is slowed down without locking anybody out (ASVS 6.3.1).

Failures are counted in Valkey for all api processes, and in memory as well: while Valkey is away
or after it lost its data, each process still holds its own limits. A device on which this person
logged in before carries a signed mark and has a count of its own, so a stranger who guesses cannot
lock them out.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict

from services.api.auth.shared_counts import SharedCounts
from shared.domain.errors import TooManyAttempts

WINDOW_S = 900
ACCOUNT_LIMIT = 20  # 80 an hour
ADDRESS_LIMIT = 100  # a call centre is one address
DEVICE_LIMIT = 20
_REMEMBERED = 50_000  # the oldest counts are forgotten first


class Throttle:
    """Fixed windows of failures by account, network address or known device."""

    def __init__(self, secret: bytes, shared: SharedCounts) -> None:
        self._secret = secret
        self._shared = shared
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def check(self, email: str, address: str, device: str | None) -> None:
        """Raises TooManyAttempts, also for emails that nobody has."""
        buckets = self._buckets(email, address, device)
        for bucket, limit in buckets.items():
            began, count = self._failures.get(bucket, (0.0, 0))
            left = began + WINDOW_S - time.monotonic()
            if count >= limit and left > 0:
                raise TooManyAttempts(int(left) + 1)
        told = await self._shared.read(list(buckets))
        for limit, (count, left_s) in zip(buckets.values(), told, strict=False):
            if count >= limit and left_s > 0:
                raise TooManyAttempts(left_s)

    async def failed(self, email: str, address: str, device: str | None) -> None:
        """Count it."""
        now = time.monotonic()
        buckets = self._buckets(email, address, device)
        for bucket in buckets:
            began, count = self._failures.pop(bucket, (now, 0))
            fresh = now - began > WINDOW_S
            self._failures[bucket] = (now, 1) if fresh else (began, count + 1)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)
        await self._shared.add(list(buckets))

    def mark_of_device(self, email: str) -> str:
        """What a browser keeps after a login, to be known as this person's next time."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._signature(nonce, email)}"

    def _buckets(self, email: str, address: str, device: str | None) -> dict[str, int]:
        """What counts this attempt, with its limit; unreadable to whoever reads Valkey."""
        nonce, _, signature = (device or "").partition(".")
        if nonce and hmac.compare_digest(signature, self._signature(nonce, email)):
            return {self._signed(f"count|device|{nonce}"): DEVICE_LIMIT}
        return {
            self._signed(f"count|account|{_folded(email)}"): ACCOUNT_LIMIT,
            self._signed(f"count|address|{address}"): ADDRESS_LIMIT,
        }

    def _signature(self, nonce: str, email: str) -> str:
        return self._signed(f"device|{nonce}|{_folded(email)}")

    def _signed(self, message: str) -> str:
        return hmac.new(self._secret, message.encode(), hashlib.sha256).hexdigest()


def _folded(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
