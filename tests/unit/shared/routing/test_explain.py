"""Why a visit is left out, for each reason of the closed list."""

from typing import Any

import pytest

from shared.domain.person import Gender
from shared.routing.explain import Explainer
from shared.routing.plan import Reason
from shared.routing.shift import Shift
from shared.routing.surroundings import Place, Therapist
from shared.routing.visit import Pin, Visit
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
        ({}, shift(max_travel_s=1000, max_work_s=2000), Reason.SHIFT_LIMIT),
        ({"pinned": Pin("s1"), "windows_s": ((0, 300),)}, shift(), Reason.PINNED_IMPOSSIBLE),
        ({}, shift(), Reason.TOO_COSTLY),
    ],
)
def test_reason(changes: dict[str, Any], only: Shift, reason: Reason) -> None:
    """One shift, one obstacle, its reason."""
    one = visit(**changes)
    explainer = Explainer(problem(one, only), {})
    assert explainer.explain(one).reason is reason
    assert explainer.reason(one) is reason


def test_outprioritised() -> None:
    """It fits the empty shift but not beside the visit that is there."""
    there, left_out = visit("v1", windows_s=((600, 700),)), visit("v2", windows_s=((600, 700),))
    one = problem(there, left_out, shift())
    explainer = Explainer(one, {"s1": [there]})
    assert explainer.explain(left_out).reason is Reason.OUTPRIORITISED
    assert explainer.reason(left_out) is Reason.OUTPRIORITISED


def test_the_nearest_obstacle_is_told() -> None:
    """Over all shifts the least obstacle is the reason; the others are counted."""
    one: Visit = visit(skills=frozenset({"needling"}), windows_s=((0, 300),))
    able = shift("s2", "t2", skills=frozenset({"needling"}))
    told = Explainer(problem(one, shift(), able), {}).explain(one)
    assert told.reason is Reason.WINDOW_CLOSED
    assert told.blocked_shifts == {Reason.SKILL_MISSING: 1, Reason.WINDOW_CLOSED: 1}


@pytest.mark.parametrize(
    ("changes", "only", "around", "reason"),
    [
        ({"gender": Gender.FEMALE}, shift(), {}, Reason.FORBIDDEN),
        (
            {"skills": frozenset({"x"})},
            shift(skills=frozenset({"x"}), skill_windows_s={"x": ((0, 9),)}),
            {},
            Reason.SKILL_MISSING,
        ),
        ({}, shift(), {"places": (Place(1, access_s=((0, 60),)),)}, Reason.WINDOW_CLOSED),
        ({}, shift(max_leg_s=599), {}, Reason.SHIFT_LIMIT),
        ({}, shift(max_work_s=2999), {}, Reason.SHIFT_LIMIT),
        (
            {},
            shift(),
            {"therapists": (Therapist("t1", min_rest_s=9, next_shift_s=3008),)},
            Reason.NO_SHIFT_HOURS,
        ),
    ],
)
def test_reasons_of_rules(
    changes: dict[str, Any], only: Shift, around: dict[str, Any], reason: Reason
) -> None:
    """Whatever rule is in the way, its reason is told."""
    one = visit(**changes)
    assert Explainer(problem(one, only, **around), {}).explain(one).reason is reason
