"""A public page is asked by strangers: how often one address or one link may be tried."""

from services.api.attempts import Attempts

# Wrong tokens from one address; many patients may share a carrier's address, but not their errors.
MISSES = 30
# Tries with one link: somebody who walks about to be seen better, not a script.
TRIES = 30


class PinLimiter:
    """Wrong tokens by address, pins by link."""

    def __init__(self, attempts: Attempts) -> None:
        self._attempts = attempts

    async def check_address(self, address: str) -> None:
        """Raises TooManyAttempts after too many wrong tokens."""
        await self._attempts.check({_misses(address): MISSES})

    async def missed(self, address: str) -> None:
        """Count a wrong token."""
        await self._attempts.count([_misses(address)])

    async def tried(self, token_hash: bytes) -> None:
        """Count a try with a link; raises TooManyAttempts after too many."""
        await self._attempts.take({f"pin link|{token_hash.hex()}": TRIES})


def _misses(address: str) -> str:
    return f"pin address|{address}"
