"""A tenant's settings on the wire."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from services.api.texts import Key, Name
from shared.domain.service import CertificateKind, Service

Words = Annotated[str, msgspec.Meta(max_length=200)]


class OfferedService(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A service with its duration and the certificates it needs beyond the law's own."""

    service: Service
    duration_minutes: Annotated[int, msgspec.Meta(ge=1, le=480)]
    skills: list[CertificateKind] = []
    active: bool = True


class TenantPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes; `policies` needs only the keys that change, `services` only those."""

    name: Name | UnsetType = UNSET
    zone: Annotated[str, msgspec.Meta(max_length=64)] | UnsetType = UNSET
    licence_number: Words | UnsetType | None = UNSET
    authority: Words | UnsetType | None = UNSET
    service_area: dict[Key, Any] | UnsetType = UNSET
    policies: dict[Key, Any] | UnsetType = UNSET
    services: list[OfferedService] | UnsetType = UNSET


class TenantOut(msgspec.Struct, rename="camel"):
    """The tenant's settings; `policies` are complete, defaults included."""

    id: UUID
    slug: str
    name: str
    zone: str
    licence_number: str | None
    authority: str | None
    service_area: dict[str, Any]
    policies: dict[str, Any]
    services: list[OfferedService]
    version: int
