"""Why a visit is left out, for each reason of the closed list."""

from typing import Any

import pytest

from shared.routing.explain import explain
from shared.routing.plan import Reason
from shared.routing.problem import Pin, Shift, Visit
from tests.unit.shared.routing.build import problem, shift, visit


@pytest.mark.parametrize(
    ("changes", "only", "reason"),
    [
        ({"skills": frozenset({"needling"})}, shift(), Reason.SKILL_MISSING),
        ({"forbidden_therapists": frozenset({"t1"})}, shift(), Reason.FORBIDDEN),
        ({"windows_s": ((0, 300),)}, shift(), Reason.WINDOW_CLOSED),
        ({"windows_s": ((35_000, 36_000),)}, shift(), Reason.NO_SHIFT_HOURS),
        ({}, shift(max_visits=0), Reason.SHIFT_LIMIT),
        ({}, shift(max_travel_s=1000), Reason.SHIFT_LIMIT),
        ({"pinned": Pin("s1"), "windows_s": ((0, 300),)}, shift(), Reason.PINNED_IMPOSSIBLE),
        ({}, shift(), Reason.TOO_COSTLY),
    ],
)
def test_reason(changes: dict[str, Any], only: Shift, reason: Reason) -> None:
    """One shift, one obstacle, its reason."""
    one = visit(**changes)
    assert explain(problem(one, only), {}, one).reason is reason


def test_outprioritised() -> None:
    """It fits the empty shift but not beside the visit that is there."""
    there, left_out = visit("v1", windows_s=((600, 700),)), visit("v2", windows_s=((600, 700),))
    one = problem(there, left_out, shift())
    assert explain(one, {"s1": [there]}, left_out).reason is Reason.OUTPRIORITISED


def test_the_nearest_obstacle_is_told() -> None:
    """Over all shifts the least obstacle is the reason; the others are counted."""
    one: Visit = visit(skills=frozenset({"needling"}), windows_s=((0, 300),))
    able = shift("s2", "t2", skills=frozenset({"needling"}))
    told = explain(problem(one, shift(), able), {}, one)
    assert told.reason is Reason.WINDOW_CLOSED
    assert told.blocked_shifts == {Reason.SKILL_MISSING: 1, Reason.WINDOW_CLOSED: 1}
