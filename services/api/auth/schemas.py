"""Login on the wire."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec

from shared.domain.roles import Role

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254, pattern="^[^@\\s]+@[^@\\s]+$")]
Secret = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class LoginIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """`tenant` is a slug, needed when a person works for several; `web` gets cookies only."""

    email: Email
    password: Secret
    tenant: Annotated[str, msgspec.Meta(max_length=100)] | None = None
    client: Literal["web", "bearer"] = "bearer"


class RefreshIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The refresh token of the last login or refresh; it works once."""

    refresh_token: Secret


class ResetAsked(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Somebody forgot a password."""

    email: Email


class ResetIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The token of a reset link, and the new password."""

    token: Annotated[str, msgspec.Meta(min_length=1, max_length=1000)]
    password: Secret


class TenantOut(msgspec.Struct, rename="camel"):
    """The tenant one is logged in to."""

    id: UUID
    slug: str
    name: str
    zone: str


class UserOut(msgspec.Struct, rename="camel"):
    """The person one is."""

    id: UUID
    name: str
    language: str


class LoginOut(msgspec.Struct, rename="camel", omit_defaults=True):
    """Who is logged in. Tokens only for bearer clients, `csrfToken` only for the web."""

    expires_at: datetime
    role: Role
    roles: list[Role]
    tenant: TenantOut
    user: UserOut
    therapist_id: UUID | None = None
    access_token: str | None = None
    refresh_token: str | None = None
    csrf_token: str | None = None
