"""Patients, how they are found, the people around them and where they are."""

from datetime import time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    BIG,
    EMPTY_TEXTS,
    NO,
    Base,
    TenantRow,
    Versioned,
    belongs_to,
    of_tenant,
    one_of,
    sealed_short,
    short,
)
from shared.db.models.therapist import GENDERS

PLACE_KINDS = ("villa", "apartment", "hotel", "office")


class Patient(TenantRow, Versioned, Base):
    """Who is treated at home."""

    __tablename__ = "patient"
    __table_args__ = (
        of_tenant("patient"),
        one_of("patient", "gender", GENDERS),
        sealed_short("patient", "notes", 4000),
    )

    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    name_sealed: Mapped[bytes | None]
    birth_date_sealed: Mapped[bytes | None]
    gender: Mapped[str | None]
    languages: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    phone_sealed: Mapped[bytes | None]
    notes_sealed: Mapped[bytes | None]


class PatientPhone(TenantRow, Base):
    """Blind index: a phone number leads to patients without being stored in the clear."""

    __tablename__ = "patient_phone"
    __table_args__ = (
        belongs_to("patient_phone", "patient"),
        belongs_to("patient_phone", "contact"),
        Index("patient_phone_patient_idx", "tenant_id", "patient_id"),
    )

    phone_index: Mapped[bytes] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)
    key_version: Mapped[int]
    contact_id: Mapped[UUID | None]


class PatientNameToken(TenantRow, Base):
    """Keyed trigrams of a patient's name, folded over Arabic and Latin spellings."""

    __tablename__ = "patient_name_token"
    __table_args__ = (
        belongs_to("patient_name_token", "patient"),
        Index("patient_name_token_patient_idx", "tenant_id", "patient_id"),
    )

    token: Mapped[int] = mapped_column(BIG, primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(primary_key=True)


class Contact(TenantRow, Versioned, Base):
    """A person around the patient."""

    __tablename__ = "contact"
    __table_args__ = (
        belongs_to("contact", "patient"),
        short("contact", "relation", 60),
        Index("contact_patient_idx", "tenant_id", "patient_id"),
    )

    contact_id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID]
    name_sealed: Mapped[bytes | None]
    relation: Mapped[str]
    phone_sealed: Mapped[bytes | None]
    languages: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)


class Place(TenantRow, Versioned, Base):
    """Where the patient is.

    `details_sealed` is json: lat, lon, label, building, unit, entryNotes, kind, text.
    """

    __tablename__ = "place"
    __table_args__ = (
        of_tenant("place"),
        belongs_to("place", "patient"),
        belongs_to("place", "building"),
        one_of("place", "kind", PLACE_KINDS),
        CheckConstraint("precision_m >= 0", name="place_precision_positive"),
        Index("place_patient_idx", "tenant_id", "patient_id"),
        Index("place_building_idx", "tenant_id", "building_id"),
    )

    place_id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID | None]
    details_sealed: Mapped[bytes]
    precision_m: Mapped[int]
    source: Mapped[str]
    community_number: Mapped[int | None]
    kind: Mapped[str | None]
    confirmed: Mapped[bool] = mapped_column(server_default=NO)
    access_opens: Mapped[time | None]
    access_closes: Mapped[time | None]
    building_id: Mapped[UUID | None]
