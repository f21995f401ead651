"""Visits, what was consented and promised, what happened, and what went wrong."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_OBJECT,
    EMPTY_TEXTS,
    EMPTY_UUIDS,
    NO,
    YES,
    ZERO,
    Base,
    TenantRow,
    Versioned,
    all_of,
    belongs_to,
    of_tenant,
    one_of,
    short,
)
from shared.db.models.therapist import GENDERS
from shared.domain.service import BodyRegion, CertificateKind, Service
from shared.domain.visit_status import VisitEventType, VisitStatus

CONSENT_KINDS = ("verbal", "written", "guardian", "child")
PROMISE_STATUSES = ("proposed", "agreed", "refused", "not-reached")
INCIDENT_STATUSES = ("open", "closed")

# The licence always; the service's own; for needling over the lungs the region's
# (shared/domain/service.py). The paediatric one depends on a sealed birth date.
CERTIFICATES_COMPLETE = (
    "required_certificates @> ARRAY['licence']::text[]"
    " AND (service = 'assessment' OR required_certificates @> ARRAY[service])"
    " AND (service <> 'dry-needling' OR ("
    "(NOT body_regions @> ARRAY['neck']::text[]"
    " OR required_certificates @> ARRAY['region-neck']::text[])"
    " AND (NOT body_regions @> ARRAY['shoulder-girdle']::text[]"
    " OR required_certificates @> ARRAY['region-shoulder-girdle']::text[])"
    " AND (NOT body_regions @> ARRAY['thorax']::text[]"
    " OR required_certificates @> ARRAY['region-thorax']::text[])))"
)


class Visit(TenantRow, Versioned, Base):
    """A booked session at a place; `opens_at` .. `closes_at` is the promised window."""

    __tablename__ = "visit"
    __table_args__ = (
        belongs_to("visit", "request"),
        belongs_to("visit", "patient"),
        belongs_to("visit", "place"),
        belongs_to("visit", "screening", "request_id screening_id", to="request_id screening_id"),
        belongs_to("visit", "hold"),
        belongs_to("visit", "therapist", "named_therapist_id"),
        belongs_to("visit", "shift", "pinned_shift_id"),
        one_of("visit", "service", Service),
        one_of("visit", "status", VisitStatus),
        one_of("visit", "therapist_gender", GENDERS),
        all_of("visit", "body_regions", BodyRegion),
        all_of("visit", "required_certificates", CertificateKind),
        CheckConstraint(CERTIFICATES_COMPLETE, name="visit_certificates_complete"),
        CheckConstraint("service_s > 0", name="visit_service_positive"),
        CheckConstraint("opens_at <= closes_at", name="visit_window_order"),
        Index("visit_day_idx", "tenant_id", "plan_date", "status"),
        Index("visit_request_idx", "tenant_id", "request_id"),
        Index("visit_patient_idx", "tenant_id", "patient_id"),
    )

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    patient_id: Mapped[UUID]
    place_id: Mapped[UUID]
    screening_id: Mapped[UUID]
    hold_id: Mapped[UUID | None]
    service: Mapped[str]
    body_regions: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    required_certificates: Mapped[list[str]]
    status: Mapped[str] = mapped_column(server_default="booked")
    service_s: Mapped[int]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    plan_date: Mapped[date]
    priority: Mapped[int] = mapped_column(server_default=ZERO)
    therapist_gender: Mapped[str | None]
    named_therapist_id: Mapped[UUID | None]
    refused_therapist_ids: Mapped[list[UUID]] = mapped_column(server_default=EMPTY_UUIDS)
    pinned: Mapped[bool] = mapped_column(server_default=NO)
    pinned_shift_id: Mapped[UUID | None]
    pinned_start: Mapped[datetime | None]
    unassigned_reason: Mapped[str | None]
    quarantine_reason: Mapped[str | None]
    actual_departed: Mapped[datetime | None]
    actual_arrival: Mapped[datetime | None]
    actual_start: Mapped[datetime | None]
    actual_end: Mapped[datetime | None]
    delay_s: Mapped[int] = mapped_column(server_default=ZERO)
    late_s: Mapped[int] = mapped_column(server_default=ZERO)


class Consent(TenantRow, Base):
    """Somebody agreed; never changed or deleted."""

    __tablename__ = "consent"
    __table_args__ = (
        belongs_to("consent", "visit"),
        belongs_to("consent", "patient"),
        one_of("consent", "kind", CONSENT_KINDS),
        short("consent", "relation", 60),
        Index("consent_visit_idx", "tenant_id", "visit_id", "kind"),
    )

    consent_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID]
    patient_id: Mapped[UUID]
    kind: Mapped[str]
    given_by_sealed: Mapped[bytes]
    relation: Mapped[str]
    language: Mapped[str]
    text_hash: Mapped[bytes]
    given_at: Mapped[datetime]
    recorded_by: Mapped[UUID | None]
    client_event_id: Mapped[str | None]


class Promise(TenantRow, Base):
    """The promise ledger: an answer is a new row; in force is the latest that was agreed."""

    __tablename__ = "promise"
    __table_args__ = (
        belongs_to("promise", "visit"),
        belongs_to("promise", "therapist"),
        UniqueConstraint("tenant_id", "visit_id", "seq", name="promise_visit_seq_key"),
        one_of("promise", "status", PROMISE_STATUSES),
        one_of("promise", "therapist_gender", GENDERS),
        CheckConstraint("opens_at <= closes_at", name="promise_window_order"),
        CheckConstraint("seq > 0", name="promise_seq_positive"),
        short("promise", "reason", 1000),
    )

    promise_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID]
    seq: Mapped[int]
    status: Mapped[str]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime]
    therapist_id: Mapped[UUID | None]
    therapist_gender: Mapped[str | None]
    reason: Mapped[str | None]
    told_by: Mapped[UUID | None]
    at: Mapped[datetime] = mapped_column(server_default=func.now())


class VisitEvent(TenantRow, Base):
    """A fact about a visit, as somebody's phone or the system stored it; never changed."""

    __tablename__ = "visit_event"
    __table_args__ = (
        belongs_to("visit_event", "visit"),
        belongs_to("visit_event", "therapist"),
        UniqueConstraint("tenant_id", "visit_id", "client_event_id", name="visit_event_client_key"),
        one_of("visit_event", "type", VisitEventType),
        Index("visit_event_time_idx", "tenant_id", "visit_id", "occurred_at"),
    )

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID]
    type: Mapped[str]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    client_event_id: Mapped[str]
    by_user: Mapped[UUID | None]
    therapist_id: Mapped[UUID | None]
    position_sealed: Mapped[bytes | None]
    papers: Mapped[dict[str, Any] | None]
    payload: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    applied: Mapped[bool] = mapped_column(server_default=YES)


class Incident(TenantRow, Versioned, Base):
    """Something that a person has to look at; `text` holds no patient data. `therapist_id` is who
    had the visit when it was opened.
    """

    __tablename__ = "incident"
    __table_args__ = (
        of_tenant("incident"),
        belongs_to("incident", "visit"),
        belongs_to("incident", "request"),
        belongs_to("incident", "therapist"),
        one_of("incident", "status", INCIDENT_STATUSES),
        short("incident", "text", 2000),
        Index("incident_status_idx", "tenant_id", "status", "at"),
    )

    incident_id: Mapped[UUID] = mapped_column(primary_key=True)
    visit_id: Mapped[UUID | None]
    kind: Mapped[str]
    text: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    at: Mapped[datetime] = mapped_column(server_default=func.now())
    request_id: Mapped[UUID | None]
    therapist_id: Mapped[UUID | None]
