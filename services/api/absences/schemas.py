"""Absences on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

Why = Literal["illness", "leave", "training", "other"]


class AbsenceIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """From when until when a therapist is away."""

    starts_at: datetime = msgspec.field(name="from")
    ends_at: datetime = msgspec.field(name="to")
    reason: Why


class AbsenceOut(msgspec.Struct, rename="camel"):
    """An absence that counts."""

    id: UUID
    therapist_id: UUID
    starts_at: datetime = msgspec.field(name="from")
    ends_at: datetime = msgspec.field(name="to")
    reason: str
    version: int


class AbsenceMade(msgspec.Struct, rename="camel"):
    """The absence, the replan that it started, and whom it concerns."""

    id: UUID
    job_id: UUID
    freed: list[UUID]
    in_progress: list[UUID]
    version: int


class AbsenceUndone(msgspec.Struct, rename="camel"):
    """The replan that it started (and those of later days), the visits that went back to the
    therapist, and those that wait and could go to the therapist again.
    """

    id: UUID
    job_id: UUID
    job_ids: list[UUID]
    restored: list[UUID]
    assignable: list[UUID]
