from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.consent import Consent, ConsentForm, ConsentKind, Relation
from shared.domain.dispatch_gate import DispatchBlock, dispatch_blocks
from shared.domain.screening.outcome import Reason, ReasonKind, ServiceScreening
from shared.domain.service import Service

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
CLEARED = ServiceScreening(Service.DRY_NEEDLING, (), ())
WAITS = ServiceScreening(
    Service.DRY_NEEDLING, (Reason("pregnancy", ReasonKind.CLINICIAN, {"en": "Pregnant"}),), ()
)
UNASKED = ServiceScreening(Service.DRY_NEEDLING, (), ("chest-pain",))
VERBAL = Consent(ConsentKind.VISIT, ConsentForm.VERBAL, Relation.SELF, NOW)
WEEK = timedelta(days=7)
SECOND = timedelta(seconds=1)


def blocks(
    found: ServiceScreening = CLEARED,
    consents: tuple[Consent, ...] = (VERBAL,),
    age: int = 40,
    starts_at: datetime = NOW + WEEK,
) -> tuple[DispatchBlock, ...]:
    return dispatch_blocks(
        found,
        screened_at=NOW,
        valid_days=7,
        consents=consents,
        age_at_start=age,
        starts_at=starts_at,
        now=NOW,
    )


def test_cleared_valid_and_consented_goes() -> None:
    """To the last second of the answers' validity."""
    assert blocks() == ()


@pytest.mark.parametrize("found", [WAITS, UNASKED])
def test_who_is_not_cleared_is_not_visited(found: ServiceScreening) -> None:
    """Neither while a clinician decides nor while a question was not asked."""
    assert blocks(found) == (DispatchBlock.NOT_CLEARED,)


def test_old_answers_do_not_count() -> None:
    """One second too old at the visit's start."""
    assert blocks(starts_at=NOW + WEEK + SECOND) == (DispatchBlock.SCREENING_EXPIRED,)


def test_without_consent_nobody_is_sent() -> None:
    """None at all, or a child's own."""
    assert blocks(consents=()) == (DispatchBlock.NO_CONSENT,)
    assert blocks(age=17) == (DispatchBlock.NO_CONSENT,)


def test_everything_that_is_missing_is_named() -> None:
    """The agent sees all of it at once."""
    assert set(blocks(WAITS, (), 40, NOW + WEEK + SECOND)) == set(DispatchBlock)
