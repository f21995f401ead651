"""Why a visit has a stop, or none, on the wire."""

from datetime import datetime
from uuid import UUID

import msgspec

from services.api.explain.words import SuggestionKind


class NamedTherapist(msgspec.Struct, rename="camel"):
    """Whose shift it is."""

    id: UUID
    name: str


class BlockerOut(msgspec.Struct, rename="camel"):
    """A rule, how many shifts of the day it closes to this visit, and whose."""

    rule: str
    text: str
    shifts: int
    therapists: list[NamedTherapist]


class SuggestionOut(msgspec.Struct, rename="camel"):
    """A single change with which the visit fits: proven, with the place that it gets then.
    `addedCost` is in seconds of driving, `minutes` what is asked for where it is a time,
    `otherVisitId` the visit that would make room, and `otherTherapist` who takes that one.
    """

    kind: SuggestionKind
    text: str
    minutes: int | None
    other_visit_id: UUID | None
    other_therapist: NamedTherapist | None
    shift_id: UUID
    therapist: NamedTherapist
    planned_start: datetime
    added_cost: int


class RunnerUpOut(msgspec.Struct, rename="camel"):
    """Who else could take the visit; a negative `extraCost`: it would be cheaper there."""

    shift_id: UUID
    therapist: NamedTherapist
    planned_start: datetime
    extra_cost: int


class WhyOut(msgspec.Struct, rename="camel"):
    """For a visit with a stop: what it costs there, the runners-up and who cannot. Without one:
    the blockers of every shift and what would help. `movable` is false where nothing is decided
    any more: the visit is under way, over, or too close to now.
    """

    visit_id: UUID
    movable: bool
    shift_id: UUID | None
    therapist: NamedTherapist | None
    added_cost: int | None
    runners_up: list[RunnerUpOut]
    blockers: list[BlockerOut]
    suggestions: list[SuggestionOut]
