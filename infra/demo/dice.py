"""Chance that can be repeated: everything random in the demo comes from a named seed."""

import random
from datetime import datetime
from uuid import UUID

from shared.domain.ids import RANDOM_BYTES, uuid7

Dice = random.Random


def dice(*seed: object) -> Dice:
    """The same names give the same sequence, on every machine."""
    return Dice("|".join(map(str, seed)))


def id_at(rng: Dice, instant: datetime) -> UUID:
    """A UUIDv7 as if the row had been written at that instant."""
    return uuid7(int(instant.timestamp() * 1000), rng.randbytes(RANDOM_BYTES))


def minutes(rng: Dice, low: float, high: float) -> float:
    """Seconds between two numbers of minutes, in whole seconds."""
    return round(rng.uniform(low, high) * 60)
