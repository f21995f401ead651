"""API keys on the wire."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from shared.domain.roles import Role


class ApiKeyIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """A program of the tenant: its name, what it may do, and until when (no end when left out)."""

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]
    roles: Annotated[list[Role], msgspec.Meta(min_length=1, max_length=7)]
    expires_at: datetime | None = None


class ApiKeyOut(msgspec.Struct, rename="camel"):
    """A key without its secret."""

    id: UUID
    name: str
    roles: list[Role]
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    version: int


class ApiKeyMade(ApiKeyOut):
    """With the secret, which nobody can read again: `Authorization: Bearer <key>`."""

    key: str = ""
