"""(V1, V2) The plan's own bookkeeping: everything once, and every figure true."""

from collections.abc import Iterator, Mapping

from shared.routing.plan import Plan, Reason, Status
from shared.routing.problem import Problem
from shared.routing.referee.money import Bill
from shared.routing.violation import Violation, promise, safety
from shared.routing.visit import Visit


def placed_once(problem: Problem, plan: Plan) -> Iterator[Violation]:
    """(V1) Every visit exactly once, in a route or unassigned; one route a shift; ids known."""
    visits = {visit.id for visit in problem.visits}
    shifts = {shift.id for shift in problem.shifts}
    seen: dict[str, int] = {}
    routed: set[str] = set()
    for route in plan.routes:
        if route.shift not in shifts:
            yield safety("shift_unknown", None, route.shift, f"no shift {route.shift}")
        if route.shift in routed:
            yield safety("shift_twice", None, route.shift, f"{route.shift} has two routes")
        routed.add(route.shift)
        for stop in route.stops:
            seen[stop.visit] = seen.get(stop.visit, 0) + 1
    for left_out in plan.unassigned:
        seen[left_out.visit] = seen.get(left_out.visit, 0) + 1
    for visit_id, times in seen.items():
        if visit_id not in visits:
            yield safety("visit_unknown", visit_id, None, f"no visit {visit_id}")
        elif times > 1:
            yield safety("visit_twice", visit_id, None, f"{visit_id} is in the plan {times} times")
    for visit in problem.visits:
        if visit.id not in seen:
            text = f"{visit.id} is neither in a route nor unassigned"
            yield safety("visit_missing", visit.id, None, text)


def pinned_shift(plan: Plan, visits: Mapping[str, Visit]) -> Iterator[Violation]:
    """(V1) What a person pinned is left out only because the pin is impossible."""
    for left_out in plan.unassigned:
        visit = visits.get(left_out.visit)
        if visit and visit.pinned and left_out.reason is not Reason.PINNED_IMPOSSIBLE:
            text = f"{visit.id} is pinned to {visit.pinned.shift} and has no stop"
            yield promise("pin_dropped", visit.id, visit.pinned.shift, text)


def must(plan: Plan, visits: Mapping[str, Visit]) -> Iterator[Violation]:
    """(V1) Nobody may be dropped to whom somebody is on the way, for whatever reason."""
    for left_out in plan.unassigned:
        visit = visits.get(left_out.visit)
        if visit and visit.must:
            text = f"{visit.id} is on its way or must be served, and has no stop"
            yield promise("must_dropped", visit.id, None, text)


def figures(plan: Plan, cost: int, bill: Bill) -> Iterator[Violation]:
    """(V2) The plan tells its cost, terms, bound, gap and status truly."""
    if plan.cost != cost:
        yield safety("cost", None, None, f"tells a cost of {plan.cost}, it is {cost}")
    for term, told, real in _differences(plan.cost_terms, bill.total):
        yield safety("cost_term", None, term, f"tells {told} for {term}, it is {real}")
    if not 0 <= plan.bound <= cost:
        yield safety("bound", None, None, f"bound {plan.bound} is not between 0 and {cost}")
    gap = max(0.0, cost / max(plan.bound, 1) - 1.0)
    if abs(plan.gap - gap) > 1e-4 * max(1.0, gap):
        yield safety("gap", None, None, f"tells a gap of {plan.gap}, it is {gap:.6f}")
    if plan.status is Status.OPTIMAL and plan.bound != cost:
        yield safety("status", None, None, f"optimal needs bound {plan.bound} = cost {cost}")


def breakdown(plan: Plan, bill: Bill) -> Iterator[Violation]:
    """(V2) Where routes, stops and visits left out tell their terms, they tell them truly."""
    for route in plan.routes:
        if route.terms is not None:
            real = bill.routes.get(route.shift, {})
            yield from _told(None, route.shift, route.terms, real)
        for stop in route.stops:
            if stop.terms is not None and stop.visit in bill.stops:
                yield from _told(stop.visit, route.shift, stop.terms, bill.stops[stop.visit])
    for left_out in plan.unassigned:
        if left_out.terms is not None and left_out.visit in bill.left_out:
            yield from _told(left_out.visit, None, left_out.terms, bill.left_out[left_out.visit])


def _told(
    visit: str | None, shift: str | None, told: Mapping[str, int], real: Mapping[str, int]
) -> Iterator[Violation]:
    wrong = [
        f"{amount} for {term}, it is {true}" for term, amount, true in _differences(told, real)
    ]
    if wrong:
        text = f"{visit or shift} tells {'; '.join(wrong)}"
        yield safety("terms", visit, shift, text)


def _differences(
    told: Mapping[str, int], real: Mapping[str, int]
) -> Iterator[tuple[str, int, int]]:
    """Terms told wrong; one that is not told is 0."""
    for term in sorted(told.keys() | real.keys()):
        if told.get(term, 0) != real.get(term, 0):
            yield term, told.get(term, 0), real.get(term, 0)
