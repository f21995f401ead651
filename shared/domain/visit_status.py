"""A visit's status, recomputed from all of its events. Class: safety for `start`, else facts.

Events are facts: they are always stored and never refused, may come late, twice or out of order,
and never raise here. What makes no sense beside the others is listed in `VisitState.ignored`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import assert_never
from uuid import UUID


class VisitStatus(StrEnum):
    """The API's words; from `done` on they are terminal."""

    BOOKED = "booked"
    DISPATCHED = "dispatched"  # published to the therapist
    ACCEPTED = "accepted"
    EN_ROUTE = "en-route"
    ARRIVED = "arrived"
    IN_PROGRESS = "in-progress"
    DONE = "done"
    CANNOT_ENTER = "cannot-enter"
    UNFIT = "unfit"
    STOPPED = "stopped"
    CONVERTED = "converted"
    NO_SHOW = "no-show"
    CANCELLED = "cancelled"


class VisitEventType(StrEnum):
    """First what a therapist's phone sends, then what the system records itself."""

    ACCEPT = "accept"
    DECLINE = "decline"
    DEPART = "depart"
    ARRIVE = "arrive"
    START = "start"
    COMPLETE = "complete"
    DELAY = "delay"
    CANNOT_ENTER = "cannot-enter"
    UNFIT = "unfit"
    STOPPED = "stopped"
    CONVERTED = "converted"
    NO_SHOW = "no-show"
    CORRECT = "correct"

    BOOKED = "booked"
    PUBLISHED = "published"
    REASSIGNED = "reassigned"
    FREED = "freed"
    CANCELLED = "cancelled"
    PAPERS = "papers"  # door check and written consent are complete now


_S, _T = VisitStatus, VisitEventType

SYSTEM_EVENTS = frozenset(
    {_T.BOOKED, _T.PUBLISHED, _T.REASSIGNED, _T.FREED, _T.CANCELLED, _T.PAPERS}
)
THERAPIST_EVENTS = frozenset(_T) - SYSTEM_EVENTS

_PROGRESS = (_S.BOOKED, _S.DISPATCHED, _S.ACCEPTED, _S.EN_ROUTE, _S.ARRIVED, _S.IN_PROGRESS)
TERMINAL = frozenset(_S) - frozenset(_PROGRESS)
# How the ids of events begin that follow from others: what was found at the door, what was done at
# a desk. Phones report what they saw; neither they nor desks take back what the system concluded.
_SYSTEM_IDS = ("door:", "system:", "papers:")


@dataclass(frozen=True, slots=True)
class VisitEvent:
    """One fact. `id` is the phone's `clientEventId`, so that a repeated one merges."""

    id: str
    type: VisitEventType
    occurred_at: datetime
    recorded: int  # order in which the server stored them; unique within the visit
    therapist_id: UUID | None = None  # who sent it, or to whom it was given
    papers: bool = False  # `start` carries door check and written consent
    to_needling: bool = False  # `converted`: needles are used now, which takes the same papers
    delay_s: int | None = None  # `delay`: how late, in all, they expect to be
    corrects: str | None = None  # `correct`: id of the event it is about
    retimed_to: datetime | None = None  # `correct`: when it really was; None means it never was


@dataclass(frozen=True, slots=True)
class VisitState:
    """What the events say. `waiting` holds events that apply as soon as the papers arrive."""

    status: VisitStatus = VisitStatus.BOOKED
    therapist_id: UUID | None = None
    actual_departed: datetime | None = None
    actual_arrival: datetime | None = None
    actual_start: datetime | None = None
    actual_end: datetime | None = None
    delay_s: int = 0
    ignored: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()

    @property
    def waits_for_papers(self) -> bool:
        """Whether a start was reported that may not count yet: 409, and an incident."""
        return bool(self.waiting)


def recompute(events: Iterable[VisitEvent], *, papers_required: bool = False) -> VisitState:
    """Fold all events by `(occurred_at, recorded)`; the order in which they are passed is moot.

    `papers_required` is true for needling: until door check and written consent are there, a
    `start` or `complete` waits; papers that arrive later apply it at its own time. A conversion to
    needling waits for them in the same way, whatever the visit was booked for.
    """
    merged = _merge_duplicates(events)
    facts, moot = _apply_corrections(merged)
    papers_here = any(e.type is _T.PAPERS or e.papers for e in facts)
    state = VisitState(ignored=moot)
    for event in sorted(facts, key=lambda e: (e.occurred_at, e.recorded)):
        treats = papers_required and event.type in (_T.START, _T.COMPLETE)
        waits = (treats or event.to_needling) and not papers_here
        state = _step(state, event, waits=waits)
    return state


def _merge_duplicates(events: Iterable[VisitEvent]) -> list[VisitEvent]:
    first: dict[str, VisitEvent] = {}
    for event in sorted(events, key=lambda e: e.recorded):
        first.setdefault(event.id, event)
    return list(first.values())


def _apply_corrections(events: list[VisitEvent]) -> tuple[list[VisitEvent], tuple[str, ...]]:
    """The facts as corrected, and the ids of corrections that correct nothing.

    The latest correction of an event wins; a correction may itself be taken back. What the system
    recorded itself stays: a finding at the door and a cancellation have their own ways out.
    """
    latest: dict[str, VisitEvent] = {}
    moot: list[str] = []
    known = {e.id for e in events if not _is_the_systems(e)}
    corrections = [e for e in events if e.type is _T.CORRECT]
    for correction in reversed(corrections):
        taken_back = correction.id in latest and latest[correction.id].retimed_to is None
        target = correction.corrects
        if taken_back or target is None or target not in known or target in latest:
            moot.append(correction.id)
        else:
            latest[target] = correction
    facts = []
    for event in events:
        if event.type is _T.CORRECT:
            continue
        correction_of = latest.get(event.id)
        if correction_of is None:
            facts.append(event)
        elif correction_of.retimed_to is not None:
            facts.append(replace(event, occurred_at=correction_of.retimed_to))
    return facts, tuple(sorted(moot))


def _is_the_systems(event: VisitEvent) -> bool:
    return event.type in SYSTEM_EVENTS or event.id.startswith(_SYSTEM_IDS)


def _step(state: VisitState, event: VisitEvent, *, waits: bool) -> VisitState:
    if waits and state.status not in TERMINAL:
        return replace(state, waiting=(*state.waiting, event.id))
    after = _after_the_end(state, event) if state.status in TERMINAL else _under_way(state, event)
    return after or replace(state, ignored=(*state.ignored, event.id))


def _after_the_end(state: VisitState, event: VisitEvent) -> VisitState | None:
    """Terminal is terminal; only the end of a converted session is still to come."""
    if event.type is _T.PAPERS:
        return state
    if event.type is _T.COMPLETE and state.status is _S.CONVERTED and state.actual_end is None:
        return replace(state, actual_end=event.occurred_at)
    return None


def _under_way(state: VisitState, event: VisitEvent) -> VisitState | None:
    """The state after the event, or None when it makes no sense beside the earlier ones."""
    at, treating = event.occurred_at, state.status is _S.IN_PROGRESS
    after: VisitState | None
    match event.type:
        case _T.BOOKED | _T.PUBLISHED | _T.REASSIGNED | _T.FREED | _T.CANCELLED:
            after = _by_the_system(state, event)
        case _T.ACCEPT | _T.DECLINE | _T.DEPART | _T.ARRIVE | _T.DELAY:
            # While treating, a delay still says by how much the end will be late.
            moot = treating and event.type is not _T.DELAY
            after = None if moot else _on_the_way(state, event)
        case _T.START:
            after = None if treating else replace(state, status=_S.IN_PROGRESS, actual_start=at)
        case _T.COMPLETE:
            after = replace(state, status=_S.DONE, actual_end=at)
        case _T.CANNOT_ENTER | _T.NO_SHOW:
            # Whoever is being treated was met at the door.
            after = None if treating else replace(state, status=_S(event.type), actual_end=at)
        case _T.UNFIT | _T.STOPPED:
            after = replace(state, status=_S(event.type), actual_end=at)
        case _T.CONVERTED:
            began = state.actual_start or at
            after = replace(state, status=_S.CONVERTED, actual_start=began)
        case _T.PAPERS:
            after = state
        case _T.CORRECT:
            raise AssertionError("corrections are applied before the fold")
        case _:
            assert_never(event.type)
    return after


def _by_the_system(state: VisitState, event: VisitEvent) -> VisitState | None:
    """A command that lost the race against the start of treatment changes nothing."""
    if state.status is _S.IN_PROGRESS:
        return None
    if event.type is _T.CANCELLED:
        return replace(state, status=_S.CANCELLED)
    if event.type is _T.PUBLISHED:
        return _forward(state, _S.DISPATCHED)
    given_to = None if event.type is _T.FREED else event.therapist_id
    return VisitState(therapist_id=given_to, ignored=state.ignored, waiting=state.waiting)


def _on_the_way(state: VisitState, event: VisitEvent) -> VisitState | None:
    """What counts only from the therapist who has the visit."""
    if None not in (state.therapist_id, event.therapist_id) and (
        state.therapist_id != event.therapist_id
    ):
        return None
    if event.type is _T.DELAY:
        return replace(state, delay_s=event.delay_s or 0)
    if event.type is _T.DECLINE:
        return VisitState(ignored=state.ignored, waiting=state.waiting)
    if event.type is _T.ACCEPT:
        return _forward(state, _S.ACCEPTED)
    departs = event.type is _T.DEPART
    moved = _forward(state, _S.EN_ROUTE if departs else _S.ARRIVED)
    if moved is not None and departs:
        return replace(moved, actual_departed=event.occurred_at)
    return moved and replace(moved, actual_arrival=event.occurred_at)


def _forward(state: VisitState, status: VisitStatus) -> VisitState | None:
    """Only ever forward: a later step that is already known makes an earlier one moot."""
    if _PROGRESS.index(status) <= _PROGRESS.index(state.status):
        return None
    return replace(state, status=status)
