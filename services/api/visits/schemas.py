"""Visits on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from services.api.places.schemas import Latitude, Longitude, PlaceOut
from services.api.screening.schemas import ScreeningIn
from services.api.texts import ClientEventId, Language, Name
from shared.domain.consent import Relation
from shared.domain.service import Service
from shared.domain.visit_status import VisitStatus

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=1000, pattern=r"\S")]
ConsentKind = Literal["verbal", "written", "guardian", "child"]
EventType = Literal[
    "accept",
    "decline",
    "depart",
    "arrive",
    "start",
    "complete",
    "delay",
    "cannot-enter",
    "unfit",
    "stopped",
    "converted",
    "no-show",
    "correct",
]


class WindowOut(msgspec.Struct, rename="camel"):
    """Service starts inside it, both ends included."""

    opens_at: datetime
    closes_at: datetime


class VisitTherapist(msgspec.Struct, rename="camel"):
    """Who comes."""

    id: UUID
    name: str
    gender: str


class VisitPatient(msgspec.Struct, rename="camel"):
    """Who is treated; the phone of the patient or of whoever booked."""

    id: UUID
    name: str | None
    phone: str | None


class ActualOut(msgspec.Struct, rename="camel"):
    """What was observed."""

    departed: datetime | None
    arrived: datetime | None
    started: datetime | None
    ended: datetime | None


class ReasonOut(msgspec.Struct, rename="camel"):
    """Why the visit has no stop."""

    code: str
    text: str


class PromiseOut(msgspec.Struct, rename="camel"):
    """What the patient was told last."""

    id: UUID
    status: str
    opens_at: datetime
    closes_at: datetime
    therapist_id: UUID | None


class EventOut(msgspec.Struct, rename="camel"):
    """A stored fact; one that is not applied makes no sense beside the others, or waits."""

    id: UUID
    type: str
    occurred_at: datetime
    recorded_at: datetime
    by: UUID | None
    applied: bool


class VisitOut(msgspec.Struct, rename="camel"):
    """A visit with its place in the plan, if it has one. What is known about the patient's health
    (`complaint`, `diagnosis`, `bodyRegions`, the clinician's `conditions`) is told to clinicians,
    therapists and dispatchers, and null for all others.
    """

    id: UUID
    request_id: UUID
    status: VisitStatus
    service: Service
    window: WindowOut
    therapist: VisitTherapist | None
    planned_start: datetime | None
    plan_date: date
    shift_id: UUID | None
    patient: VisitPatient
    place: PlaceOut
    service_minutes: int
    dispatchable: bool
    missing_for_dispatch: list[str]
    pinned: bool
    priority: int
    eta: datetime | None
    late_s: int
    actual: ActualOut
    unassigned_reason: ReasonOut | None
    promise: PromiseOut | None
    complaint: str | None
    diagnosis: str | None
    body_regions: list[str] | None
    conditions: list[str] | None
    events: list[EventOut]
    version: int


class GivenConsent(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Who agreed on the phone to the visit."""

    given_by: Name
    relation: Relation
    language: Language


class BookingIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The hold to book; without consent the visit is booked but nobody is sent."""

    hold_id: UUID
    consent: GivenConsent | None = None


class ConsentIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Consent to the visit (verbal), or in writing to needling: the patient's, or below 18 the
    guardian's and the child's.
    """

    kind: ConsentKind
    given_by: Name
    relation: Relation
    language: Language


class ConsentOut(msgspec.Struct, rename="camel"):
    """A recorded consent, and what is still missing before somebody is sent."""

    id: UUID
    visit_id: UUID
    kind: str
    given_at: datetime
    dispatchable: bool
    missing_for_dispatch: list[str]


class CancelIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Why, and who asked for it."""

    reason: Words
    asked_by: Words | None = None


class RescheduleIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A hold of the visit's request with the new window, and why."""

    hold_id: UUID
    reason: Words


class PinIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Keep the visit with its therapist; with `start` also at its planned minute."""

    pinned: bool
    start: bool = False


class UnassignIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Why the visit is taken from its therapist."""

    reason: Words


class PositionIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Where the phone was."""

    lat: Latitude
    lon: Longitude
    precision_m: int | None = None


class PapersIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What needling needs at the door: the door check's answers, and consents in writing."""

    door_answers: ScreeningIn | None = None
    consents: list[ConsentIn] = []


class NeedlesIn(msgspec.Struct, forbid_unknown_fields=True):
    """Needles counted in and out."""

    in_: Annotated[int, msgspec.Meta(ge=0, le=500)] = msgspec.field(name="in")
    out: Annotated[int, msgspec.Meta(ge=0, le=500)]


class EventIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A fact. `minutes` belongs to a delay, `corrects` to a correction (with `retimedTo` when the
    event happened at another time, without when it never did), `convertedTo` to a conversion.
    """

    type: EventType
    occurred_at: datetime
    client_event_id: ClientEventId
    position: PositionIn | None = None
    papers: PapersIn | None = None
    minutes: Annotated[int, msgspec.Meta(ge=0, le=600)] | None = None
    note: Annotated[str, msgspec.Meta(max_length=2000)] | None = None
    corrects: ClientEventId | None = None
    retimed_to: datetime | None = None
    converted_to: Service | None = None
    needles: NeedlesIn | None = None


class VisitState(msgspec.Struct, rename="camel"):
    """The visit after the event."""

    id: UUID
    status: VisitStatus
    version: int


class EventAnswer(msgspec.Struct, rename="camel"):
    """The stored event's id, whether it counts, and what the visit is now."""

    id: UUID
    status: VisitStatus
    visit: VisitState
    applied: bool
