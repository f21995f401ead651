"""The other door: what must cross tenants, and nothing but Postgres' definer functions.

It opens plain connections without a tenant, on which every table refuses to answer.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from shared.db.engine import opened
from shared.db.tenant_session import Database
from shared.domain.tenant import TenantId


@dataclass(frozen=True, slots=True)
class ActiveTenant:
    """A tenant that is served."""

    tenant_id: TenantId
    slug: str
    zone: str


@dataclass(frozen=True, slots=True)
class Login:
    """Who an email belongs to; `password_hash` is None until a first password was set."""

    user_id: UUID
    name: str
    password_hash: str | None
    language: str
    disabled_at: datetime | None


@dataclass(frozen=True, slots=True)
class TenantMembership:
    """One of a person's active memberships, in active tenants only."""

    tenant_id: TenantId
    slug: str
    tenant_name: str
    roles: list[str]
    therapist_id: UUID | None


@dataclass(frozen=True, slots=True)
class LiveSession:
    """A session that counts now: not expired or revoked, person and tenant active."""

    session_id: UUID
    user_id: UUID
    name: str
    language: str
    roles: list[str]
    therapist_id: UUID | None
    csrf_hash: bytes | None
    client: str
    expires_at: datetime
    last_seen_at: datetime | None


@dataclass(frozen=True, slots=True)
class LiveApiKey:
    """An API key that counts now."""

    api_key_id: UUID
    name: str
    roles: list[str]


@dataclass(frozen=True, slots=True)
class ClaimedJob:
    """A job that this worker may finish while `fence` is the row's."""

    tenant_id: TenantId
    job_id: UUID
    kind: str
    payload: dict[str, Any]
    plan_date: date | None
    attempts: int
    max_attempts: int
    fence: int
    lease_until: datetime
    wanted_generation: int | None


@dataclass(frozen=True, slots=True)
class DueJob:
    """A job that somebody should be rung for."""

    tenant_id: TenantId
    job_id: UUID
    kind: str
    run_after: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """A committed outbox row with its place in the tenant's order."""

    tenant_id: TenantId
    position: int
    topic: str
    payload: dict[str, Any]
    created_at: datetime


@asynccontextmanager
async def system_session(database: Database) -> AsyncIterator[AsyncSession]:
    """One transaction without a tenant, for definer functions only: tables raise."""
    async with AsyncSession(database.engine, expire_on_commit=False) as session, session.begin():
        yield session


class SystemDoor:
    """Each method is one definer function in its own transaction."""

    def __init__(self, database: Database) -> None:
        self._engine = database.engine

    async def tenants_active(self) -> list[ActiveTenant]:
        """All tenants that are served, in id order."""
        return [ActiveTenant(*row) for row in await self._rows("SELECT * FROM tenants_active()")]

    async def tenants_all(self) -> list[tuple[TenantId, str]]:
        """Id and slug also of those not served: checks and rotations may leave out nobody."""
        rows = await self._rows("SELECT tenant_id, slug FROM tenants_all()")
        return [(TenantId(tenant_id), slug) for tenant_id, slug in rows]

    async def login_lookup(self, email: str) -> Login | None:
        """The person with this email, whatever its case."""
        rows = await self._rows("SELECT * FROM login_lookup(:email)", email=email)
        return Login(*rows[0]) if rows else None

    async def memberships_of(self, user_id: UUID) -> list[TenantMembership]:
        """Where a person may log in to."""
        rows = await self._rows("SELECT * FROM memberships_of(:user_id)", user_id=user_id)
        return [TenantMembership(*row) for row in rows]

    async def session_lookup(self, tenant_id: UUID, token_hash: bytes) -> LiveSession | None:
        """The live session of a token."""
        rows = await self._rows(
            "SELECT * FROM session_lookup(:tenant_id, :token_hash)",
            tenant_id=tenant_id,
            token_hash=token_hash,
        )
        return LiveSession(*rows[0]) if rows else None

    async def api_key_lookup(self, tenant_id: UUID, key_hash: bytes) -> LiveApiKey | None:
        """The live API key of this hash."""
        rows = await self._rows(
            "SELECT * FROM api_key_lookup(:tenant_id, :key_hash)",
            tenant_id=tenant_id,
            key_hash=key_hash,
        )
        return LiveApiKey(*rows[0]) if rows else None

    async def ensure_user(
        self, user_id: UUID, email: str, name: str, password_hash: str | None, language: str
    ) -> UUID:
        """The id of the person with this email: `user_id` when new; a known one stays as it is."""
        rows = await self._rows(
            "SELECT ensure_user(:user_id, :email, :name, :password_hash, :language)",
            user_id=user_id,
            email=email,
            name=name,
            password_hash=password_hash,
            language=language,
        )
        found: UUID = rows[0][0]
        return found

    async def replace_password(self, user_id: UUID, old_hash: str | None, new_hash: str) -> bool:
        """Whether the password was replaced: only while `old_hash` is the present one."""
        rows = await self._rows(
            "SELECT replace_password(:user_id, :old_hash, :new_hash)",
            user_id=user_id,
            old_hash=old_hash,
            new_hash=new_hash,
        )
        return bool(rows[0][0])

    async def claim_jobs(
        self, worker: str, kinds: Sequence[str], n: int, lease: timedelta
    ) -> list[ClaimedJob]:
        """Up to `n` due jobs, tenants in turn, leased to this worker."""
        rows = await self._rows(
            "SELECT * FROM claim_jobs(:worker, :kinds, :n, :lease)",
            worker=worker,
            kinds=list(kinds),
            n=n,
            lease=lease,
        )
        return [ClaimedJob(*row) for row in rows]

    async def due_jobs(self) -> list[DueJob]:
        """What is due now, also what dead workers left behind; at most 500."""
        return [DueJob(*row) for row in await self._rows("SELECT * FROM due_jobs()")]

    async def relay_outbox(self, n: int = 500) -> list[Message]:
        """Number committed messages and chain the audit; answers with the new messages."""
        rows = await self._rows("SELECT * FROM relay_outbox(:n)", n=n)
        return [Message(*row) for row in rows]

    async def prune_outbox(self, keep: timedelta) -> int:
        """Delete numbered messages older than `keep`; how many went."""
        rows = await self._rows("SELECT prune_outbox(:keep)", keep=keep)
        return int(rows[0][0])

    async def _rows(self, statement: str, **values: object) -> Sequence[Sequence[Any]]:
        async def ask() -> Sequence[Sequence[Any]]:
            async with self._engine.begin() as connection:
                result = await connection.execute(text(statement), values)
                return result.all()

        return await opened(ask)
