"""The verifier: a second reading of every rule, in plain whole numbers.

It shares no code with the planner: `referee/` reads the problem's and the plan's values and
nothing else (import contract), so that a mistake in timing, compiling or search cannot hide here.
Nothing is published that it has not passed. Equations: docs/optimiser.md section 3.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from shared.routing.plan import Disturbance, Plan
from shared.routing.problem import Problem
from shared.routing.referee import changes, claims, limits, ties, when, who
from shared.routing.referee.money import bill_of
from shared.routing.referee.reading import Door, Reading, readings
from shared.routing.violation import Violation


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan breaks, what it really costs and how much it disturbs."""

    violations: tuple[Violation, ...]
    cost: int
    cost_terms: dict[str, int]
    disturbance: Disturbance


def verify(problem: Problem, plan: Plan, without: frozenset[str] = frozenset()) -> Verdict:
    """Judge a plan that may be anything; never raises on a well-formed one.

    `without` names rules (of `registry`) that are not judged: only to show that a rule is what
    makes the verifier object.
    """
    visits = {visit.id: visit for visit in problem.visits}
    routes = readings(problem, plan)
    found = list(claims.placed_once(problem, plan))
    if "pinned_shift" not in without:
        found += claims.pinned_shift(plan, visits)
    if "must" not in without:
        found += claims.must(plan, visits)
    for route in routes:
        found += _route(route, without)
    placed = ties.found_in(routes)
    for rule, ties_of in TIES.items():
        if rule not in without:
            found += ties_of(problem, placed)
    left_out = [visits[key] for key in {one.visit for one in plan.unassigned} & visits.keys()]
    bill = bill_of(problem, routes, left_out, without)
    cost = sum(bill.total.values())
    found += claims.figures(plan, cost, bill)
    found += claims.breakdown(plan, bill)
    told = {term: amount for term, amount in bill.total.items() if amount}
    disturbed = changes.disturbance(placed, left_out, bill)
    return Verdict(tuple(found), cost, {"travel": 0, "unassigned": 0} | told, disturbed)


def _route(route: Reading, without: frozenset[str]) -> Iterator[Violation]:
    for door in route.doors:
        for rule, judge in DOORS.items():
            if rule not in without:
                yield from judge(route, door)
    for rule, judge_route in ROUTES.items():
        if rule not in without:
            yield from judge_route(route)


DOORS: Mapping[str, Callable[[Reading, Door], Iterator[Violation]]] = {
    "skills": who.skills,
    "certificates": who.certificates,
    "forbidden_therapists": who.forbidden_therapists,
    "gender": who.gender,
    "languages": who.languages,
    "patient_genders": who.patient_genders,
    "areas": who.areas,
    "pets": who.pets,
    "pinned_shift": who.pinned_shift,
    "travel_time": when.travel_time,
    "service": when.service,
    "pinned_time": when.pinned_time,
    "windows": when.windows,
    "access_hours": when.access_hours,
    "own_nights": when.own_nights,
}
ROUTES: Mapping[str, Callable[[Reading], Iterator[Violation]]] = {
    "shift_hours": limits.shift_hours,
    "max_visits": limits.max_visits,
    "max_travel": limits.max_travel,
    "max_leg": limits.max_leg,
    "max_work": limits.max_work,
    "min_rest": limits.min_rest,
    "blocks": limits.blocks,
    "breaks": limits.breaks,
}
TIES: Mapping[str, Callable[[Problem, ties.Found], Iterator[Violation]]] = {
    "orders": ties.orders,
    "pairs": ties.pairs,
    "gaps": ties.gaps,
    "lone_nights": ties.lone_nights,
    "max_changes": changes.max_changes,
}
