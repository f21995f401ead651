"""The promise ledger: what the patient was told, version by version. Class: promise."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.domain.errors import Conflict
from shared.domain.person import Gender
from shared.domain.window import Window


class PromiseState(StrEnum):
    """A changed promise stays `proposed` until the patient answers."""

    PROPOSED = "proposed"
    AGREED = "agreed"
    REFUSED = "refused"
    NOT_REACHED = "not-reached"


class PromisePart(StrEnum):
    """What of a promise can be broken."""

    WINDOW = "window"
    THERAPIST = "therapist"
    GENDER = "gender"


@dataclass(frozen=True, slots=True)
class Promise:
    """One row of the ledger; therapist and gender only when the patient asked for them."""

    version: int
    state: PromiseState
    window: Window
    therapist_id: UUID | None = None
    gender: Gender | None = None


def in_force(ledger: Iterable[Promise]) -> Promise | None:
    """The newest promise that the patient agreed to; what is only proposed binds nobody."""
    agreed = (p for p in ledger if p.state is PromiseState.AGREED)
    return max(agreed, key=lambda p: p.version, default=None)


def broken_parts(
    promise: Promise,
    planned_start: datetime | None,
    therapist_id: UUID | None,
    therapist_gender: Gender | None,
) -> frozenset[PromisePart]:
    """What this plan breaks of the promise; a visit left out of it (None) breaks the window."""
    if planned_start is None or therapist_id is None:
        return frozenset({PromisePart.WINDOW})
    broken = set()
    if not promise.window.contains(planned_start):
        broken.add(PromisePart.WINDOW)
    if promise.therapist_id not in (None, therapist_id):
        broken.add(PromisePart.THERAPIST)
    if promise.gender not in (None, therapist_gender):
        broken.add(PromisePart.GENDER)
    return frozenset(broken)


def is_broken(
    promise: Promise,
    planned_start: datetime | None,
    therapist_id: UUID | None,
    therapist_gender: Gender | None,
) -> bool:
    """Whether the patient must be asked before this plan may hold."""
    return bool(broken_parts(promise, planned_start, therapist_id, therapist_gender))


def after_answer(state: PromiseState, answer: PromiseState) -> PromiseState:
    """Agreed and refused are final; somebody not reached is called again."""
    open_states = (PromiseState.PROPOSED, PromiseState.NOT_REACHED)
    if state not in open_states or answer is PromiseState.PROPOSED:
        raise Conflict(f"promise-{state}", f"The patient already answered: {state}.")
    return answer
