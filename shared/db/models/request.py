"""What somebody asked for, the screening of it, a clinician's decision, and the held offer."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_OBJECT,
    EMPTY_TEXTS,
    NO,
    YES,
    Base,
    TenantRow,
    Versioned,
    all_of,
    belongs_to,
    of_tenant,
    one_of,
    sealed_short,
)
from shared.domain.request_status import RequestStatus
from shared.domain.service import BodyRegion, CertificateKind, Service

CHANNELS = ("phone", "whatsapp", "web", "api")
OUTCOMES = ("cleared", "needs-clinician", "not-suitable", "emergency")
PHASES = ("phone", "door")
CLEARANCE_STATUSES = ("open", "decided", "withdrawn")
DECISIONS = ("clear", "clear-with-conditions", "convert", "refuse")
HOLD_KINDS = ("hold", "clinical")
HOLD_STATUSES = ("active", "taken", "released", "expired")


class Questionnaire(TenantRow, Base):
    """A version of the screening questions; only its approval and activity ever change."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        of_tenant("questionnaire"),
        CheckConstraint(
            "jsonb_typeof(content -> 'questions') = 'array'", name="questionnaire_has_questions"
        ),
        CheckConstraint(
            "(approved_at IS NULL) = (approved_by IS NULL)",
            name="questionnaire_approved_by_someone",
        ),
    )

    questionnaire_version: Mapped[str] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    approved_by: Mapped[UUID | None]
    approved_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(server_default=NO)


class ServiceOffering(TenantRow, Versioned, Base):
    """What a tenant offers, how long it takes and which skills it needs."""

    __tablename__ = "service_offering"
    __table_args__ = (
        of_tenant("service_offering"),
        one_of("service_offering", "service", Service),
        all_of("service_offering", "skills", CertificateKind),
        CheckConstraint("duration_minutes BETWEEN 1 AND 480", name="service_offering_duration"),
    )

    service: Mapped[str] = mapped_column(primary_key=True)
    duration_minutes: Mapped[int]
    skills: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    active: Mapped[bool] = mapped_column(server_default=YES)


class Request(TenantRow, Versioned, Base):
    """What somebody asked for, perhaps incomplete: a channel and a phone number are enough."""

    __tablename__ = "request"
    __table_args__ = (
        of_tenant("request"),
        belongs_to("request", "patient"),
        belongs_to("request", "place"),
        belongs_to(
            "request",
            "screening",
            "request_id screening_id",
            to="request_id screening_id",
            later=True,
        ),
        one_of("request", "channel", CHANNELS),
        one_of("request", "status", RequestStatus),
        one_of("request", "service", Service),
        all_of("request", "body_regions", BodyRegion),
        sealed_short("request", "complaint", 4000),
        sealed_short("request", "diagnosis", 4000),
        Index("request_status_idx", "tenant_id", "status", "created_at"),
        Index("request_patient_idx", "tenant_id", "patient_id"),
        Index("request_caller_idx", "tenant_id", "caller_phone_index"),
    )

    request_id: Mapped[UUID] = mapped_column(primary_key=True)
    channel: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="incomplete")
    caller_phone_sealed: Mapped[bytes]
    caller_phone_index: Mapped[bytes]
    key_version: Mapped[int]
    patient_id: Mapped[UUID | None]
    place_id: Mapped[UUID | None]
    place_text_sealed: Mapped[bytes | None]
    service: Mapped[str | None]
    complaint_sealed: Mapped[bytes | None]
    diagnosis_sealed: Mapped[bytes | None]
    body_regions: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    preferences: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    screening_id: Mapped[UUID | None]
    created_by: Mapped[UUID | None]


class Screening(TenantRow, Base):
    """One filled-in questionnaire; never changed: better answers are a new row."""

    __tablename__ = "screening"
    __table_args__ = (
        belongs_to("screening", "request"),
        belongs_to("screening", "patient"),
        belongs_to("screening", "visit", later=True),
        belongs_to(
            "screening", "questionnaire", "questionnaire_version", to="questionnaire_version"
        ),
        UniqueConstraint(
            "tenant_id", "request_id", "screening_id", name="screening_of_request_key"
        ),
        one_of("screening", "phase", PHASES),
        one_of("screening", "outcome", OUTCOMES),
        CheckConstraint("jsonb_typeof(answers) = 'object'", name="screening_answers_object"),
        CheckConstraint(
            "(phase = 'door') = (visit_id IS NOT NULL)", name="screening_door_of_visit"
        ),
        Index("screening_visit_idx", "tenant_id", "visit_id"),
        Index("screening_patient_idx", "tenant_id", "patient_id"),
    )

    screening_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    visit_id: Mapped[UUID | None]
    patient_id: Mapped[UUID | None]
    phase: Mapped[str]
    questionnaire_version: Mapped[str]
    answers: Mapped[dict[str, Any]]
    outcome: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    unanswered: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    valid_until: Mapped[datetime]
    answered_by: Mapped[UUID | None]


class ScreeningService(TenantRow, Base):
    """What a screening says of one service.

    A null bound of `cleared_from` .. `cleared_until` is open; `cleared_from` of a service that is
    not suitable says from when the patient is old enough.
    """

    __tablename__ = "screening_service"
    __table_args__ = (
        belongs_to("screening_service", "screening"),
        one_of("screening_service", "service", Service),
        one_of("screening_service", "outcome", OUTCOMES),
        CheckConstraint("cleared_until > cleared_from", name="screening_service_cleared_order"),
    )

    screening_id: Mapped[UUID] = mapped_column(primary_key=True)
    service: Mapped[str] = mapped_column(primary_key=True)
    outcome: Mapped[str]
    reasons: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    cleared_from: Mapped[datetime | None]
    cleared_until: Mapped[datetime | None]


class Clearance(TenantRow, Versioned, Base):
    """A question to a clinician, then the decision; a decided one is never changed."""

    __tablename__ = "clearance"
    __table_args__ = (
        belongs_to(
            "clearance", "screening", "request_id screening_id", to="request_id screening_id"
        ),
        belongs_to("clearance", "membership", "decided_by", to="user_id"),
        one_of("clearance", "service", Service),
        one_of("clearance", "status", CLEARANCE_STATUSES),
        one_of("clearance", "decision", DECISIONS),
        one_of("clearance", "converted_service", Service),
        CheckConstraint(
            "(status = 'decided') = (decision IS NOT NULL) AND "
            "(status = 'decided') = (decided_by IS NOT NULL) AND "
            "(status = 'decided') = (decided_at IS NOT NULL)",
            name="clearance_decided_whole",
        ),
        CheckConstraint(
            "coalesce(decision = 'convert', false) = (converted_service IS NOT NULL)",
            name="clearance_converted_to_something",
        ),
        CheckConstraint(
            "coalesce(decision, '') <> 'clear-with-conditions' OR conditions_sealed IS NOT NULL",
            name="clearance_conditions_written",
        ),
        sealed_short("clearance", "conditions", 2000),
        Index("clearance_request_idx", "tenant_id", "request_id"),
        Index("clearance_status_idx", "tenant_id", "status", "created_at"),
    )

    clearance_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    screening_id: Mapped[UUID]
    service: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    reasons: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    decision: Mapped[str | None]
    conditions_sealed: Mapped[bytes | None]
    converted_service: Mapped[str | None]
    decided_by: Mapped[UUID | None]
    decided_at: Mapped[datetime | None]
    expires_at: Mapped[datetime | None]


class Hold(TenantRow, Versioned, Base):
    """An offer reserved for a request; its reservation ends with it."""

    __tablename__ = "hold"
    __table_args__ = (
        belongs_to("hold", "request"),
        belongs_to("hold", "place"),
        belongs_to(
            "hold",
            "shift",
            "shift_id therapist_id plan_date",
            to="shift_id therapist_id plan_date",
        ),
        Index(
            "hold_one_active_key",
            "tenant_id",
            "request_id",
            unique=True,
            postgresql_where=text("status = 'active'"),
        ),
        Index(
            "hold_expires_idx",
            "tenant_id",
            "expires_at",
            postgresql_where=text("status = 'active'"),
        ),
        Index("hold_day_idx", "tenant_id", "plan_date"),
        one_of("hold", "kind", HOLD_KINDS),
        one_of("hold", "status", HOLD_STATUSES),
        one_of("hold", "service", Service),
        CheckConstraint("opens_at <= closes_at", name="hold_window_order"),
        CheckConstraint("service_s > 0", name="hold_service_positive"),
    )

    hold_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    kind: Mapped[str]
    shift_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    plan_date: Mapped[date]
    place_id: Mapped[UUID]
    service: Mapped[str]
    service_s: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    planned_start: Mapped[datetime]
    expires_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(server_default="active")
    created_by: Mapped[UUID | None]
