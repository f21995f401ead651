"""Places that are no patient's: a tenant's own names, its buildings, and links for a pin.

What stands here is public knowledge (a tower, a gate), so nothing is sealed; where a patient lives
is a `place`.
"""

from datetime import datetime, time
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from shared.db.models.base import (
    EMPTY_TEXTS,
    NO,
    YES,
    Base,
    TenantRow,
    Versioned,
    belongs_to,
    of_tenant,
    one_of,
)
from shared.domain.building import BuildingKind, GatePass

_ON_EARTH = "abs(lat) <= 90 AND abs(lon) <= 180"


class TenantPlace(TenantRow, Versioned, Base):
    """A name that the tenant knows, or its correction of ours (`corrects` is the gazetteer's key).

    `hides`: the corrected row of ours is not offered, and nothing is in its place.
    """

    __tablename__ = "tenant_place"
    __table_args__ = (
        of_tenant("tenant_place"),
        CheckConstraint("precision_m >= 1", name="tenant_place_precision_positive"),
        CheckConstraint(_ON_EARTH, name="tenant_place_on_earth"),
        CheckConstraint("NOT hides OR corrects IS NOT NULL", name="tenant_place_hides_ours"),
        Index(
            "tenant_place_corrects_key",
            "tenant_id",
            "corrects",
            unique=True,
            postgresql_where=text("active AND corrects IS NOT NULL"),
        ),
    )

    tenant_place_id: Mapped[UUID] = mapped_column(primary_key=True)
    name_en: Mapped[str]
    name_ar: Mapped[str | None]
    other_names: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    lat: Mapped[float]
    lon: Mapped[float]
    precision_m: Mapped[int]
    community_number: Mapped[int | None]
    corrects: Mapped[str | None]
    hides: Mapped[bool] = mapped_column(server_default=NO)
    note: Mapped[str | None]
    active: Mapped[bool] = mapped_column(server_default=YES)
    created_by: Mapped[UUID | None]


class Building(TenantRow, Versioned, Base):
    """A building or compound that patients' places inherit from.

    `entrance_*` is where a therapist walks in, `door_minutes` from parking to the flat's door.
    """

    __tablename__ = "building"
    __table_args__ = (
        of_tenant("building"),
        one_of("building", "kind", BuildingKind),
        one_of("building", "gate_pass", GatePass),
        CheckConstraint("door_minutes BETWEEN 0 AND 60", name="building_door_minutes"),
        CheckConstraint(_ON_EARTH, name="building_on_earth"),
        CheckConstraint(
            "(entrance_lat IS NULL) = (entrance_lon IS NULL)", name="building_entrance_whole"
        ),
        CheckConstraint(
            "(access_opens IS NULL) = (access_closes IS NULL)", name="building_access_whole"
        ),
    )

    building_id: Mapped[UUID] = mapped_column(primary_key=True)
    name_en: Mapped[str]
    name_ar: Mapped[str | None]
    other_names: Mapped[list[str]] = mapped_column(server_default=EMPTY_TEXTS)
    kind: Mapped[str]
    lat: Mapped[float]
    lon: Mapped[float]
    community_number: Mapped[int | None]
    entrance_lat: Mapped[float | None]
    entrance_lon: Mapped[float | None]
    entrance_note: Mapped[str | None]
    parking: Mapped[str | None]
    access_opens: Mapped[time | None]
    access_closes: Mapped[time | None]
    gate_pass: Mapped[str] = mapped_column(server_default=text("'none'"))
    door_minutes: Mapped[int | None]
    active: Mapped[bool] = mapped_column(server_default=YES)
    created_by: Mapped[UUID | None]


class PinLink(TenantRow, Versioned, Base):
    """A link without login by which a patient sends, once, where they are; its hash is kept."""

    __tablename__ = "pin_link"
    __table_args__ = (
        of_tenant("pin_link"),
        belongs_to("pin_link", "request"),
        belongs_to("pin_link", "place"),
        UniqueConstraint("tenant_id", "token_hash", name="pin_link_token_key"),
        CheckConstraint("(used_at IS NULL) = (place_id IS NULL)", name="pin_link_used_has_place"),
        Index("pin_link_request_idx", "tenant_id", "request_id"),
    )

    pin_link_id: Mapped[UUID] = mapped_column(primary_key=True)
    request_id: Mapped[UUID]
    token_hash: Mapped[bytes]
    created_by: Mapped[UUID]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    place_id: Mapped[UUID | None]
