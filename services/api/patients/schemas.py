"""Patients and the people around them, on the wire."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.places.schemas import PlaceIn, PlaceOut
from services.api.texts import Language, LongRemark, Name, PhoneText

Gender = Literal["female", "male"]
Relation = Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class ContactIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A person around the patient, and what they are: mother, driver, reception, guardian."""

    name: Name
    relation: Relation
    phone: PhoneText | None = None
    languages: list[Language] = []


class PatientIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A new patient; only the name must be known."""

    name: Name
    date_of_birth: date | None = None
    gender: Gender | None = None
    languages: list[Language] = []
    phone: PhoneText | None = None
    notes: LongRemark | None = None
    contacts: Annotated[list[ContactIn], msgspec.Meta(max_length=20)] = []
    places: Annotated[list[PlaceIn], msgspec.Meta(max_length=10)] = []


class PatientPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes; `contacts` replaces all of them, `addPlaces` adds."""

    name: Name | UnsetType = UNSET
    date_of_birth: date | UnsetType | None = UNSET
    gender: Gender | UnsetType | None = UNSET
    languages: list[Language] | UnsetType = UNSET
    phone: PhoneText | UnsetType | None = UNSET
    notes: LongRemark | UnsetType | None = UNSET
    contacts: Annotated[list[ContactIn], msgspec.Meta(max_length=20)] | UnsetType = UNSET
    add_places: Annotated[list[PlaceIn], msgspec.Meta(max_length=10)] | UnsetType = UNSET


class ContactOut(msgspec.Struct, rename="camel"):
    """A person around the patient."""

    id: UUID
    name: str | None
    relation: str
    phone: str | None
    languages: list[str]


class PatientOut(msgspec.Struct, rename="camel"):
    """A patient with contacts and saved places; `notes` only for those who treat or decide."""

    id: UUID
    name: str | None
    date_of_birth: date | None
    gender: str | None
    languages: list[str]
    phone: str | None
    notes: str | None
    contacts: list[ContactOut]
    places: list[PlaceOut]
    version: int
