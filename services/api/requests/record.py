"""A request as the services know it: opened, with what the database keeps beside it."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.api.requests.schemas import Preferences
from shared.domain.request_status import RequestStatus
from shared.domain.service import BodyRegion, Service


@dataclass(frozen=True, slots=True)
class RequestContent:
    """What was asked for; a phone number is enough."""

    channel: str
    caller_phone: str
    patient_id: UUID | None = None
    place_id: UUID | None = None
    place_text: str | None = None
    service: Service | None = None
    complaint: str | None = None
    diagnosis: str | None = None
    body_regions: tuple[BodyRegion, ...] = ()
    preferences: Preferences = field(default_factory=Preferences)


@dataclass(frozen=True, slots=True)
class RequestRecord:
    """A row of `request`, opened."""

    request_id: UUID
    status: RequestStatus
    content: RequestContent
    screening_id: UUID | None
    created_at: datetime
    version: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where a request stands after it was judged; a clinician may have changed the service."""

    status: RequestStatus
    screening_id: UUID | None
    service: Service | None
