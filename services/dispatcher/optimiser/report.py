"""From routes of indices to the plan that is told: times, terms, reasons, bound and gap."""

from collections.abc import Sequence

from services.dispatcher.optimiser.costing import Costing
from services.dispatcher.optimiser.network import Network
from services.dispatcher.optimiser.pricing import Route as Sequenced
from services.dispatcher.optimiser.safety import legal_routes
from shared.routing.breakdown import with_terms
from shared.routing.explain import Explainer
from shared.routing.plan import Plan, Route, Status, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.schedule import Schedule


def plan_of(network: Network, costing: Costing, routes: Sequence[Sequenced], bound: int) -> Plan:
    """The plan of these routes, priced by `shared.routing.breakdown`."""
    problem = network.problem
    placed = legal_routes(network, costing, routes)
    served = {v for route, _ in placed.values() for v in route}
    left_out = [visit for v, visit in enumerate(problem.visits) if v not in served]
    by_shift = {
        problem.shifts[s].id: [problem.visits[v] for v in route] for s, (route, _) in placed.items()
    }
    # A day with ties in time may be searched with windows cut for them.
    is_cut = bool(problem.pairs or problem.gaps)
    explainer = Explainer(problem, by_shift, None if is_cut else network.view)
    return with_terms(
        problem,
        Plan(
            routes=tuple(
                Route(problem.shifts[s].id, _stops(problem, route, found))
                for s, (route, found) in sorted(placed.items())
            ),
            unassigned=tuple(Unassigned(visit.id, explainer.reason(visit)) for visit in left_out),
            cost=0,
            bound=max(0, bound),
            gap=0.0,
            status=Status.OPTIMAL,
        ),
    )


def _stops(problem: Problem, route: Sequenced, found: Schedule) -> tuple[Stop, ...]:
    return tuple(
        Stop(problem.visits[v].id, arrival, start, start + problem.visits[v].service_s)
        for v, (arrival, start) in zip(route, found.doors, strict=True)
    )
