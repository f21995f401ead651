"""A clinician's queue on the wire."""

from datetime import date, datetime
from uuid import UUID

import msgspec

from services.api.screening.schemas import ReasonOut
from services.api.texts import Note
from shared.domain.person import Gender
from shared.domain.screening.decision import DecisionKind
from shared.domain.service import BodyRegion, Service


class ClearancePatientOut(msgspec.Struct, rename="camel"):
    """What a clinician needs to know of the person; `age` is today's, in full years."""

    id: UUID | None
    name: str | None
    date_of_birth: date | None
    age: int | None
    gender: Gender | None


class ClearanceOut(msgspec.Struct, rename="camel"):
    """One question to a clinician; `ageS` is how long it has been waiting, in seconds."""

    id: UUID
    request_id: UUID
    patient: ClearancePatientOut
    service: Service
    reasons: list[ReasonOut]
    age_s: int
    answers: dict[str, bool | None]
    complaint: str | None
    diagnosis: str | None
    body_regions: list[BodyRegion]
    status: str
    decision: DecisionKind | None
    conditions: str | None
    version: int


class DecisionIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """`scope`: the services it is about, the asked one when left out.

    `conditions` are for the therapist (or, of a refusal, the reason); `convertTo` names the other
    service of a conversion.
    """

    decision: DecisionKind
    conditions: Note | None = None
    scope: list[Service] | None = None
    convert_to: Service | None = None
    expires_at: datetime | None = None


class DecidedRequestOut(msgspec.Struct, rename="camel"):
    """Where the request stands after the decision."""

    id: UUID
    status: str
    service: Service | None


class DecidedOut(msgspec.Struct, rename="camel"):
    """The decision as it was recorded."""

    id: UUID
    status: str
    decision: DecisionKind
    request: DecidedRequestOut
