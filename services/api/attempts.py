"""Who guesses is slowed down: one count for logins and for public pages.

Counted in Valkey for all api processes, and in memory as well: while Valkey is away or after it
lost its data nobody is shut out on its account, and each process still holds its own limits.
"""

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from litestar.connection import ASGIConnection

from services.api.shared_counts import SharedCounts
from shared.domain.errors import TooManyAttempts

WINDOW_S = 900
_REMEMBERED = 50_000  # the oldest counts are forgotten first
_HOME_BITS = 64  # of IPv6 each subscriber has this many to choose addresses from


class Attempts:
    """Fixed windows of counts by bucket; what a bucket is, each page says with its limit."""

    def __init__(self, secret: bytes, shared: SharedCounts) -> None:
        self._secret = secret
        self._shared = shared
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    async def check(self, limits: Mapping[str, int]) -> None:
        """Raises TooManyAttempts when one of the buckets has reached its limit."""
        signed = {self._signed(bucket): limit for bucket, limit in limits.items()}
        for bucket, limit in signed.items():
            began, count = self._counts.get(bucket, (0.0, 0))
            left = began + WINDOW_S - time.monotonic()
            if count >= limit and left > 0:
                raise TooManyAttempts(int(left) + 1)
        told = await self._shared.read(list(signed))
        for limit, (count, left_s) in zip(signed.values(), told, strict=False):
            if count >= limit and left_s > 0:
                raise TooManyAttempts(left_s)

    async def count(self, buckets: Iterable[str]) -> None:
        """One more in each."""
        now = time.monotonic()
        signed = [self._signed(bucket) for bucket in buckets]
        for bucket in signed:
            began, count = self._counts.pop(bucket, (now, 0))
            fresh = now - began > WINDOW_S
            self._counts[bucket] = (now, 1) if fresh else (began, count + 1)
        while len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)
        await self._shared.add(signed)

    async def take(self, limits: Mapping[str, int]) -> None:
        """Count a try as such, whatever comes of it; raises TooManyAttempts instead."""
        await self.check(limits)
        await self.count(limits)

    def _signed(self, bucket: str) -> str:
        """Emails, addresses and tokens are unreadable to whoever reads Valkey."""
        return hmac.new(self._secret, f"count|{bucket}".encode(), hashlib.sha256).hexdigest()


def caller(connection: ASGIConnection[Any, Any, Any, Any]) -> str:
    """The network address that counts for whoever asks."""
    host = connection.client.host if connection.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:
        return host
    if not isinstance(address, IPv6Address):
        return host
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ip_network((int(address), _HOME_BITS), strict=False))
