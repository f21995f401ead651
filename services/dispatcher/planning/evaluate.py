"""What given routes cost under a problem: the same terms as the planner's, without searching; and
how many of a day's promises its live routes will keep.
"""

from collections.abc import Mapping, Sequence

from services.dispatcher.planning.told import told_day
from shared.db.live.horizon import Horizon
from shared.db.live.problem import live_problem
from shared.routing.breakdown import with_terms
from shared.routing.plan import Plan, Reason, Route, Unassigned
from shared.routing.problem import Problem
from shared.routing.punctuality import punctuality
from shared.routing.timing import time_route


def evaluated(
    problem: Problem,
    routes: Mapping[str, Sequence[str]],
    bound: int,
    reasons: Mapping[str, Reason] | None = None,
) -> Plan | None:
    """These routes as a plan with its true cost, or None when one of them has no legal times."""
    visits = {visit.id: visit for visit in problem.visits}
    made: list[Route] = []
    for shift in problem.shifts:
        sequence = [visits[key] for key in routes.get(shift.id, ()) if key in visits]
        if not sequence:
            continue
        timed = time_route(problem.travel, shift, sequence)
        if timed is None:
            return None
        made.append(Route(shift.id, timed.stops))
    placed = {stop.visit for route in made for stop in route.stops}
    why = reasons or {}
    unassigned = tuple(
        Unassigned(visit.id, why.get(visit.id, Reason.OUTPRIORITISED))
        for visit in problem.visits
        if visit.id not in placed
    )
    return with_terms(problem, Plan(tuple(made), unassigned, 0, bound, 0.0))


def on_time(horizon: Horizon) -> float | None:
    """The share of promises still open that a day like any other keeps; None when a route is so
    late that nobody can say.
    """
    live = live_problem(horizon)
    problem = told_day(horizon, live.problem)
    plan = evaluated(problem, live.routes, 0)
    return None if plan is None else punctuality(problem, plan).on_time
