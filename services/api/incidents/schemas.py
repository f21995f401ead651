"""Incidents on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

IncidentStatus = Literal["open", "closed"]
Note = Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=r"\S")]


class IncidentOut(msgspec.Struct, rename="camel"):
    """Something that a person has to look at; `kind` is a word, `text` its sentence.
    `therapistId` is who had the visit when it happened.
    """

    id: UUID
    visit_id: UUID | None
    request_id: UUID | None
    therapist_id: UUID | None
    kind: str
    text: str
    status: str
    at: datetime
    version: int


class CloseIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What was done about it."""

    note: Note
