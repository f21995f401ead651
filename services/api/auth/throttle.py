"""Guessing is slowed down without locking anybody out (ASVS 6.3.1).

A device on which this person logged in before carries a signed mark and has a count of its own, so
a stranger who guesses cannot lock them out.
"""

import hashlib
import hmac
import secrets

from services.api.attempts import Attempts

ACCOUNT_LIMIT = 20  # 80 an hour
ADDRESS_LIMIT = 100  # a call centre is one address
DEVICE_LIMIT = 20
# Each asking for a new password is an alert on the admins' pages.
RESET_ACCOUNT_LIMIT = 3
RESET_ADDRESS_LIMIT = 30


class Throttle:
    """Failures by account, network address or known device."""

    def __init__(self, secret: bytes, attempts: Attempts) -> None:
        self._secret = secret
        self._attempts = attempts

    async def check(self, email: str, address: str, device: str | None) -> None:
        """Raises TooManyAttempts, also for emails that nobody has."""
        await self._attempts.check(self._limits(email, address, device))

    async def failed(self, email: str, address: str, device: str | None) -> None:
        """Count it."""
        await self._attempts.count(self._limits(email, address, device))

    async def asked_for_reset(self, email: str, address: str) -> None:
        """Count it; raises TooManyAttempts, also for emails that nobody has."""
        limits = {
            f"reset account|{_folded(email)}": RESET_ACCOUNT_LIMIT,
            f"reset address|{address}": RESET_ADDRESS_LIMIT,
        }
        await self._attempts.take(limits)

    def mark_of_device(self, email: str) -> str:
        """What a browser keeps after a login, to be known as this person's next time."""
        nonce = secrets.token_hex(16)
        return f"{nonce}.{self._signature(nonce, email)}"

    def _limits(self, email: str, address: str, device: str | None) -> dict[str, int]:
        """What counts this attempt, with its limit."""
        nonce, _, signature = (device or "").partition(".")
        known = self._signature(nonce, email).encode()
        if nonce and hmac.compare_digest(signature.encode(), known):
            return {f"device|{nonce}": DEVICE_LIMIT}
        return {f"account|{_folded(email)}": ACCOUNT_LIMIT, f"address|{address}": ADDRESS_LIMIT}

    def _signature(self, nonce: str, email: str) -> str:
        message = f"device|{nonce}|{_folded(email)}"
        return hmac.new(self._secret, message.encode(), hashlib.sha256).hexdigest()


def _folded(email: str) -> str:
    return hashlib.sha256(email.strip().casefold().encode()).hexdigest()
