"""Bad days on the wire."""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from services.api.places.schemas import CommunityOut

Reason = Annotated[str, msgspec.Meta(min_length=1, max_length=200, pattern=r"\S")]


class CircleIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """An area around a point."""

    lat: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    lon: Annotated[float, msgspec.Meta(ge=-180, le=180)]
    radius_m: Annotated[int, msgspec.Meta(ge=1, le=50_000)]


class DisruptionIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Travel in these communities and this circle takes `factor` times as long between these
    instants. With `dryRun` nothing is changed: only what it would put at risk is told.
    """

    starts_at: datetime
    ends_at: datetime
    factor: Annotated[float, msgspec.Meta(gt=1, le=10)]
    reason: Reason
    communities: Annotated[list[int], msgspec.Meta(max_length=224)] = []
    circle: CircleIn | None = None
    dry_run: bool = False


class CircleOut(msgspec.Struct, rename="camel"):
    """An area around a point."""

    lat: float
    lon: float
    radius_m: int


class DisruptionOut(msgspec.Struct, rename="camel"):
    """A bad day that counts."""

    id: UUID
    starts_at: datetime
    ends_at: datetime
    factor: float
    reason: str
    communities: list[CommunityOut]
    circle: CircleOut | None
    version: int


class PromisedWindow(msgspec.Struct, rename="camel"):
    """What the patient was told: service starts between."""

    opens_at: datetime
    closes_at: datetime


class AtRisk(msgspec.Struct, rename="camel"):
    """A promise that the live route no longer keeps: `lateS` seconds after its window closes."""

    visit_id: UUID
    plan_date: date
    shift_id: UUID
    therapist_id: UUID
    window: PromisedWindow
    promised: bool
    eta_before: datetime
    eta: datetime
    late_s: int


class DisruptionMade(msgspec.Struct, rename="camel"):
    """The bad day (null after a dry run), its replans, and what is at risk until they are done."""

    disruption: DisruptionOut | None
    jobs: list[UUID]
    at_risk: list[AtRisk]
