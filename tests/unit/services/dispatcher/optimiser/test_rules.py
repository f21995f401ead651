"""Each rule three times: kept where it binds, told where it makes a visit impossible, and missed
by the verifier's reading when the planner does not know it.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from shared.routing.plan import Plan, Reason, gap_of
from shared.routing.problem import Problem
from shared.routing.shift import Break, Shift
from shared.routing.travel import Band, Travel
from shared.routing.verify import verify
from shared.routing.visit import Pin
from tests.unit.services.dispatcher.optimiser.searching import solved
from tests.unit.shared.routing.build import line, problem, shift, visit


@dataclass(frozen=True)
class Rule:
    """`binding` can keep the rule; `impossible` cannot; `forget` removes it from the problem."""

    name: str
    binding: Problem
    impossible: Problem
    reason: Reason
    forget: Callable[[Problem], Problem]


def _all_visits(**changes: Any) -> Callable[[Problem], Problem]:
    return lambda one: replace(one, visits=tuple(replace(v, **changes) for v in one.visits))


def _all_shifts(**changes: Any) -> Callable[[Problem], Problem]:
    return lambda one: replace(one, shifts=tuple(replace(s, **changes) for s in one.shifts))


_NEAR, _FAR = shift("s1", "t1", 0), shift("s2", "t2", 5)
_SKILLED = frozenset({"dry-needling"})
_RUSH = Travel((Band(0, line().bands[0].travel_s), Band(1000, line(leg_s=1500).bands[0].travel_s)))
_LUNCH = (Break((2000, 3000), 1800),)
_TWO = (visit("v1"), visit("v2"))


def _resting(one: Shift) -> Problem:
    return problem(visit("v1", 1), visit("v2", 2), one)


RULES = (
    Rule(
        "skills",
        problem(visit(skills=_SKILLED), _NEAR, replace(_FAR, skills=_SKILLED)),
        problem(visit(skills=_SKILLED), _NEAR, _FAR),
        Reason.SKILL_MISSING,
        _all_visits(skills=frozenset()),
    ),
    Rule(
        "forbidden_therapist",
        problem(visit(forbidden_therapists=frozenset({"t1"})), _NEAR, _FAR),
        problem(visit(forbidden_therapists=frozenset({"t1", "t2"})), _NEAR, _FAR),
        Reason.FORBIDDEN,
        _all_visits(forbidden_therapists=frozenset()),
    ),
    Rule(
        "pin_shift",
        problem(visit(pinned=Pin("s2")), _NEAR, _FAR),
        problem(visit(pinned=Pin("s2")), _NEAR, replace(_FAR, max_visits=0)),
        Reason.PINNED_IMPOSSIBLE,
        _all_visits(pinned=None),
    ),
    Rule(
        "pin_time",
        problem(visit(pinned=Pin("s1", 5000)), _NEAR),
        problem(visit(pinned=Pin("s1", 36_000)), _NEAR),
        Reason.PINNED_IMPOSSIBLE,
        _all_visits(pinned=Pin("s1")),
    ),
    Rule(
        "window",
        problem(visit(windows_s=((100, 200), (7200, 7300))), _NEAR),
        problem(visit(windows_s=((100, 200),)), _NEAR),
        Reason.WINDOW_CLOSED,
        _all_visits(windows_s=((0, 36_000),)),
    ),
    Rule(
        "window",
        problem(
            visit(windows_s=((0, 500), (9000, 9000)), late_cost_per_s=1, max_late_s=60),
            replace(_NEAR, window_s=(0, 5000), overtime_s=9000, overtime_cost_per_s=1),
        ),
        problem(visit(windows_s=((0, 500),), late_cost_per_s=1, max_late_s=60), _NEAR),
        Reason.WINDOW_CLOSED,
        _all_visits(max_late_s=3600),
    ),
    Rule(
        "shift_end",
        problem(visit(), replace(_NEAR, window_s=(0, 2000)), _FAR),
        problem(visit(), replace(_NEAR, window_s=(0, 2000))),
        Reason.NO_SHIFT_HOURS,
        _all_shifts(window_s=(0, 36_000)),
    ),
    Rule(
        "shift_end",
        problem(visit(), replace(_NEAR, window_s=(0, 2000), overtime_s=900), _FAR),
        problem(visit(), replace(_NEAR, window_s=(0, 2000), overtime_s=900)),
        Reason.NO_SHIFT_HOURS,
        _all_shifts(overtime_s=2000),
    ),
    Rule(
        "max_visits",
        problem(*_TWO, replace(_NEAR, max_visits=1), _FAR),
        problem(*_TWO, replace(_NEAR, max_visits=0)),
        Reason.SHIFT_LIMIT,
        _all_shifts(max_visits=None),
    ),
    Rule(
        "max_travel",
        problem(visit("v1", 1), visit("v2", 2), replace(_NEAR, max_travel_s=1200), _FAR),
        problem(visit("v1", 1), visit("v2", 2), replace(_NEAR, max_travel_s=1100)),
        Reason.SHIFT_LIMIT,
        _all_shifts(max_travel_s=None),
    ),
    Rule(
        "breaks",
        _resting(replace(_NEAR, breaks=_LUNCH)),
        _resting(replace(_NEAR, breaks=_LUNCH, window_s=(0, 3100), overtime_s=0)),
        Reason.NO_SHIFT_HOURS,
        _all_shifts(breaks=(), window_s=(0, 36_000)),
    ),
    Rule(
        "travel_time",
        problem(visit(windows_s=((0, 9000),)), replace(_NEAR, open_from_s=5000)),
        problem(visit(windows_s=((0, 5000),)), replace(_NEAR, open_from_s=5000)),
        Reason.WINDOW_CLOSED,
        _all_shifts(open_from_s=None),
    ),
    Rule(
        "travel_time",
        problem(*_TWO, visit("v3", 4), _NEAR, travel=_RUSH),
        problem(visit("v1", 4, windows_s=((3000, 3100),)), shift(open_from_s=900), travel=_RUSH),
        Reason.WINDOW_CLOSED,
        lambda one: replace(one, travel=line()),
    ),
)
_each = pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)


@_each
def test_kept_where_it_binds(rule: Rule) -> None:
    """Every visit is placed and the verifier finds nothing."""
    plan = solved(rule.binding)
    assert plan.unassigned == ()
    assert verify(rule.binding, plan).violations == ()


@_each
def test_told_where_it_makes_a_visit_impossible(rule: Rule) -> None:
    """A visit that the rule keeps out is unassigned with the rule's reason, and the plan legal."""
    plan = solved(rule.impossible)
    assert rule.reason in {left_out.reason for left_out in plan.unassigned}
    assert verify(rule.impossible, plan).violations == ()


@_each
def test_removed_it_is_missed(rule: Rule) -> None:
    """A planner that does not know the rule breaks it, and the verifier objects by its name."""
    plan = solved(rule.forget(rule.binding))
    assert rule.name in {one.rule for one in verify(rule.binding, plan).violations}


@pytest.mark.parametrize(
    ("term", "one", "cost"),
    [
        ("travel", problem(visit(), _NEAR), 1200),
        ("unassigned", problem(visit(), shift(max_visits=0)), 14_400),
        (
            "lateness",
            problem(visit(windows_s=((0, 500),), late_cost_per_s=3, max_late_s=900), _NEAR),
            300,
        ),
        (
            "overtime",
            problem(visit(), shift(window_s=(0, 2000), overtime_s=2000, overtime_cost_per_s=2)),
            2000,
        ),
        ("therapist", problem(visit(therapist_costs={"t1": 70}), _NEAR), 70),
    ],
)
def test_each_cost_term(term: str, one: Problem, cost: int) -> None:
    """The planner's term and the verifier's are the same figure; a plan without it is objected."""
    plan = solved(one)
    assert plan.cost_terms[term] == cost
    assert verify(one, plan).cost_terms[term] == cost
    cheaper: Plan = replace(
        plan,
        cost=plan.cost - cost,
        cost_terms={**plan.cost_terms, term: 0},
        bound=0,
        gap=gap_of(plan.cost - cost, 0),
    )
    assert {"cost", "cost_term"} <= {found.rule for found in verify(one, cheaper).violations}
