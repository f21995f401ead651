"""What given routes cost under a problem: the same terms as the planner's, without searching."""

from collections.abc import Mapping, Sequence

from shared.routing.plan import Plan, Reason, Route, Unassigned, gap_of
from shared.routing.problem import Problem
from shared.routing.route_cost import route_terms
from shared.routing.timing import time_route


def evaluated(
    problem: Problem,
    routes: Mapping[str, Sequence[str]],
    bound: int,
    reasons: Mapping[str, Reason] | None = None,
) -> Plan | None:
    """These routes as a plan with its true cost, or None when one of them has no legal times."""
    visits = {visit.id: visit for visit in problem.visits}
    terms = {"travel": 0, "unassigned": 0}
    made: list[Route] = []
    for shift in problem.shifts:
        sequence = [visits[key] for key in routes.get(shift.id, ()) if key in visits]
        if not sequence:
            continue
        timed = time_route(problem.travel, shift, sequence)
        if timed is None:
            return None
        for term, amount in route_terms(problem.weights, shift, sequence, timed).items():
            terms[term] = terms.get(term, 0) + amount
        made.append(Route(shift.id, timed.stops))
    placed = {stop.visit for route in made for stop in route.stops}
    left_out = [visit for visit in problem.visits if visit.id not in placed]
    terms["unassigned"] = sum(
        visit.unassigned_cost * problem.weights.unassigned for visit in left_out
    )
    why = reasons or {}
    unassigned = tuple(
        Unassigned(visit.id, why.get(visit.id, Reason.OUTPRIORITISED)) for visit in left_out
    )
    cost = sum(terms.values())
    told = {term: amount for term, amount in terms.items() if amount or term in _ALWAYS}
    kept = min(bound, cost)
    return Plan(tuple(made), unassigned, cost, kept, gap_of(cost, kept), told)


_ALWAYS = ("travel", "unassigned")
