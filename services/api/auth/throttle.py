"""Guessing is slowed down without locking anybody out (ASVS 6.3.1).

Failures are counted in memory, so the limits are per api process: with n processes behind a
balancer a guesser has n times the tries. A device on which this person logged in before carries a
signed mark and has a count of its own, so a stranger who guesses cannot lock them out.
"""

import hashlib
import hmac
import secrets
import time
from collections import OrderedDict

from shared.domain.errors import TooManyAttempts

WINDOW_S = 900
ACCOUNT_LIMIT = 20  # 80 an hour
ADDRESS_LIMIT = 100  # a call centre is one address
DEVICE_LIMIT = 20
_REMEMBERED = 50_000  # the oldest counts are forgotten first


class Throttle:
    """Fixed windows of failures by account, network address or known device."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret
        self._failures: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check(self, email: str, address: str, device: str | None) -> None:
        """Raises TooManyAttempts, also for emails that nobody has."""
        for bucket, limit in self._buckets(email, address, device):
            began, count = self._failures.get(bucket, (0.0, 0))
            left = began + WINDOW_S - time.monotonic()
            if count >= limit and left > 0:
                raise TooManyAttempts(int(left) + 1)

    def failed(self, email: str, address: str, device: str | None) -> None:
        """Count it."""
        now = time.monotonic()
        for bucket, _ in self._buckets(email, address, device):
            began, count = self._failures.pop(bucket, (now, 0))
            fresh = now - began > WINDOW_S
            self._failures[bucket] = (now, 1) if fresh else (began, count + 1)
        while len(self._failures) > _REMEMBERED:
            self._failures.popitem(last=False)

    def mark_of_device(self, email: str) -> str:
        """What a browser keeps after a login, to be known as this person's next time."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._signature(nonce, email)}"

    def _buckets(self, email: str, address: str, device: str | None) -> list[tuple[str, int]]:
        nonce, _, signature = (device or "").partition(".")
        if nonce and hmac.compare_digest(signature, self._signature(nonce, email)):
            return [(f"device {nonce}", DEVICE_LIMIT)]
        return [
            (f"account {_folded(email)}", ACCOUNT_LIMIT),
            (f"address {address}", ADDRESS_LIMIT),
        ]

    def _signature(self, nonce: str, email: str) -> str:
        message = f"device|{nonce}|{_folded(email)}".encode()
        return hmac.new(self._secret, message, hashlib.sha256).hexdigest()


def _folded(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
