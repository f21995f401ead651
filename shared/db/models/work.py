"""Work that must not be lost: jobs, outbox, replayed answers; and who did what."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Identity, Index, UniqueConstraint, func, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    BIG,
    EMPTY_OBJECT,
    ZERO,
    Base,
    TenantRow,
    of_tenant,
    one_of,
)

JOB_STATUSES = ("queued", "running", "done", "dead")


class Job(TenantRow, Base):
    """A queue job. A waiting one of the same kind and day absorbs a second wish."""

    __tablename__ = "job"
    __table_args__ = (
        of_tenant("job"),
        one_of("job", "status", JOB_STATUSES),
        CheckConstraint("attempts >= 0 AND max_attempts > 0", name="job_attempts_positive"),
        CheckConstraint(
            "(status = 'running') = (lease_until IS NOT NULL)"
            " AND (status <> 'running' OR fence IS NOT NULL)",
            name="job_running_leased",
        ),
        Index(
            "job_one_waiting_key",
            "tenant_id",
            "kind",
            "plan_date",
            unique=True,
            postgresql_where=text("status = 'queued'"),
        ),
        Index(
            "job_due_idx",
            "tenant_id",
            "run_after",
            postgresql_where=text("status IN ('queued', 'running')"),
        ),
        Index("job_status_idx", "tenant_id", "status", "created_at"),
        Index(
            "job_started_idx",
            "tenant_id",
            "kind",
            "started_at",
            postgresql_where=text("started_at IS NOT NULL"),
        ),
    )

    job_id: Mapped[UUID] = mapped_column(primary_key=True)
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    plan_date: Mapped[date | None]
    status: Mapped[str] = mapped_column(server_default="queued")
    run_after: Mapped[datetime] = mapped_column(server_default=func.now())
    attempts: Mapped[int] = mapped_column(server_default=ZERO)
    max_attempts: Mapped[int] = mapped_column(server_default=text("3"))
    lease_until: Mapped[datetime | None]
    fence: Mapped[int | None] = mapped_column(BIG)
    progress: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    error: Mapped[str | None]
    wanted_generation: Mapped[int | None] = mapped_column(BIG)
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]


class Outbox(TenantRow, Base):
    """What the world is to hear of; ids only. The relay gives committed rows their `position`."""

    __tablename__ = "outbox"
    __table_args__ = (
        UniqueConstraint("tenant_id", "position", name="outbox_position_key"),
        Index(
            "outbox_waiting_idx",
            "tenant_id",
            "outbox_id",
            postgresql_where=text("position IS NULL"),
        ),
    )

    outbox_id: Mapped[int] = mapped_column(BIG, Identity(always=True), primary_key=True)
    topic: Mapped[str]
    payload: Mapped[dict[str, Any]]
    position: Mapped[int | None] = mapped_column(BIG)


class IdempotencyKey(TenantRow, Base):
    """The first answer to a call, kept in the same transaction as its effect."""

    __tablename__ = "idempotency_key"
    __table_args__ = (
        CheckConstraint("length(key) BETWEEN 1 AND 255", name="idempotency_key_length"),
        Index("idempotency_key_age_idx", "tenant_id", "created_at"),
    )

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    request_hash: Mapped[bytes]
    status: Mapped[int]
    headers: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    body: Mapped[bytes]


class Audit(TenantRow, Base):
    """Who did or read what. The relay chains the rows once, in the order of `position`."""

    __tablename__ = "audit"
    __table_args__ = (
        UniqueConstraint("tenant_id", "position", name="audit_position_key"),
        CheckConstraint("(position IS NULL) = (hash IS NULL)", name="audit_position_with_hash"),
        CheckConstraint("octet_length(detail_sealed) <= 65536", name="audit_detail_short"),
        Index("audit_noun_idx", "tenant_id", "noun", "noun_id", "at"),
        Index(
            "audit_waiting_idx", "tenant_id", "audit_id", postgresql_where=text("position IS NULL")
        ),
    )

    audit_id: Mapped[UUID] = mapped_column(primary_key=True)
    at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    actor: Mapped[UUID | None]
    act: Mapped[str]
    noun: Mapped[str]
    noun_id: Mapped[UUID | None]
    detail_sealed: Mapped[bytes | None]
    position: Mapped[int | None] = mapped_column(BIG)
    previous_hash: Mapped[bytes | None]
    hash: Mapped[bytes | None]
