"""What no report about a visit may undo or bring about by itself."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.visit_status import VisitEvent, VisitEventType, VisitStatus, recompute

S = VisitStatus
T = VisitEventType
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def minute(n: int) -> datetime:
    return NOON + timedelta(minutes=n)


# Each event one minute after the other, named by its type.
TREATED = [
    VisitEvent(t.value, t, minute(i), i)
    for i, t in enumerate((T.BOOKED, T.PUBLISHED, T.ACCEPT, T.DEPART, T.ARRIVE, T.START))
]


@pytest.mark.parametrize(
    ("key", "type_", "status"),
    [
        ("door:1", T.UNFIT, S.UNFIT),
        ("system:1", T.CANCELLED, S.CANCELLED),
        ("c1", T.CANCELLED, S.CANCELLED),
    ],
)
@pytest.mark.parametrize("retimed_to", [None, minute(-60)])
def test_what_the_system_recorded_is_not_corrected(
    key: str, type_: T, status: S, retimed_to: datetime | None
) -> None:
    """A finding at the door and a cancellation stand; the correction is moot."""
    own = VisitEvent(key, type_, minute(5), 5)
    correct = VisitEvent("c", T.CORRECT, minute(6), 6, corrects=key, retimed_to=retimed_to)
    state = recompute([*TREATED[:5], own, correct])
    assert (state.status, state.ignored) == (status, ("c",))


def test_a_conversion_to_needling_waits_for_the_papers() -> None:
    """The session goes on as what it was; papers that come later apply it at its own time."""
    convert = VisitEvent("n", T.CONVERTED, minute(7), 7, to_needling=True)
    waiting = recompute([*TREATED, convert])
    assert (waiting.status, waiting.waiting) == (S.IN_PROGRESS, ("n",))
    papers = VisitEvent("papers:n", T.PAPERS, minute(9), 8)
    assert recompute([*TREATED, convert, papers]).status is S.CONVERTED
    other = replace(convert, to_needling=False)
    assert recompute([*TREATED, other]).status is S.CONVERTED
