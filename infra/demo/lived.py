"""How a route is really lived: a little early, a little late, and some things go wrong. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from infra.demo.dice import Dice, minutes
from shared.domain.visit_status import VisitEventType, VisitStatus


class Story(StrEnum):
    """What happens at a stop beside the usual."""

    JAM = "jam"
    NO_SHOW = "no-show"


@dataclass(frozen=True, slots=True)
class Leg:
    """A stop as planned, with the way to it."""

    visit_id: UUID
    leave_at: datetime
    arrival: datetime
    opens_at: datetime
    service_s: int


@dataclass(frozen=True, slots=True)
class Fact:
    """What a therapist's phone sends."""

    visit_id: UUID
    type: VisitEventType
    at: datetime


def lived(
    rng: Dice, starts_at: datetime, legs: Sequence[Leg], stories: Mapping[UUID, Story]
) -> Iterator[Fact]:
    """All facts of a route in order of stops, also those that are still to come."""
    accepted = starts_at - timedelta(seconds=minutes(rng, 4, 14))
    for number, leg in enumerate(legs):
        yield Fact(leg.visit_id, VisitEventType.ACCEPT, accepted + timedelta(seconds=9 * number))
    free = starts_at
    for leg in legs:
        facts = list(_stop(rng, leg, free, stories.get(leg.visit_id)))
        yield from facts
        free = facts[-1].at


def _stop(rng: Dice, leg: Leg, free: datetime, story: Story | None) -> Iterator[Fact]:
    early = timedelta(seconds=minutes(rng, 0, 5))
    departed = max(free + timedelta(seconds=20), leg.leave_at - early)
    yield Fact(leg.visit_id, VisitEventType.DEPART, departed)
    way = (leg.arrival - leg.leave_at) * rng.triangular(0.86, 1.3, 0.98)
    if story is Story.JAM:
        way += timedelta(seconds=minutes(rng, 30, 45))
    arrived = _whole(departed + way + timedelta(seconds=30))
    yield Fact(leg.visit_id, VisitEventType.ARRIVE, arrived)
    if story is Story.NO_SHOW:
        waited = timedelta(seconds=minutes(rng, 14, 18))
        yield Fact(leg.visit_id, VisitEventType.NO_SHOW, max(arrived, leg.opens_at) + waited)
        return
    started = max(arrived + timedelta(seconds=minutes(rng, 1, 4)), leg.opens_at)
    yield Fact(leg.visit_id, VisitEventType.START, started)
    treated = timedelta(seconds=round(leg.service_s * rng.uniform(0.86, 1.02)))
    yield Fact(leg.visit_id, VisitEventType.COMPLETE, started + treated)


def finished(leg: Leg, status: VisitStatus, last: datetime) -> Iterator[Fact]:
    """The facts that are still missing of a stop that somebody had begun when the demo stopped."""
    arrived = max(leg.arrival, last + timedelta(minutes=2))
    started = max(arrived + timedelta(minutes=3), leg.opens_at)
    if status is VisitStatus.EN_ROUTE:
        yield Fact(leg.visit_id, VisitEventType.ARRIVE, arrived)
    if status is VisitStatus.IN_PROGRESS:
        started = last
    else:
        yield Fact(leg.visit_id, VisitEventType.START, started)
    treated = timedelta(seconds=leg.service_s)
    yield Fact(leg.visit_id, VisitEventType.COMPLETE, started + treated)


def _whole(instant: datetime) -> datetime:
    return instant.replace(microsecond=0)
