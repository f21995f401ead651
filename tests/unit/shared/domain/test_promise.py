from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from shared.domain.errors import Conflict
from shared.domain.person import Gender
from shared.domain.promise import (
    Promise,
    PromisePart,
    PromiseState,
    after_answer,
    broken_parts,
    in_force,
    is_broken,
)
from shared.domain.window import Window

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
LEILA, OMAR = UUID(int=1), UUID(int=2)
WINDOW = Window(NOON, NOON + HOUR)
PLAIN = Promise(1, PromiseState.AGREED, WINDOW)
NAMED = Promise(1, PromiseState.AGREED, WINDOW, therapist_id=LEILA)
FEMALE = Promise(1, PromiseState.AGREED, WINDOW, gender=Gender.FEMALE)


@pytest.mark.parametrize(
    ("promise", "start", "therapist", "gender", "broken"),
    [
        (PLAIN, NOON + HOUR, OMAR, Gender.MALE, set()),
        (PLAIN, NOON + HOUR + timedelta(seconds=1), OMAR, Gender.MALE, {PromisePart.WINDOW}),
        (PLAIN, None, None, None, {PromisePart.WINDOW}),
        (NAMED, NOON, LEILA, Gender.FEMALE, set()),
        (NAMED, NOON, OMAR, Gender.MALE, {PromisePart.THERAPIST}),
        (FEMALE, NOON, LEILA, Gender.FEMALE, set()),
        (FEMALE, NOON, OMAR, Gender.MALE, {PromisePart.GENDER}),
        (FEMALE, NOON, OMAR, None, {PromisePart.GENDER}),
        (FEMALE, NOON - HOUR, OMAR, Gender.MALE, {PromisePart.WINDOW, PromisePart.GENDER}),
    ],
)
def test_a_plan_breaks_what_the_patient_was_told_and_nothing_else(
    promise: Promise,
    start: datetime | None,
    therapist: UUID | None,
    gender: Gender | None,
    broken: set[PromisePart],
) -> None:
    """Window to the second; therapist and gender only when they were asked for."""
    assert broken_parts(promise, start, therapist, gender) == broken
    assert is_broken(promise, start, therapist, gender) == bool(broken)


def test_only_what_was_agreed_binds() -> None:
    """A newer proposal or refusal leaves the older agreement in force."""
    proposed = Promise(3, PromiseState.PROPOSED, WINDOW)
    refused = Promise(2, PromiseState.REFUSED, WINDOW)
    assert in_force([proposed, PLAIN, refused]) == PLAIN
    assert in_force([proposed]) is None
    newer = Promise(4, PromiseState.AGREED, WINDOW)
    assert in_force([newer, PLAIN]) == newer


@pytest.mark.parametrize("state", list(PromiseState))
@pytest.mark.parametrize("answer", list(PromiseState))
def test_an_answer_is_taken_once(state: PromiseState, answer: PromiseState) -> None:
    """Agreed and refused are final, somebody not reached may still answer."""
    final = state in (PromiseState.AGREED, PromiseState.REFUSED)
    if final or answer is PromiseState.PROPOSED:
        with pytest.raises(Conflict):
            after_answer(state, answer)
    else:
        assert after_answer(state, answer) is answer
