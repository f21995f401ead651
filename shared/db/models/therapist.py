"""Therapists, their certificates, working time and absences."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY, ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_OBJECT,
    EMPTY_TEXTS,
    YES,
    Base,
    TenantRow,
    Versioned,
    belongs_to,
    of_tenant,
    one_of,
    short,
)
from shared.domain.service import CertificateKind

GENDERS = ("female", "male")
ABSENCE_REASONS = ("illness", "leave", "training", "other")
SHIFT_STATUSES = ("planned", "started", "ended", "cancelled")


class Therapist(TenantRow, Versioned, Base):
    """Who travels and treats. `home_sealed` is json {lat, lon}."""

    __tablename__ = "therapist"
    __table_args__ = (of_tenant("therapist"), one_of("therapist", "gender", GENDERS))

    therapist_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    gender: Mapped[str]
    languages: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    phone_sealed: Mapped[bytes | None]
    home_sealed: Mapped[bytes | None]
    active: Mapped[bool] = mapped_column(server_default=YES)
    limits: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)


class Certificate(TenantRow, Versioned, Base):
    """Dated proof of a skill: valid from `valid_from` until just before `valid_to`."""

    __tablename__ = "certificate"
    __table_args__ = (
        belongs_to("certificate", "therapist"),
        one_of("certificate", "kind", CertificateKind),
        CheckConstraint("valid_to > valid_from", name="certificate_validity_order"),
        CheckConstraint(
            "suspended_to IS NULL OR suspended_to > suspended_from",
            name="certificate_suspension_order",
        ),
        CheckConstraint(
            "(verified_at IS NULL) = (verified_by IS NULL)", name="certificate_verified_by_someone"
        ),
        short("certificate", "issuer", 200),
        short("certificate", "number", 200),
        Index("certificate_therapist_idx", "tenant_id", "therapist_id", "kind"),
    )

    certificate_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID]
    kind: Mapped[str]
    issuer: Mapped[str]
    number: Mapped[str]
    verified_at: Mapped[datetime | None]
    verified_by: Mapped[UUID | None]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime | None]
    suspended_from: Mapped[datetime | None]
    suspended_to: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]


class ShiftPattern(TenantRow, Versioned, Base):
    """A weekly habit from which shifts are made; may run over midnight (weekday 0 is Monday)."""

    __tablename__ = "shift_pattern"
    __table_args__ = (
        belongs_to("shift_pattern", "therapist"),
        CheckConstraint("duration_minutes BETWEEN 1 AND 960", name="shift_pattern_duration"),
        CheckConstraint(
            "cardinality(weekdays) > 0 AND weekdays <@ ARRAY[0, 1, 2, 3, 4, 5, 6]",
            name="shift_pattern_weekdays_known",
        ),
        CheckConstraint("valid_to >= valid_from", name="shift_pattern_validity_order"),
        Index("shift_pattern_therapist_idx", "tenant_id", "therapist_id"),
    )

    shift_pattern_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID]
    weekdays: Mapped[list[int]] = mapped_column(ARRAY(Integer()))
    starts: Mapped[time]
    duration_minutes: Mapped[int]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    active: Mapped[bool] = mapped_column(server_default=YES)


class Shift(TenantRow, Versioned, Base):
    """A therapist's working interval; it belongs whole to the service day on which it starts."""

    __tablename__ = "shift"
    __table_args__ = (
        belongs_to("shift", "therapist"),
        belongs_to("shift", "shift_pattern"),
        UniqueConstraint(
            "tenant_id", "shift_id", "therapist_id", "plan_date", name="shift_whose_and_when_key"
        ),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("therapist_id", "="),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            where=text("status <> 'cancelled'"),
            using="gist",
            name="shift_therapist_free",
        ),
        one_of("shift", "status", SHIFT_STATUSES),
        CheckConstraint(
            "starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at)",
            name="shift_times_order",
        ),
        Index("shift_day_idx", "tenant_id", "plan_date"),
        Index("shift_pattern_day_idx", "tenant_id", "shift_pattern_id", "plan_date"),
    )

    shift_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID]
    plan_date: Mapped[date]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    start_sealed: Mapped[bytes | None]
    end_sealed: Mapped[bytes | None]
    shift_pattern_id: Mapped[UUID | None]
    status: Mapped[str] = mapped_column(server_default="planned")
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class Absence(TenantRow, Versioned, Base):
    """A therapist is away; undone by `active = false`, which frees the time again."""

    __tablename__ = "absence"
    __table_args__ = (
        belongs_to("absence", "therapist"),
        one_of("absence", "reason", ABSENCE_REASONS),
        CheckConstraint(
            "starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at)",
            name="absence_times_order",
        ),
        Index("absence_therapist_idx", "tenant_id", "therapist_id", "starts_at"),
    )

    absence_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    reason: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=YES)
    job_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]
