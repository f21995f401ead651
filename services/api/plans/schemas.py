"""Plans on the wire."""

from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec

from services.api.explain.schemas import BlockerOut, SuggestionOut
from services.api.places.schemas import CommunityOut

Words = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=r"\S")]
ViolationId = Annotated[str, msgspec.Meta(max_length=200)]


class PointOut(msgspec.Struct, rename="camel"):
    """Where a shift starts."""

    lat: float
    lon: float


class PlanPlace(msgspec.Struct, rename="camel"):
    """As much of a place as the board's map needs."""

    lat: float
    lon: float
    label: str | None
    community: CommunityOut | None


class WindowOut(msgspec.Struct, rename="camel"):
    """The promised window in which service starts."""

    opens_at: datetime
    closes_at: datetime


class ReasonOut(msgspec.Struct, rename="camel"):
    """A word of the closed list, and its sentence."""

    code: str
    text: str


class PlanTherapist(msgspec.Struct, rename="camel"):
    """Who drives a route."""

    id: UUID
    name: str
    gender: str
    languages: list[str]


class StopOut(msgspec.Struct, rename="camel"):
    """A stop with its planned and predicted times; `visitId` is the hold's id for a hold."""

    visit_id: UUID
    kind: str
    service: str
    patient_name: str | None
    place: PlanPlace | None
    window: WindowOut
    leave_at: datetime
    planned_arrival: datetime
    planned_start: datetime
    planned_departure: datetime
    predicted_arrival: datetime
    predicted_start: datetime
    late_s: int
    status: str
    pinned: bool
    frozen: bool
    published: bool


class RouteOut(msgspec.Struct, rename="camel"):
    """A shift and its stops in time order."""

    shift_id: UUID
    therapist: PlanTherapist
    starts_at: datetime
    ends_at: datetime
    start: PointOut
    status: str
    route_version: int
    acknowledged_version: int
    travel_s: int
    stops: list[StopOut]


class UnassignedOut(msgspec.Struct, rename="camel"):
    """A visit of the day without a stop, and why. Without `suggestions` (null) they were not
    worked out here; `explainVisit` does. A visit that waits for its first plan has no blockers.
    """

    visit_id: UUID
    service: str
    patient_name: str | None
    place: PlanPlace | None
    window: WindowOut
    priority: int
    reason: ReasonOut
    blockers: list[BlockerOut]
    suggestions: list[SuggestionOut] | None


class PlanJob(msgspec.Struct, rename="camel"):
    """A job of this day that waits or runs."""

    id: UUID
    kind: str
    status: str
    progress: dict[str, Any] | None


class PlanAbsence(msgspec.Struct, rename="camel"):
    """A therapist who is away on this day."""

    id: UUID
    therapist_id: UUID
    starts: datetime = msgspec.field(name="from")
    ends: datetime = msgspec.field(name="to")


class PlanOut(msgspec.Struct, rename="camel"):
    """One service day: all routes and the unassigned, at one generation (its ETag). `onTime` is the
    share of the promises still open that the plan keeps on a day like any other.
    """

    date: date
    generation: int
    status: str
    cost: int | None
    bound: int | None
    gap: float | None
    cost_terms: dict[str, int]
    on_time: float | None
    travel_estimated: bool
    published_at: datetime | None
    solved_at: datetime | None
    routes: list[RouteOut]
    unassigned: list[UnassignedOut]
    jobs: list[PlanJob]
    absences: list[PlanAbsence]


class SolveOut(msgspec.Struct, rename="camel"):
    """The job that plans the day."""

    job_id: UUID


class PublishIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Violations of class promise that are accepted, by id, and why."""

    acknowledge: list[ViolationId] = []
    reason: Words | None = None


class NotDispatched(msgspec.Struct, rename="camel"):
    """A visit that was left out, and what it lacks."""

    visit_id: UUID
    missing: list[str]


class PublishOut(msgspec.Struct, rename="camel"):
    """What was told to the therapists."""

    date: date
    published_at: datetime
    routes: int
    visits: int
    not_dispatched: list[NotDispatched]


class MoveIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Put the visit before open stop `position` of the shift (at the cheapest place when left
    out), or take it off its route (`shiftId` null). Commits unless `dryRun`.
    """

    visit_id: UUID
    shift_id: UUID | None
    position: Annotated[int, msgspec.Meta(ge=0)] | None = None
    dry_run: bool = False
    acknowledge: list[ViolationId] = []
    reason: Words | None = None


class SpotOut(msgspec.Struct, rename="camel"):
    """A shift and when the visit starts in it; nulls without a stop."""

    shift_id: UUID | None
    planned_start: datetime | None


class ChangeOut(msgspec.Struct, rename="camel"):
    """What a move changes for one visit."""

    visit_id: UUID
    before: SpotOut = msgspec.field(name="from")
    after: SpotOut = msgspec.field(name="to")


class ViolationOut(msgspec.Struct, rename="camel"):
    """A broken rule; the same id in every reading of the same plan."""

    id: str
    class_: str = msgspec.field(name="class")
    visit_id: UUID | None
    text: str


class SentenceOut(msgspec.Struct, rename="camel"):
    """One thing that changes. Who shows it in another language takes `code` and `params` (names,
    times, counts); `text` is the English.
    """

    code: str
    visit_id: UUID | None
    params: dict[str, str | int]
    text: str


class MoveOut(msgspec.Struct, rename="camel"):
    """What the move changes, in figures and in words, and breaks, and whether it was done."""

    changes: list[ChangeOut]
    difference: list[SentenceOut]
    violations: list[ViolationOut]
    added_travel_s: int
    committed: bool
