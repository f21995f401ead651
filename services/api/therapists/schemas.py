"""Therapists and their certificates on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.texts import Key, Language, Name, PhoneText
from shared.domain.service import CertificateKind

Gender = Literal["female", "male"]
Words = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class PointIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Degrees, latitude first."""

    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class TherapistIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A therapist; routes start and end at `home` unless the shift says otherwise."""

    name: Name
    gender: Gender
    home: PointIn
    languages: list[Language] = []
    phone: PhoneText | None = None
    limits: dict[Key, int] = {}


class TherapistPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes."""

    name: Name | UnsetType = UNSET
    gender: Gender | UnsetType = UNSET
    home: PointIn | UnsetType = UNSET
    languages: list[Language] | UnsetType = UNSET
    phone: PhoneText | UnsetType | None = UNSET
    limits: dict[Key, int] | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class CertificateIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A proof as presented; it counts once somebody has verified it."""

    kind: CertificateKind
    issuer: Words
    number: Words
    valid_from: datetime
    valid_to: datetime | None = None


class CertificatePatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Correct, suspend, lift (`suspendedFrom: null`) or revoke; `dryRun` only shows the visits."""

    issuer: Words | UnsetType = UNSET
    number: Words | UnsetType = UNSET
    valid_from: datetime | UnsetType = UNSET
    valid_to: datetime | UnsetType | None = UNSET
    suspended_from: datetime | UnsetType | None = UNSET
    suspended_to: datetime | UnsetType | None = UNSET
    revoked: bool | UnsetType = UNSET
    dry_run: bool = False


class CertificateOut(msgspec.Struct, rename="camel"):
    """A certificate as it is."""

    id: UUID
    therapist_id: UUID
    kind: str
    issuer: str
    number: str
    verified_at: datetime | None
    valid_from: datetime
    valid_to: datetime | None
    suspended_from: datetime | None
    suspended_to: datetime | None
    revoked_at: datetime | None
    version: int


class CertificateChanged(CertificateOut):
    """With the visits that lost their stop by it (or would), those already under way, those that
    went back to the therapist, and those that wait and could go to the therapist now.
    """

    freed: list[UUID] = []
    in_progress: list[UUID] = []
    restored: list[UUID] = []
    assignable: list[UUID] = []
    job_ids: list[UUID] = []
    dry_run: bool = False


class PointOut(msgspec.Struct, rename="camel"):
    """Degrees, latitude first."""

    lat: float
    lon: float


class TherapistOut(msgspec.Struct, rename="camel"):
    """A therapist; `home` and `phone` only for those who plan."""

    id: UUID
    name: str
    gender: str
    languages: list[str]
    phone: str | None
    active: bool
    home: PointOut | None
    limits: dict[str, Any]
    certificates: list[CertificateOut]
    version: int


class TherapistChanged(TherapistOut):
    """With the visits that lost their stop by it, those already under way, and the replans."""

    freed: list[UUID] = []
    in_progress: list[UUID] = []
    job_ids: list[UUID] = []
