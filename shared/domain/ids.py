"""UUID version 7 (RFC 9562, 5.7): 48 bits of Unix milliseconds, then 74 bits of chance.

Pure: the edge passes the time and the random bytes.
"""

from uuid import UUID

RANDOM_BYTES = 10
_FREE_BITS = 74
_TIME_LIMIT = 1 << 48


def uuid7(unix_ms: int, random_80: bytes) -> UUID:
    """The id of this millisecond with these ten random bytes (six of their bits are unused)."""
    if len(random_80) != RANDOM_BYTES:
        raise ValueError(f"uuid7 needs {RANDOM_BYTES} random bytes, got {len(random_80)}")
    return _layout(unix_ms, int.from_bytes(random_80, "big") >> (80 - _FREE_BITS))


def uuid7_after(previous: UUID | None, unix_ms: int, random_80: bytes) -> UUID:
    """Like `uuid7`, but always greater than `previous`, also when the clock stood or went back.

    RFC 9562, 6.2 method 2: within one millisecond the random part is taken as a counter.
    """
    if previous is None or unix_ms > previous.int >> 80:
        return uuid7(unix_ms, random_80)
    free = _free_bits(previous) + 1 + (int.from_bytes(random_80[:4], "big") >> 8)
    carried_ms = (previous.int >> 80) + (free >> _FREE_BITS)
    return _layout(carried_ms, free & ((1 << _FREE_BITS) - 1))


def _layout(unix_ms: int, free: int) -> UUID:
    if not 0 <= unix_ms < _TIME_LIMIT:
        raise ValueError(f"uuid7 needs milliseconds since 1970 below 2^48, got {unix_ms}")
    high, low = free >> 62, free & ((1 << 62) - 1)
    return UUID(int=unix_ms << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _free_bits(value: UUID) -> int:
    return (value.int >> 64 & 0xFFF) << 62 | value.int & ((1 << 62) - 1)
