"""Proposals on the wire."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

import msgspec

from services.api.plans.schemas import SentenceOut, ViolationId, Words


class ProposedTherapist(msgspec.Struct, rename="camel"):
    """Who would come, or comes now."""

    id: UUID
    name: str


class ProposedSpot(msgspec.Struct, rename="camel"):
    """A place in a route: whose, and when the visit starts."""

    shift_id: UUID
    therapist: ProposedTherapist
    planned_start: datetime


class ProposedChange(msgspec.Struct, rename="camel"):
    """What becomes of one visit; `from` is null for a placed one, `to` for a dropped one."""

    kind: Literal["placed", "moved", "retimed", "dropped"]
    visit_id: UUID
    before: ProposedSpot | None = msgspec.field(name="from")
    after: ProposedSpot | None = msgspec.field(name="to")


class ProposedRoute(msgspec.Struct, rename="camel"):
    """The open part of a shift as proposed, in order."""

    shift_id: UUID
    visit_ids: list[UUID]


class ProposalOut(msgspec.Struct, rename="camel"):
    """A plan that is not live: what would change for whom, and the routes it comes to.

    `difference` tells what it changes of the routes as they are now, the gravest first. It is empty
    for a proposal that was decided or that the day has overtaken.
    """

    id: UUID
    date: date
    kind: str
    status: str
    generation: int
    changes: list[ProposedChange]
    routes: list[ProposedRoute]
    difference: list[SentenceOut]
    created_at: datetime
    version: int


class ApplyIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """The shifts whose part of the proposal is taken over (all when left out), the violations of
    class promise that are accepted, by id, and why.
    """

    changes: list[UUID] | None = None
    acknowledge: list[ViolationId] = []
    reason: Words | None = None


class DiscardIn(msgspec.Struct, rename="camel", forbid_unknown_fields=True):
    """Why it is not wanted."""

    reason: Words | None = None


class AppliedOut(msgspec.Struct, rename="camel"):
    """Which routes changed."""

    id: UUID
    status: str
    shifts: list[UUID]
