"""Incidents on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.api.texts import Note

IncidentStatus = Literal["open", "closed"]


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
