"""Plans and their routes, stops and solves; and the one table that keeps people's time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, text
from sqlalchemy.dialects.postgresql import ExcludeConstraint
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    BIG,
    EMPTY_OBJECT,
    NO,
    YES,
    ZERO,
    Base,
    TenantRow,
    Versioned,
    belongs_to,
    of_tenant,
    one_of,
)

PLAN_STATUSES = ("draft", "published")
PROPOSAL_STATUSES = ("open", "applied", "discarded", "stale")
SOLVE_STATUSES = ("running", "done", "failed", "killed")
RESERVATION_KINDS = ("stop", "hold", "clinical-hold", "absence", "block")
SHIFT_EVENT_TYPES = ("shift-start", "shift-end")


class Plan(TenantRow, Versioned, Base):
    """One service day: its generation grows with every change of what the planner reads."""

    __tablename__ = "plan"
    __table_args__ = (
        of_tenant("plan"),
        one_of("plan", "status", PLAN_STATUSES),
        CheckConstraint("on_time BETWEEN 0 AND 1", name="plan_on_time_share"),
    )

    plan_date: Mapped[date] = mapped_column(primary_key=True)
    generation: Mapped[int] = mapped_column(BIG, server_default=ZERO)
    status: Mapped[str] = mapped_column(server_default="draft")
    cost: Mapped[int | None] = mapped_column(BIG)
    bound: Mapped[int | None] = mapped_column(BIG)
    gap: Mapped[float | None]
    on_time: Mapped[float | None]  # expected share of promises kept
    cost_terms: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    solved_generation: Mapped[int | None] = mapped_column(BIG)
    solve_id: Mapped[UUID | None]
    estimated: Mapped[bool] = mapped_column(server_default=YES)
    published_at: Mapped[datetime | None]
    published_by: Mapped[UUID | None]


class Route(TenantRow, Base):
    """What a shift's therapist was last told, and has last read."""

    __tablename__ = "route"
    __table_args__ = (
        belongs_to("route", "shift"),
        Index("route_day_idx", "tenant_id", "plan_date"),
    )

    shift_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_date: Mapped[date]
    route_version: Mapped[int] = mapped_column(server_default=ZERO)
    published_version: Mapped[int] = mapped_column(server_default=ZERO)
    acknowledged_version: Mapped[int] = mapped_column(server_default=ZERO)
    acknowledged_at: Mapped[datetime | None]
    travel_s: Mapped[int] = mapped_column(server_default=ZERO)


class Stop(TenantRow, Versioned, Base):
    """A visit placed in a route.

    Planned times are constrained, predicted ones follow the facts. The order in a route is that
    of `planned_start`, since reservations cannot overlap.
    """

    __tablename__ = "stop"
    __table_args__ = (
        belongs_to("stop", "visit"),
        belongs_to(
            "stop",
            "shift",
            "shift_id therapist_id plan_date",
            to="shift_id therapist_id plan_date",
        ),
        CheckConstraint(
            "leave_at <= planned_arrival AND planned_arrival <= planned_start"
            " AND planned_start < planned_departure",
            name="stop_times_order",
        ),
        CheckConstraint(
            "released_at > planned_start AND released_at < planned_departure",
            name="stop_released_inside",
        ),
        Index("stop_route_idx", "tenant_id", "shift_id", "planned_start"),
        Index("stop_day_idx", "tenant_id", "plan_date"),
        Index("stop_therapist_idx", "tenant_id", "therapist_id", "planned_start"),
    )

    visit_id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID]
    therapist_id: Mapped[UUID]
    plan_date: Mapped[date]
    leave_at: Mapped[datetime]
    planned_arrival: Mapped[datetime]
    planned_start: Mapped[datetime]
    planned_departure: Mapped[datetime]
    predicted_arrival: Mapped[datetime | None]
    predicted_start: Mapped[datetime | None]
    predicted_departure: Mapped[datetime | None]
    travel_s: Mapped[int] = mapped_column(server_default=ZERO)
    late_s: Mapped[int] = mapped_column(server_default=ZERO)
    published: Mapped[bool] = mapped_column(server_default=NO)
    released_at: Mapped[datetime | None]  # when a visit that is over gave its time back


class Reservation(TenantRow, Base):
    """Time that is taken. A stop's row is written by the trigger `stop_keeps_reservation` only.

    The therapist's time counts from leaving for the patient; the patient's only while treated, and
    only against other occasions, since two therapists at one visit are legal.
    """

    __tablename__ = "reservation"
    __table_args__ = (
        belongs_to("reservation", "therapist"),
        belongs_to("reservation", "shift"),
        belongs_to("reservation", "visit"),
        belongs_to("reservation", "hold"),
        belongs_to("reservation", "absence"),
        belongs_to("reservation", "patient"),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("therapist_id", "="),
            (text("tstzrange(leave_at, ends_at)"), "&&"),
            where=text("active"),
            using="gist",
            deferrable=True,
            name="reservation_therapist_free",
        ),
        ExcludeConstraint(
            ("tenant_id", "="),
            ("patient_id", "="),
            ("occasion_id", "<>"),
            (text("tstzrange(starts_at, ends_at)"), "&&"),
            where=text("active AND patient_id IS NOT NULL"),
            using="gist",
            deferrable=True,
            name="reservation_patient_free",
        ),
        one_of("reservation", "kind", RESERVATION_KINDS),
        CheckConstraint(
            "leave_at <= starts_at AND starts_at < ends_at"
            " AND isfinite(leave_at) AND isfinite(ends_at)",
            name="reservation_times_order",
        ),
        CheckConstraint(
            "CASE kind WHEN 'stop' THEN visit_id IS NOT NULL AND patient_id IS NOT NULL"
            " WHEN 'absence' THEN absence_id IS NOT NULL WHEN 'block' THEN true"
            " ELSE hold_id IS NOT NULL END",
            name="reservation_for_something",
        ),
        CheckConstraint(
            "patient_id IS NULL OR occasion_id IS NOT NULL", name="reservation_patient_occasion"
        ),
        Index("reservation_visit_idx", "tenant_id", "visit_id"),
        Index("reservation_hold_idx", "tenant_id", "hold_id"),
        Index("reservation_absence_idx", "tenant_id", "absence_id"),
        Index("reservation_therapist_idx", "tenant_id", "therapist_id", "leave_at"),
    )

    reservation_id: Mapped[UUID] = mapped_column(primary_key=True)
    therapist_id: Mapped[UUID]
    kind: Mapped[str]
    shift_id: Mapped[UUID | None]
    visit_id: Mapped[UUID | None]
    hold_id: Mapped[UUID | None]
    absence_id: Mapped[UUID | None]
    patient_id: Mapped[UUID | None]
    occasion_id: Mapped[UUID | None]
    leave_at: Mapped[datetime]
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    active: Mapped[bool] = mapped_column(server_default=YES)


class ShiftEvent(TenantRow, Base):
    """A fact about a shift; never changed."""

    __tablename__ = "shift_event"
    __table_args__ = (
        belongs_to("shift_event", "shift"),
        UniqueConstraint("tenant_id", "shift_id", "client_event_id", name="shift_event_client_key"),
        one_of("shift_event", "type", SHIFT_EVENT_TYPES),
    )

    event_id: Mapped[UUID] = mapped_column(primary_key=True)
    shift_id: Mapped[UUID]
    type: Mapped[str]
    occurred_at: Mapped[datetime]
    recorded_at: Mapped[datetime] = mapped_column(server_default=func.clock_timestamp())
    client_event_id: Mapped[str]
    by_user: Mapped[UUID | None]


class Proposal(TenantRow, Versioned, Base):
    """A plan that is not live; `changes` holds plain ids and times, no patient data."""

    __tablename__ = "proposal"
    __table_args__ = (
        of_tenant("proposal"),
        one_of("proposal", "status", PROPOSAL_STATUSES),
        Index("proposal_day_idx", "tenant_id", "plan_date", "status"),
    )

    proposal_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_date: Mapped[date]
    generation: Mapped[int] = mapped_column(BIG)
    kind: Mapped[str]
    status: Mapped[str] = mapped_column(server_default="open")
    changes: Mapped[list[Any]]
    decided_by: Mapped[UUID | None]


class Solve(TenantRow, Base):
    """One run of the planner; `SolveSnapshot` has what it was given."""

    __tablename__ = "solve"
    __table_args__ = (
        belongs_to("solve", "job"),
        one_of("solve", "status", SOLVE_STATUSES),
        CheckConstraint("iterations >= 0", name="solve_iterations_positive"),
        Index("solve_day_idx", "tenant_id", "plan_date", "started_at"),
    )

    solve_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan_date: Mapped[date]
    job_id: Mapped[UUID | None]
    generation: Mapped[int] = mapped_column(BIG)
    seed: Mapped[int] = mapped_column(BIG)
    params: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    result: Mapped[dict[str, Any] | None]
    versions: Mapped[dict[str, Any]] = mapped_column(server_default=EMPTY_OBJECT)
    cost: Mapped[int | None] = mapped_column(BIG)
    bound: Mapped[int | None] = mapped_column(BIG)
    status: Mapped[str] = mapped_column(server_default="running")
    started_at: Mapped[datetime] = mapped_column(server_default=func.now())
    ended_at: Mapped[datetime | None]
    error: Mapped[str | None]
    iterations: Mapped[int | None] = mapped_column(BIG)


class SolveSnapshot(TenantRow, Base):
    """The problem of a solve, compressed, kept for some days; no patient data."""

    __tablename__ = "solve_snapshot"
    __table_args__ = (
        belongs_to("solve_snapshot", "solve"),
        Index("solve_snapshot_age_idx", "tenant_id", "created_at"),
    )

    solve_id: Mapped[UUID] = mapped_column(primary_key=True)
    problem: Mapped[bytes]
