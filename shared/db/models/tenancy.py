"""Tenants, the people who log in, and what they hold while logged in."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_OBJECT,
    NO,
    YES,
    Base,
    Created,
    TenantRow,
    Versioned,
    all_of,
    belongs_to,
    of_tenant,
    one_of,
)
from shared.domain.roles import Role


class Tenant(TenantRow, Versioned, Base):
    """The licensed organisation; its id is the `tenant_id` of all that is its own."""

    __tablename__ = "tenant"
    __table_args__ = (
        UniqueConstraint("slug", name="tenant_slug_key"),
        CheckConstraint("slug ~ '^[a-z0-9][a-z0-9-]{1,62}$'", name="tenant_slug_form"),
    )

    slug: Mapped[str]
    name: Mapped[str]
    zone: Mapped[str] = mapped_column(server_default="Asia/Dubai")
    licence_number: Mapped[str | None]
    authority: Mapped[str | None]
    service_area: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    policies: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    demo: Mapped[bool] = mapped_column(server_default=NO)
    active: Mapped[bool] = mapped_column(server_default=YES)


class AppUser(Created, Versioned, Base):
    """A person who logs in; not of one tenant, since one agent may work for several.

    The application role reads neither the hash (only `login_lookup` does) nor people without a
    membership in its tenant.
    """

    __tablename__ = "app_user"
    __table_args__ = (
        Index("app_user_email_key", text("lower(email)"), unique=True),
        CheckConstraint("position('@' in email) > 1", name="app_user_email_form"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True, sort_order=-100)
    email: Mapped[str]
    name: Mapped[str]
    password_hash: Mapped[str | None] = mapped_column(deferred=True, deferred_raiseload=True)
    language: Mapped[str] = mapped_column(server_default="en")
    disabled_at: Mapped[datetime | None]


class Membership(TenantRow, Versioned, Base):
    """What a person is in one tenant: a set of roles, and which therapist they are, if any."""

    __tablename__ = "membership"
    __table_args__ = (
        of_tenant("membership"),
        ForeignKeyConstraint(["user_id"], ["app_user.user_id"], name="membership_user_fk"),
        belongs_to("membership", "therapist"),
        all_of("membership", "roles", Role),
        CheckConstraint("cardinality(roles) > 0", name="membership_roles_some"),
        Index("membership_user_idx", "user_id", "tenant_id"),
        Index("membership_therapist_idx", "tenant_id", "therapist_id"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    roles: Mapped[list[str]]
    therapist_id: Mapped[UUID | None]
    active: Mapped[bool] = mapped_column(server_default=YES)


class Session(TenantRow, Base):
    """A login. Only hashes of its tokens are kept."""

    __tablename__ = "session"
    __table_args__ = (
        belongs_to("session", "membership", "user_id", to="user_id"),
        UniqueConstraint("tenant_id", "token_hash", name="session_token_key"),
        UniqueConstraint("tenant_id", "refresh_hash", name="session_refresh_key"),
        one_of("session", "client", ("web", "bearer")),
        Index("session_user_idx", "tenant_id", "user_id"),
    )

    session_id: Mapped[UUID] = mapped_column(primary_key=True)
    user_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    refresh_hash: Mapped[bytes | None]
    csrf_hash: Mapped[bytes | None]
    client: Mapped[str]
    expires_at: Mapped[datetime]
    refresh_expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    last_seen_at: Mapped[datetime | None]


class ApiKey(TenantRow, Versioned, Base):
    """A tenant's own program; only the key's hash is kept."""

    __tablename__ = "api_key"
    __table_args__ = (
        of_tenant("api_key"),
        UniqueConstraint("tenant_id", "key_hash", name="api_key_hash_key"),
        all_of("api_key", "roles", Role),
        CheckConstraint("cardinality(roles) > 0", name="api_key_roles_some"),
        CheckConstraint("char_length(name) <= 200", name="api_key_name_short"),
    )

    api_key_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    key_hash: Mapped[bytes]
    roles: Mapped[list[str]]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
