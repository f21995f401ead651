"""Argon2id above OWASP's floor (19 MiB, 2 passes), hashed in a thread so that the loop is free."""

import asyncio
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from shared.domain.errors import Invalid

SHORTEST = 10
LONGEST = 200
_HASHER = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_AT_ONCE = 4  # each takes 19 MiB and a core
_COMMON = frozenset(
    (
        *("password1234", "passw0rd123", "qwertyuiop", "qwerty12345", "1234567890", "12345678910"),
        *("0123456789", "letmein1234", "welcome1234", "iloveyou12", "administrator", "changeme123"),
        *("1q2w3e4r5t", "dubai12345"),
    )
)


@cache
def _slots() -> asyncio.Semaphore:
    return asyncio.Semaphore(_AT_ONCE)


@cache
def _nobodys_hash() -> str:
    """Verified for unknown people, so that they take as long as known ones."""
    return _HASHER.hash("nobody has this password")


async def hash_password(password: str) -> str:
    """The encoded hash with its parameters and salt."""
    async with _slots():
        return await asyncio.to_thread(_HASHER.hash, password)


async def password_fits(stored: str | None, password: str) -> bool:
    """Whether it is the password; takes its time also where there is none to compare with."""
    async with _slots():
        return await asyncio.to_thread(_verify, stored, password)


def _verify(stored: str | None, password: str) -> bool:
    try:
        _HASHER.verify(stored or _nobodys_hash(), password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def check_new_password(password: str, email: str) -> None:
    """Length instead of composition rules (ASVS 6.2); 422 naming `password`."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid.one(
            "password", f"A password needs {SHORTEST} to {LONGEST} characters; try a sentence."
        )
    plain = password.casefold()
    if plain in _COMMON or len(set(plain)) < 4 or email.partition("@")[0].casefold() == plain:
        raise Invalid.one("password", "This password is too easy to guess; try a sentence.")
