"""A public page is asked by strangers: how often one address or one link may be tried.

Counted in memory, so the limits are per api process.
"""

import time
from collections import OrderedDict

from shared.domain.errors import TooManyAttempts

WINDOW_S = 900
# Wrong tokens from one address; many patients may share a carrier's address, but not their errors.
MISSES = 30
# Tries with one link: somebody who walks about to be seen better, not a script.
TRIES = 30
_REMEMBERED = 20_000


class PinLimiter:
    """Fixed windows of counts by bucket."""

    def __init__(self) -> None:
        self._counts: OrderedDict[str, tuple[float, int]] = OrderedDict()

    def check_address(self, address: str) -> None:
        """Raises TooManyAttempts after too many wrong tokens."""
        self._check(f"address {address}", MISSES)

    def missed(self, address: str) -> None:
        """Count a wrong token."""
        self._add(f"address {address}")

    def tried(self, token_hash: bytes) -> None:
        """Count a try with a link; raises TooManyAttempts after too many."""
        bucket = f"link {token_hash.hex()}"
        self._check(bucket, TRIES)
        self._add(bucket)

    def _check(self, bucket: str, limit: int) -> None:
        began, count = self._counts.get(bucket, (0.0, 0))
        left = began + WINDOW_S - time.monotonic()
        if count >= limit and left > 0:
            raise TooManyAttempts(int(left) + 1)

    def _add(self, bucket: str) -> None:
        now = time.monotonic()
        began, count = self._counts.pop(bucket, (now, 0))
        self._counts[bucket] = (now, 1) if now - began > WINDOW_S else (began, count + 1)
        while len(self._counts) > _REMEMBERED:
            self._counts.popitem(last=False)
