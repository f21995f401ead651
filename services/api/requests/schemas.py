"""Requests on the wire."""

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.patients.schemas import Relation
from services.api.places.schemas import PlaceIn, PlaceOut
from services.api.screening.schemas import ScreeningIn, ScreeningOut
from services.api.texts import Language, LongRemark, Name, PhoneText
from shared.domain.person import Gender
from shared.domain.service import BodyRegion, Service

Channel = Literal["phone", "whatsapp", "web", "api"]


class PatientIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """As much of the patient as is known; a field that is left out stays as it was."""

    name: Annotated[str, msgspec.Meta(max_length=200)] | None = None
    date_of_birth: date | None = None
    gender: Gender | None = None
    languages: list[Language] | None = None


class ContactIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A person around the patient."""

    name: Name
    relation: Relation
    phone: PhoneText | None = None
    languages: list[Language] = []


class Preferences(msgspec.Struct, rename="camel", forbid_unknown_fields=True, omit_defaults=True):
    """Wishes. Gender and refused therapists are hard until the patient agrees otherwise."""

    therapist_gender: Gender | None = None
    therapist_id: UUID | None = None
    refused_therapist_ids: list[UUID] = []
    language: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    not_before: datetime | None = None
    not_after: datetime | None = None


class RequestIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Channel and phone are enough; the rest may follow by PATCH."""

    channel: Channel
    caller_phone: PhoneText
    patient: PatientIn | None = None
    patient_id: UUID | None = None
    contacts: list[ContactIn] = []
    place: PlaceIn | None = None
    place_id: UUID | None = None
    service: Service | None = None
    complaint: LongRemark | None = None
    diagnosis: LongRemark | None = None
    body_regions: list[BodyRegion] = []
    preferences: Preferences = msgspec.field(default_factory=Preferences)
    screening: ScreeningIn | None = None


class RequestPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What is named is changed; new answers are added to the earlier ones."""

    caller_phone: PhoneText | UnsetType = UNSET
    patient: PatientIn | UnsetType = UNSET
    patient_id: UUID | UnsetType = UNSET
    contacts: list[ContactIn] | UnsetType = UNSET
    place: PlaceIn | UnsetType = UNSET
    place_id: UUID | UnsetType = UNSET
    service: Service | UnsetType = UNSET
    complaint: LongRemark | UnsetType | None = UNSET
    diagnosis: LongRemark | UnsetType | None = UNSET
    body_regions: list[BodyRegion] | UnsetType = UNSET
    preferences: Preferences | UnsetType = UNSET
    screening: ScreeningIn | UnsetType = UNSET


class CancelIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Why the caller no longer wants it."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]


class PatientOut(msgspec.Struct, rename="camel"):
    """The patient as this request knows them."""

    id: UUID
    name: str | None
    date_of_birth: date | None
    gender: Gender | None
    languages: list[str]


class HeldBy(msgspec.Struct, rename="camel"):
    """The therapist of a held window."""

    id: UUID
    name: str
    gender: str


class HoldOut(msgspec.Struct, rename="camel"):
    """The window that the request holds now."""

    id: UUID
    kind: str
    expires_at: datetime
    opens_at: datetime
    closes_at: datetime
    therapist: HeldBy


class RequestOut(msgspec.Struct, rename="camel"):
    """A request with what is still missing before it can be booked.

    `hints`: questions that the words of the complaint suggest to ask first; they clear nothing.
    """

    id: UUID
    status: str
    channel: str
    caller_phone: str
    patient_id: UUID | None
    patient: PatientOut | None
    place: PlaceOut | None
    place_text: str | None
    service: Service | None
    complaint: str | None
    diagnosis: str | None
    body_regions: list[BodyRegion]
    preferences: Preferences
    screening: ScreeningOut | None
    missing: list[str]
    hints: list[str]
    hold: HoldOut | None
    visit_id: UUID | None
    created_at: datetime
    version: int
