"""What handlers are given: the tenant's request, the guards of roles, and their wiring.

`tenant: TenantRequest` is one request of one logged-in person inside one database transaction. The
edge (`services.api.edge`) opens it, and commits it once, after the handler and before a byte of the
answer is sent. Nobody else commits. An exception rolls back; a response that is *returned*, of
whatever status, is committed (that is how a stored event can be answered with 409).
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from litestar import Request
from litestar.connection import ASGIConnection
from litestar.di import NamedDependency
from litestar.handlers import BaseRouteHandler
from sqlalchemy.ext.asyncio import AsyncSession

from shared.crypto.keyring import KeyRing
from shared.db.live.cache import LiveCache
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.errors import Forbidden
from shared.domain.roles import Role
from shared.domain.tenant import TenantId
from shared.settings import Settings


@dataclass(frozen=True, slots=True)
class Identity:
    """Who is asking, as the session says now (a changed role acts at once)."""

    tenant_id: TenantId
    user_id: UUID
    session_id: UUID
    roles: frozenset[Role]
    therapist_id: UUID | None
    client: str
    zone: ZoneInfo


@dataclass(slots=True)
class TenantRequest:
    """One request: who asks, the transaction's session, and the instant the request arrived."""

    who: Identity
    session: AsyncSession
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    refused: bool = False
    lost: Exception | None = None  # a deadlock, a serialization failure: run it again
    idempotency_key: str | None = None

    @property
    def tenant_id(self) -> TenantId:
        """Whose data this request may see."""
        return self.who.tenant_id

    @property
    def user_id(self) -> UUID:
        """The person, for audit and `created_by`."""
        return self.who.user_id

    @property
    def roles(self) -> frozenset[Role]:
        """All roles the person has in this tenant."""
        return self.who.roles

    @property
    def therapist_id(self) -> UUID | None:
        """The therapist this person is, if any."""
        return self.who.therapist_id

    @property
    def zone(self) -> ZoneInfo:
        """The tenant's zone, in which times are shown."""
        return self.who.zone

    def local(self, instant: datetime) -> datetime:
        """The same instant with the tenant's offset, as the API shows it."""
        return instant.astimezone(self.who.zone)

    def local_or_none(self, instant: datetime | None) -> datetime | None:
        """`local` for a time that may be absent."""
        return None if instant is None else self.local(instant)

    def has(self, *roles: Role) -> bool:
        """Whether the person has at least one of these."""
        return not self.who.roles.isdisjoint(roles)

    def refuse(self) -> None:
        """Called by the error map: nothing of this request is to be committed."""
        self.refused = True


@dataclass(frozen=True, slots=True)
class Platform:
    """What the whole process shares, built once in the composition root."""

    settings: Settings
    database: Database
    system: SystemDoor
    keyring: KeyRing
    live: LiveCache
    secret: bytes


class require:  # noqa: N801 - reads as a verb at its use: guards=[require(Role.AGENT)]
    """A guard: 403 unless the person has one of the roles; without roles, anyone logged in."""

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)

    async def __call__(
        self, connection: ASGIConnection[Any, Any, Any, Any], _: BaseRouteHandler
    ) -> None:
        """Litestar's guard protocol; async, or each call would cost a hop to a thread."""
        who: Identity = connection.scope["state"]["who"]
        if self.roles and who.roles.isdisjoint(self.roles):
            raise Forbidden


def provide_tenant(request: Request[Any, Any, Any]) -> TenantRequest:
    """DI `tenant`."""
    tenant: TenantRequest = request.scope["state"]["tenant"]
    return tenant


def provide_who(request: Request[Any, Any, Any]) -> Identity:
    """DI `who`, also where there is no transaction (the stream)."""
    who: Identity = request.scope["state"]["who"]
    return who


def provide_platform(request: Request[Any, Any, Any]) -> Platform:
    """DI `platform`."""
    platform: Platform = request.app.state.platform
    return platform


def provide_live(platform: NamedDependency[Platform]) -> LiveCache:
    """DI `live`: horizons in memory; `.travel` and `.keyring` for `shared.db.live`'s functions."""
    return platform.live


def provide_keyring(platform: NamedDependency[Platform]) -> KeyRing:
    """DI `keyring`: seals and unseals in repositories."""
    return platform.keyring
