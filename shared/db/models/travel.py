"""What changes a tenant's travel: its calendar, observed breaks, bad days, what was learned."""

from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Integer, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_TEXTS,
    NO,
    YES,
    Base,
    TenantRow,
    Versioned,
    all_of,
    belongs_to,
    of_tenant,
)
from shared.domain.prayer_breaks import Prayer


class CalendarDay(TenantRow, Versioned, Base):
    """What the tenant says of a date; null leaves what the libraries say, '' is no holiday."""

    __tablename__ = "calendar_day"
    __table_args__ = (of_tenant("calendar_day"),)

    day: Mapped[date] = mapped_column(primary_key=True)
    holiday: Mapped[str | None]
    ramadan: Mapped[bool | None]
    friday_prayer_at: Mapped[time | None]
    iftar_at: Mapped[time | None]


class TherapistObservance(TenantRow, Versioned, Base):
    """Which breaks a therapist has asked for; kept apart, since it tells of their faith."""

    __tablename__ = "therapist_observance"
    __table_args__ = (
        belongs_to("therapist_observance", "therapist"),
        all_of("therapist_observance", "prayers", Prayer),
    )

    therapist_id: Mapped[UUID] = mapped_column(primary_key=True)
    friday_prayer: Mapped[bool] = mapped_column(server_default=NO)
    fasting: Mapped[bool] = mapped_column(server_default=NO)
    prayers: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)


class Disruption(TenantRow, Versioned, Base):
    """Travel in an area takes `factor` times as long for some hours."""

    __tablename__ = "disruption"
    __table_args__ = (
        of_tenant("disruption"),
        CheckConstraint(
            "starts_at < ends_at AND isfinite(starts_at) AND isfinite(ends_at)",
            name="disruption_times_order",
        ),
        CheckConstraint("factor > 1 AND factor <= 10", name="disruption_factor_believable"),
        CheckConstraint(
            "cardinality(communities) > 0 OR (lat IS NOT NULL AND lon IS NOT NULL)",
            name="disruption_somewhere",
        ),
        CheckConstraint(
            "(lat IS NULL) = (lon IS NULL) AND (lat IS NULL) = (radius_m IS NULL) AND radius_m > 0",
            name="disruption_circle_whole",
        ),
        Index("disruption_time_idx", "tenant_id", "ends_at", postgresql_where=text("active")),
    )

    disruption_id: Mapped[UUID] = mapped_column(primary_key=True)
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    factor: Mapped[float]
    communities: Mapped[list[int]] = mapped_column(
        ARRAY(Integer()), server_default=text("'{}'::integer[]")
    )
    lat: Mapped[float | None]
    lon: Mapped[float | None]
    radius_m: Mapped[int | None]
    reason: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=YES)
    created_by: Mapped[UUID | None]


class TravelVersion(TenantRow, Base):
    """What was learned from the events until then, and how well it does; never changed."""

    __tablename__ = "travel_version"
    __table_args__ = (
        of_tenant("travel_version"),
        CheckConstraint("number > 0", name="travel_version_number_positive"),
    )

    number: Mapped[int] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]]
    report: Mapped[dict[str, Any]]
    events_until: Mapped[datetime]
