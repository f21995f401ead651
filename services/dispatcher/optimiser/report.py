"""From routes of indices to the plan that is told: times, terms, reasons, bound and gap."""

from collections.abc import Sequence

from services.dispatcher.optimiser.facts import Facts
from services.dispatcher.optimiser.worksheet import Sequenced
from shared.routing.costs import unassigned
from shared.routing.explain import Explainer
from shared.routing.plan import Plan, Route, Status, Unassigned, gap_of
from shared.routing.problem import Visit
from shared.routing.route_cost import route_terms
from shared.routing.timing import time_route


def plan_of(facts: Facts, routes: list[Sequenced], bound: int) -> Plan:
    """The plan of these legal routes; its cost terms are summed from `shared.routing.costs`."""
    problem = facts.problem
    terms = {"travel": 0, "unassigned": 0}
    told: list[Route] = []
    by_shift: dict[str, Sequence[Visit]] = {}
    for shift, route in zip(problem.shifts, routes, strict=True):
        visits = [problem.visits[v] for v in route]
        timed = time_route(problem.travel, shift, visits)
        if not visits or timed is None:
            continue
        by_shift[shift.id] = visits
        told.append(Route(shift.id, timed.stops))
        for term, amount in route_terms(problem.weights, shift, visits, timed).items():
            terms[term] = terms.get(term, 0) + amount
    placed = {v for route in routes for v in route}
    left_out = [visit for v, visit in enumerate(problem.visits) if v not in placed]
    terms["unassigned"] = sum(unassigned.cost(problem.weights, visit) for visit in left_out)
    cost = sum(terms.values())
    explainer = Explainer(problem, by_shift)
    return Plan(
        routes=tuple(told),
        unassigned=tuple(Unassigned(visit.id, explainer.reason(visit)) for visit in left_out),
        cost=cost,
        bound=bound,
        gap=gap_of(cost, bound),
        cost_terms={
            term: amount
            for term, amount in terms.items()
            if amount or term in {"travel", "unassigned"}
        },
        status=Status.OPTIMAL if cost == bound else Status.FEASIBLE,
    )
