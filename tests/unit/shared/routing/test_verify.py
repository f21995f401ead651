"""The verifier against plans that lie."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from shared.routing.plan import Plan, Reason, Route, Status, Stop, Unassigned
from shared.routing.shift import Break
from shared.routing.verify import verify
from shared.routing.violation import Class
from shared.routing.visit import Pin
from tests.unit.shared.routing.build import problem, shift, visit

_ONE = problem(visit("v1", 1), visit("v2", 2), shift(), shift("s2", "t2"))
_FIRST, _SECOND = Stop("v1", 600, 600, 2400), Stop("v2", 3000, 3000, 4800)
_TRUE = Plan(
    routes=(Route("s1", (_FIRST, _SECOND)),),
    unassigned=(),
    cost=2400,
    bound=1200,
    gap=1.0,
    cost_terms={"travel": 2400, "unassigned": 0},
)


def _with(*stops: Stop, shift_id: str = "s1") -> Plan:
    return replace(_TRUE, routes=(Route(shift_id, stops),))


def test_a_true_plan_passes() -> None:
    """Nothing to object, and the cost is recomputed term by term."""
    verdict = verify(_ONE, _TRUE)
    assert (verdict.violations, verdict.cost) == ((), 2400)
    assert verdict.cost_terms == {"travel": 2400, "unassigned": 0}


def test_waiting_is_legal() -> None:
    """Arriving, starting and leaving later than possible is a therapist's right."""
    late = Stop("v2", 3100, 3200, 5100)
    assert verify(_ONE, _with(_FIRST, late)).violations == ()


@pytest.mark.parametrize(
    ("lie", "rule"),
    [
        (lambda p: replace(p, cost=2399), "cost"),
        (lambda p: replace(p, cost_terms={"travel": 2399}), "cost_term"),
        (lambda p: replace(p, cost_terms={**p.cost_terms, "comfort": 1}), "cost_term"),
        (lambda p: replace(p, bound=2401, gap=0.0), "bound"),
        (lambda p: replace(p, bound=-1, gap=2399.0), "bound"),
        (lambda p: replace(p, gap=0.5), "gap"),
        (lambda p: replace(p, status=Status.OPTIMAL), "status"),
        (lambda p: replace(p, routes=(*p.routes, Route("s9", ()))), "shift_unknown"),
        (lambda p: replace(p, routes=(*p.routes, Route("s1", ()))), "shift_twice"),
        (lambda _: _with(_FIRST), "visit_missing"),
        (lambda _: _with(_FIRST, _SECOND, replace(_FIRST, visit="v9")), "visit_unknown"),
        (lambda p: replace(p, routes=(*p.routes, Route("s2", (_FIRST,)))), "visit_twice"),
        (
            lambda p: replace(p, unassigned=(Unassigned("v1", Reason.TOO_COSTLY),)),
            "visit_twice",
        ),
        (lambda _: _with(replace(_FIRST, arrival_s=599), _SECOND), "travel_time"),
        (lambda _: _with(_FIRST, replace(_SECOND, arrival_s=2999)), "travel_time"),
        (lambda _: _with(replace(_FIRST, start_s=599), _SECOND), "start_before_arrival"),
        (lambda _: _with(replace(_FIRST, departure_s=2399), _SECOND), "service_cut"),
    ],
)
def test_a_lie_is_found(lie: Callable[[Plan], Plan], rule: str) -> None:
    """One lie, its rule named, and never a promise that a dispatcher could wave through."""
    found = [one for one in verify(_ONE, lie(_TRUE)).violations if one.rule == rule]
    assert found
    assert {one.class_ for one in found} == {Class.SAFETY}


def test_a_late_stop_is_a_promise() -> None:
    """Late is not illegal: it is named, by a stable id, as a promise."""
    tight = replace(_ONE, visits=(_ONE.visits[0], visit("v2", 2, windows_s=((0, 2999),))))
    (late,) = verify(tight, _TRUE).violations
    assert (late.id, late.class_, late.visit, late.shift) == ("window:v2", "promise", "v2", "s1")


def test_a_pin_is_not_dropped_for_its_price() -> None:
    """A pinned visit may be unassigned only because the pin is impossible."""
    pinned = problem(visit(pinned=Pin("s1")), shift())
    plan = Plan(
        (), (Unassigned("v1", Reason.TOO_COSTLY),), 14_400, 14_400, 0.0, {"unassigned": 14_400}
    )
    assert [one.rule for one in verify(pinned, plan).violations] == ["pin_dropped"]
    honest = replace(plan, unassigned=(Unassigned("v1", Reason.PINNED_IMPOSSIBLE),))
    assert verify(pinned, honest).violations == ()


def test_nobody_rests_while_a_fact_is_served() -> None:
    """Facts may follow one another faster than the way allows, but who is at the second door has
    left the first: no break lies in the service before.
    """
    facts = (visit("v1", 1, pinned=Pin("s1", 600)), visit("v2", 2, pinned=Pin("s1", 2400)))
    one = problem(*facts, shift(breaks=(Break((600, 1500), 900),)))
    honest = _with(_FIRST, Stop("v2", 2400, 2400, 4200))
    assert [bad.rule for bad in verify(one, honest).violations] == ["breaks"]
    lie = _with(_FIRST, Stop("v2", 600, 2400, 4200))
    assert [bad.rule for bad in verify(one, lie).violations] == ["travel_time"]


def test_nobody_is_in_two_places_at_once() -> None:
    """Two shifts of one therapist: back from the first when the second opens, or a second late."""
    again = shift("s2", window_s=(3000, 36_000))
    one = problem(visit("v1", 1), shift(), again)
    plan = replace(_with(_FIRST), cost=1200, gap=0.0, cost_terms={"travel": 1200})
    assert verify(one, plan).violations == ()
    late = replace(plan, routes=(Route("s1", (replace(_FIRST, departure_s=2401),)),))
    (found,) = verify(one, late).violations
    assert (found.rule, found.class_, found.found, found.allowed) == (
        "min_rest",
        Class.SAFETY,
        3001,
        3000,
    )
    others = replace(one, shifts=(shift(), replace(again, therapist="t2")))
    assert verify(others, late).violations == ()
    assert verify(one, late, frozenset({"min_rest"})).violations == ()


def test_nonsense_is_judged_not_raised() -> None:
    """Any well-formed plan gets a verdict, however wild its times."""
    wild = _with(Stop("v2", -5, 10**9, 3), Stop("v2", 0, 0, 0), shift_id="s2")
    rules = {one.rule for one in verify(_ONE, wild).violations}
    assert {"visit_missing", "visit_twice", "service_cut", "window", "travel_time"} <= rules
