"""Queue jobs on the wire."""

from datetime import datetime
from uuid import UUID

import msgspec


class ProgressOut(msgspec.Struct, rename="camel"):
    """The best plan that a running solve has found."""

    cost: int
    bound: int
    gap: float
    seconds: float


class QueueOut(msgspec.Struct, rename="camel"):
    """The queue's health: how many jobs stand how, and for how long the oldest has been due."""

    queued: int
    running: int
    dead: int
    oldest_due_s: int


class JobOut(msgspec.Struct, rename="camel"):
    """A queue job; `dead` ones were tried often enough and wait for a person."""

    id: UUID
    kind: str
    status: str
    progress: ProgressOut | None
    error: str | None
    attempts: int
    created_at: datetime
    finished_at: datetime | None
