"""The reason that the board shows is the obstacle that a person would have to remove."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from services.dispatcher.planning.reasons import reason_of
from shared.db.live.eligibility import blockers
from shared.db.live.horizon import Horizon, LiveShift, LiveTherapist, Wishes
from shared.domain.certificate import Certificate
from shared.domain.reasons import UnassignedReason as R
from shared.domain.service import CertificateKind
from shared.routing.plan import Reason
from tests.support.horizons import EPOCH, HOUR, horizon, number, shift, visit

WHOLE_DAY = (8 * HOUR, 18 * HOUR)
WOMAN, MAN = 1001, 1002


def who(n: int, gender: str, until_hour: float = 99) -> LiveTherapist:
    """Somebody with a licence that lasts until then."""
    start, end = EPOCH - timedelta(days=9), EPOCH + timedelta(hours=until_hour)
    licence = Certificate(CertificateKind.LICENCE, True, start, end)  # noqa: FBT003 - verified
    return LiveTherapist(number(n), f"T{n}", gender, frozenset(), (licence,))


def day(
    people: Sequence[LiveTherapist], shifts: Sequence[LiveShift] | None = None, **wanted: Any
) -> Horizon:
    """A woman's shift 1 and a man's shift 2, and visit 5 between 9 and 16 without a stop."""
    one = visit(5, 10, (9, 16), required=frozenset({"licence"}), **wanted)
    live = horizon(shifts or [shift(1), shift(2)], [one], now_hour=7)
    therapists = {each.id: each for each in people}
    blocked = {one.id: blockers(one, people, live.clock)}
    return replace(live, therapists=therapists, blocked=blocked)


def told(live: Horizon, said: Reason | None, absent: dict[int, tuple[int, int]] | None = None) -> R:
    """The word for visit 5."""
    spans = {number(key): [span] for key, span in (absent or {}).items()}
    return reason_of(live, number(5), spans, said)


BOTH = (who(WOMAN, "female"), who(MAN, "male"))


def test_the_only_woman_is_ill() -> None:
    """Whatever the planner makes of her shift, the absence is what stands in the way."""
    live = day(BOTH, wishes=Wishes(gender="female"))
    for said in (Reason.WINDOW_CLOSED, Reason.NO_SHIFT_HOURS, None):
        assert told(live, said, {WOMAN: WHOLE_DAY}) is R.THERAPIST_ABSENT
    assert told(live, Reason.WINDOW_CLOSED) is R.WINDOW_CLOSED
    for_lunch = {WOMAN: (12 * HOUR, 13 * HOUR)}
    assert told(live, Reason.OUTPRIORITISED, for_lunch) is R.OUTPRIORITISED


def test_no_woman_works_then() -> None:
    """Men who could come make it a matter of gender; nobody at all makes it one of hours."""
    live = day(BOTH, [shift(1, (17, 23)), shift(2)], wishes=Wishes(gender="female"))
    assert told(live, Reason.NO_SHIFT_HOURS) is R.GENDER_NOT_AVAILABLE
    late = [shift(1, (17, 23)), shift(2, (17, 23))]
    assert told(day(BOTH, late), Reason.NO_SHIFT_HOURS) is R.NO_SHIFT_HOURS


def test_a_certificate_that_ends_is_named_as_such() -> None:
    """FORBIDDEN of the planner is a certificate only if one is missing."""
    ending = (who(WOMAN, "female", 12), who(MAN, "male", 12))
    assert told(day(ending), Reason.FORBIDDEN) is R.NO_CERTIFICATE
    never = tuple(replace(one, certificates=()) for one in BOTH)
    assert told(day(never), Reason.SKILL_MISSING) is R.NO_SKILL
    refusing = Wishes(refused_therapists=frozenset({number(WOMAN), number(MAN)}))
    assert told(day(BOTH, wishes=refusing), Reason.FORBIDDEN) is R.REFUSED_THERAPIST
    one_left = (who(WOMAN, "female", 12), who(MAN, "male"))
    live = day(one_left, wishes=Wishes(refused_therapists=frozenset({number(MAN)})))
    assert told(live, Reason.FORBIDDEN) is R.REFUSED_THERAPIST


def test_who_was_promised_by_name_decides() -> None:
    """Her own obstacle counts, not that the others are not she."""
    named = Wishes(named_therapist=number(WOMAN))
    assert told(day(BOTH, wishes=named), Reason.OUTPRIORITISED) is R.NAMED_THERAPIST_BUSY
    assert told(day(BOTH, wishes=named), None, {WOMAN: WHOLE_DAY}) is R.THERAPIST_ABSENT
    ending = (who(WOMAN, "female", 12), who(MAN, "male"))
    assert told(day(ending, wishes=named), Reason.FORBIDDEN) is R.NO_CERTIFICATE
    elsewhere = day(BOTH, [shift(1, (17, 23)), shift(2)], wishes=named)
    assert told(elsewhere, Reason.FORBIDDEN) is R.NAMED_THERAPIST_BUSY


def test_a_pin_speaks_of_its_own_shift() -> None:
    """Others being free does not help; an absence of the one does not hide behind the pin."""
    live = day(BOTH, pinned_shift=number(1))
    assert told(live, Reason.PINNED_IMPOSSIBLE) is R.PINNED_IMPOSSIBLE
    assert told(live, Reason.PINNED_IMPOSSIBLE, {WOMAN: WHOLE_DAY}) is R.THERAPIST_ABSENT
    early = day(BOTH, [shift(1, (4, 6)), shift(2)], pinned_shift=number(1))
    assert told(early, Reason.PINNED_IMPOSSIBLE) is R.PINNED_IMPOSSIBLE


@pytest.mark.parametrize(
    ("said", "word"),
    [
        (Reason.SHIFT_LIMIT, R.SHIFT_LIMIT),
        (Reason.TOO_COSTLY, R.TOO_COSTLY),
        (Reason.FORBIDDEN, R.NOT_PLANNED_YET),
        (None, R.NOT_PLANNED_YET),
    ],
)
def test_where_somebody_could_come_the_planner_is_believed(said: Reason | None, word: R) -> None:
    """Unless what it saw is not so any more: then the next plan comes."""
    assert told(day(BOTH), said) is word


def test_a_window_that_is_over_is_closed() -> None:
    """Also when the therapist who could have come was absent."""
    live = replace(day(BOTH), now_s=17 * HOUR)
    assert told(live, None, {WOMAN: WHOLE_DAY, MAN: WHOLE_DAY}) is R.WINDOW_CLOSED
