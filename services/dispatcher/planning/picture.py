"""The problem that the child gets: warm from the live routes, with the tenant's slack, and on a
published day with what people were told.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.slack import with_slack
from services.dispatcher.planning.told import told_day
from shared.db.live.horizon import Horizon
from shared.db.live.problem import LiveProblem, live_problem
from shared.routing.plan import Plan, Route, Stop, gap_of
from shared.routing.problem import Problem


def picture(horizon: Horizon, proposed: Iterable[Group] = ()) -> LiveProblem:
    """The whole day; the search begins with the live routes, changed as was `proposed` already."""
    live = live_problem(horizon)
    return replace(live, problem=replace(asked(horizon, live), previous=_begin(live, proposed)))


def asked(horizon: Horizon, live: LiveProblem) -> Problem:
    """What its plans are compared by."""
    problem = with_slack(live.problem, 60 * horizon.policy.slack_minutes)
    return told_day(horizon, problem) if horizon.published else problem


def _begin(live: LiveProblem, proposed: Iterable[Group]) -> Plan:
    """The planner times the routes itself. Of a shift that an absence cuts, the first part takes
    what was proposed.
    """
    routes = dict(live.routes)
    for group in proposed:
        for shift_id, visits in group.routes.items():
            first, *others = live.parts_of(shift_id)
            routes |= {first: tuple(map(str, visits)), **dict.fromkeys(others, ())}
    return _untimed(routes)


def _untimed(routes: Mapping[str, Sequence[str]]) -> Plan:
    made = tuple(
        Route(shift, tuple(Stop(visit, 0, 0, 0) for visit in route))
        for shift, route in routes.items()
        if route
    )
    return Plan(made, (), 0, 0, gap_of(0, 0))
