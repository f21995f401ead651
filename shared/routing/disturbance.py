"""How much a plan disturbs what people were told, level by level (docs/optimiser.md equation 17).

The planner's own reckoning, from `rules/`; the verifier's is `referee/changes.py`.
"""

from collections.abc import Mapping

from shared.routing.plan import Disturbance, Plan
from shared.routing.problem import Problem
from shared.routing.rules import max_changes, promised
from shared.routing.visit import Visit

# The cost terms that are levels of their own; all others are the rest.
LEVEL_TERMS = ("promise", "unassigned", "changed", "moved")


def disturbance_of(problem: Problem, plan: Plan) -> Disturbance:
    """Of a plan whose terms are told (`with_terms`); its visits and shifts are the problem's."""
    visits = {visit.id: visit for visit in problem.visits}
    therapists = {shift.id: shift.therapist for shift in problem.shifts}
    served = [
        (visits[stop.visit], therapists[route.shift], stop.start_s)
        for route in plan.routes
        for stop in route.stops
    ]
    out = [visits[one.visit] for one in plan.unassigned]
    broken = sum(promised.is_broken(visit, who, start) for visit, who, start in served)
    return Disturbance(
        dropped=sum(visit.must or visit.pinned is not None for visit in out),
        broken=broken + sum(visit.promised is not None for visit in out),
        left_out=sum(visit.unassigned_cost for visit in out),
        changed=sum(max_changes.is_change(visit, who) for visit, who, _ in served),
        moved_s=sum(_later_s(visit, start) for visit, _, start in served),
        rest=rest_of(plan.cost_terms),
    )


def rest_of(terms: Mapping[str, int]) -> int:
    return sum(amount for term, amount in terms.items() if term not in LEVEL_TERMS)


def _later_s(visit: Visit, start_s: int) -> int:
    return 0 if visit.told is None else max(0, start_s - visit.told.start_s)


def least_price(problem: Problem, told: Disturbance) -> int:
    """The least that so much disturbance can cost at the problem's own prices, the rest aside."""
    weights = problem.weights
    promises = [one.promised.cost for one in problem.visits if one.promised is not None]
    people = [one.told for one in problem.visits if one.told is not None]
    changes = [one.changed_cost for one in people if one.therapist is not None]
    second = min((one.moved_cost_per_s for one in people), default=0)
    return (
        weights.promise * sum(sorted(promises)[: told.broken])
        + weights.unassigned * told.left_out
        + weights.changed * sum(sorted(changes)[: told.changed])
        + weights.moved * second * told.moved_s
    )
