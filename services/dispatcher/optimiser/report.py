"""From routes of indices to the plan that is told: times, terms, reasons, bound and gap."""

from collections.abc import Sequence

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route as Sequenced
from shared.routing.costs import unassigned
from shared.routing.explain import Explainer
from shared.routing.plan import Plan, Route, Status, Unassigned, gap_of
from shared.routing.route_cost import route_terms
from shared.routing.visit import Visit


def plan_of(network: Network, costing: Costing, routes: Sequence[Sequenced], bound: int) -> Plan:
    """The plan of these legal routes; its cost terms are summed from `shared.routing.costs`."""
    problem = network.problem
    terms = {"travel": 0, "unassigned": 0}
    told: list[Route] = []
    by_shift: dict[str, Sequence[Visit]] = {}
    for s, (shift, route) in enumerate(zip(problem.shifts, routes, strict=True)):
        if not route:
            continue
        visits = [problem.visits[v] for v in route]
        timed = costing.timed(s, route)
        by_shift[shift.id] = visits
        told.append(Route(shift.id, timed.stops))
        for term, amount in route_terms(problem.weights, shift, visits, timed).items():
            terms[term] = terms.get(term, 0) + amount
    placed = {v for route in routes for v in route}
    left_out = [visit for v, visit in enumerate(problem.visits) if v not in placed]
    terms["unassigned"] = sum(unassigned.cost(problem.weights, visit) for visit in left_out)
    cost = sum(terms.values())
    bound = max(0, min(bound, cost))
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
