"""People of a tenant on the wire."""

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from shared.domain.roles import Role

Roles = Annotated[list[Role], msgspec.Meta(min_length=1, max_length=7)]


class UserIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A person and their roles here; one who works elsewhere too keeps name and password."""

    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern=r"^[^@\s]+@[^@\s]+$")]
    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
    roles: Roles
    language: Annotated[str, msgspec.Meta(min_length=2, max_length=16)] = "en"
    therapist_id: UUID | None = None


class UserPatch(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """What changes in this tenant; acts on the person's next request."""

    roles: Roles | UnsetType = UNSET
    therapist_id: UUID | UnsetType | None = UNSET
    active: bool | UnsetType = UNSET


class MemberOut(msgspec.Struct, rename="camel"):
    """A person as a member of this tenant."""

    id: UUID
    email: str
    name: str
    language: str
    roles: list[Role]
    therapist_id: UUID | None
    active: bool
    version: int
