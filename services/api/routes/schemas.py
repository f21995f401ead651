"""A therapist's own route on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from services.api.places.schemas import PlaceOut
from services.api.texts import ClientEventId


class MyShift(msgspec.Struct, rename="camel"):
    """When the therapist works."""

    starts_at: datetime
    ends_at: datetime
    status: str


class MyPatient(msgspec.Struct, rename="camel"):
    """Who is treated; the age counts at the visit's start."""

    name: str | None
    phone: str | None
    languages: list[str]
    age: int | None


class MyWindow(msgspec.Struct, rename="camel"):
    """The promised window."""

    opens_at: datetime
    closes_at: datetime


class NavigationOut(msgspec.Struct, rename="camel"):
    """Links that open a navigation app at the door."""

    google: str
    apple: str
    waze: str


class MyStop(msgspec.Struct, rename="camel"):
    """One visit to drive to; `eta` is the predicted arrival, `conditions` are the clinician's."""

    visit_id: UUID
    status: str
    service: str
    patient: MyPatient
    place: PlaceOut | None
    window: MyWindow
    planned_arrival: datetime
    planned_start: datetime
    eta: datetime
    late_s: int
    service_minutes: int
    navigation: NavigationOut | None
    complaint: str | None
    diagnosis: str | None
    body_regions: list[str]
    conditions: list[str]
    papers_needed: list[str]
    door_questions: list[str]


class MyRouteOut(msgspec.Struct, rename="camel"):
    """The running or next shift; without one `routeVersion` is 0 and there are no stops."""

    date: date | None
    shift_id: UUID | None
    shift: MyShift | None
    route_version: int
    acknowledged_version: int
    stops: list[MyStop]


class AcknowledgeIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The version that the therapist has read, of the running or the named shift."""

    route_version: Annotated[int, msgspec.Meta(ge=0)]
    shift_id: UUID | None = None


class ShiftEventIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A fact about the shift; a repeated `clientEventId` merges."""

    type: Literal["shift-start", "shift-end"]
    occurred_at: datetime
    client_event_id: ClientEventId


class ShiftEventOut(msgspec.Struct, rename="camel"):
    """The stored fact and what the shift is now."""

    id: UUID
    shift_id: UUID
    status: str
