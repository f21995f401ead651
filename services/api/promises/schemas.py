"""The call list and its answers, on the wire."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.api.visits.schemas import VisitPatient, VisitTherapist, WindowOut


class PromisedOut(msgspec.Struct, rename="camel"):
    """A window, and the therapist if one was promised by name."""

    window: WindowOut
    therapist: VisitTherapist | None


class CallOut(msgspec.Struct, rename="camel"):
    """Somebody to be told of a change: from what they agreed to, to what is proposed."""

    promise_id: UUID
    visit_id: UUID
    status: str
    patient: VisitPatient
    before: PromisedOut | None = msgspec.field(name="from")
    to: PromisedOut
    reason: str | None
    since: datetime


class CallListOut(msgspec.Struct, rename="camel"):
    """Who has waited longest comes first."""

    items: list[CallOut]


class AnswerIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What the patient said."""

    answer: Literal["agreed", "refused", "not-reached"]


class AnsweredOut(msgspec.Struct, rename="camel"):
    """The ledger's new row, and the window in force now."""

    promise_id: UUID
    visit_id: UUID
    status: str
    window: WindowOut
