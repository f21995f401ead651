"""A patient as the services know them: opened."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID


@dataclass(frozen=True, slots=True)
class NewPatient:
    """Who somebody is; the phone in E.164."""

    name: str
    date_of_birth: date | None = None
    gender: str | None = None
    languages: tuple[str, ...] = ()
    phone: str | None = None
    notes: str | None = None


@dataclass(frozen=True, slots=True)
class NewContact:
    """A person around the patient; the phone in E.164."""

    name: str
    relation: str
    phone: str | None = None
    languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PatientRecord:
    """A row of `patient`, opened."""

    patient_id: UUID
    name: str | None
    date_of_birth: date | None
    gender: str | None
    languages: tuple[str, ...]
    phone: str | None
    notes: str | None
    version: int


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """A row of `contact`, opened."""

    contact_id: UUID
    patient_id: UUID
    name: str | None
    relation: str
    phone: str | None
    languages: tuple[str, ...]


def is_corrected(before: NewPatient | PatientRecord, after: NewPatient) -> bool:
    """Whether what screening judges by is another: whatever was judged is to be judged again."""
    was = (before.date_of_birth, before.gender)
    return was != (after.date_of_birth, after.gender)
