"""Between instants and the planner's whole seconds: the only place where the two meet."""

import math
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Clock:
    """Counts whole seconds from `epoch`, the first instant of the horizon's service day."""

    epoch: datetime

    def __post_init__(self) -> None:
        if self.epoch.utcoffset() is None:
            raise ValueError(f"the epoch {self.epoch} has no offset: give an aware time")

    def seconds(self, instant: datetime) -> int:
        """Rounded down: for what ends, a window that closes within a second closes at its start."""
        return math.floor((instant - self.epoch).total_seconds())

    def seconds_up(self, instant: datetime) -> int:
        """Rounded up: for what begins, whoever is free within a second is free at its end."""
        return math.ceil((instant - self.epoch).total_seconds())

    def instant(self, seconds: int) -> datetime:
        """The instant in UTC; the edge shows it in the tenant's zone."""
        return self.epoch.astimezone(UTC) + timedelta(seconds=seconds)
