"""Ids of new rows: UUID version 7, made in the application so that they sort by time."""

import os
import time
from uuid import UUID

from shared.domain.ids import RANDOM_BYTES, uuid7


def new_id() -> UUID:
    """A fresh id; its first 48 bits are this machine's clock, the rest is chance."""
    return uuid7(time.time_ns() // 1_000_000, os.urandom(RANDOM_BYTES))
