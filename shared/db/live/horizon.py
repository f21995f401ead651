"""A horizon in memory: one service day of one tenant as the planner sees it.

Occasions are what takes a therapist's time at a place: visits and active holds. A route is split
in two: its *frozen* part (started, on the way, or too close to now to move), which is fact, and
its *free* part, which may be re-timed and moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

from shared.db.live.clock import Clock
from shared.db.live.travel import Span
from shared.domain.certificate import Certificate
from shared.domain.policy import Policy
from shared.domain.prayer_breaks import NONE_OBSERVED, Observance
from shared.domain.reasons import UnassignedReason
from shared.domain.tenant import TenantId
from shared.domain.visit_status import TERMINAL, VisitStatus
from shared.geo.place import Point
from shared.routing.travel import Travel

# Somebody drives there, stands at the door, treats or has ended.
UNDER_WAY = frozenset(
    {*TERMINAL, VisitStatus.EN_ROUTE, VisitStatus.ARRIVED, VisitStatus.IN_PROGRESS}
)

# What nobody takes away: the treatment that has begun, and the past.
KEEPS_ITS_STOP = frozenset({*TERMINAL, VisitStatus.IN_PROGRESS})


class OccasionKind(StrEnum):
    """The API's words for a stop's kind."""

    VISIT = "visit"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Facts:
    """What was observed of a visit, in seconds; `delay_s` is what the therapist expects."""

    departed_s: int | None = None
    arrived_s: int | None = None
    started_s: int | None = None
    ended_s: int | None = None
    delay_s: int = 0


@dataclass(frozen=True, slots=True)
class Wishes:
    """Whom the patient accepts: hard until they agree otherwise (DESIGN 1)."""

    gender: str | None = None
    named_therapist: UUID | None = None
    refused_therapists: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True)
class Occasion:
    """A visit or an active hold. Service starts within `opens_s`..`closes_s`, both inclusive."""

    id: UUID
    kind: OccasionKind
    location: int
    service: str
    service_s: int
    opens_s: int
    closes_s: int
    patient_id: UUID | None
    place_id: UUID
    status: VisitStatus = VisitStatus.BOOKED
    required: frozenset[str] = frozenset()
    wishes: Wishes = Wishes()
    priority: int = 0
    promised: bool = False
    pinned_shift: UUID | None = None
    pinned_start_s: int | None = None
    expires_s: int | None = None  # a hold that was read: from then on its time is free
    facts: Facts = Facts()


@dataclass(frozen=True, slots=True)
class StopTimes:
    """When a therapist leaves for an occasion, arrives, serves and is done; seconds."""

    leave_s: int
    arrival_s: int
    start_s: int
    departure_s: int


@dataclass(frozen=True, slots=True)
class LiveStop:
    """An occasion placed in a route. `predicted` follows from the facts of the day so far;
    `late_s` is how long after the promised window it is expected to start.
    """

    occasion_id: UUID
    shift_id: UUID
    planned: StopTimes
    predicted: StopTimes
    late_s: int
    published: bool
    frozen: bool


@dataclass(frozen=True, slots=True)
class LiveTherapist:
    """Who travels; `certificates` are the verified or unverified proofs, revoked ones left out."""

    id: UUID
    name: str
    gender: str
    languages: frozenset[str]
    certificates: tuple[Certificate, ...]
    max_visits: int | None = None
    max_travel_s: int | None = None
    observance: Observance = NONE_OBSERVED


@dataclass(frozen=True, slots=True)
class LiveShift:
    """A working interval; `away` holds what of it is taken by absences, blocks and stops of
    neighbouring horizons.
    """

    id: UUID
    therapist_id: UUID
    starts_s: int
    ends_s: int
    start_location: int
    end_location: int
    status: str
    away: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Horizon:
    """Everything that is decided about one service day, at one generation.

    `routes` are in time order, frozen part first. `unassigned` are the visits of the day without
    a stop; `quarantined` those whose rows cannot be planned, with the sentence that says why.
    """

    tenant: TenantId
    plan_date: date
    clock: Clock
    zone: ZoneInfo
    span: Span
    now_s: int
    generation: int
    published: bool
    policy: Policy
    overtime_s: int
    therapists: Mapping[UUID, LiveTherapist]
    shifts: Mapping[UUID, LiveShift]
    occasions: Mapping[UUID, Occasion]
    stops: Mapping[UUID, LiveStop]
    routes: Mapping[UUID, tuple[UUID, ...]]
    unassigned: tuple[UUID, ...]
    quarantined: Mapping[UUID, str]
    points: tuple[Point, ...]
    travel: Travel
    estimated: bool
    blocked: Mapping[UUID, Mapping[UUID, UnassignedReason]] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The instant at which it was read, by the database's clock."""
        return self.clock.instant(self.now_s)

    def frozen_part(self, shift_id: UUID) -> tuple[UUID, ...]:
        """The leading occasions of a route that are facts or too close to move."""
        route = self.routes.get(shift_id, ())
        last = max((i for i, one in enumerate(route) if self.stops[one].frozen), default=-1)
        return route[: last + 1]

    def free_part(self, shift_id: UUID) -> tuple[UUID, ...]:
        """The rest of a route."""
        return self.routes.get(shift_id, ())[len(self.frozen_part(shift_id)) :]
