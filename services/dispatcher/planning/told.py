"""What people were told of a published day, so that a replan disturbs it least.

The planner compares plans of such a day level by level (docs/optimiser.md section 9): promises
before the visits left out, those before changes of therapist, those before later starts. The prices
here only say what the levels count in the cost that the board shows.
"""

from dataclasses import replace
from uuid import UUID

from shared.db.live.horizon import Horizon
from shared.db.live.problem import PRIORITY_COST, PROMISED_COST
from shared.routing.problem import Problem
from shared.routing.surroundings import Replan
from shared.routing.visit import Promised, Told, Visit

CHANGE_THERAPIST_COST = 1800
# Who has a place keeps it (`merge`): of two visits of one priority the one without stays without.
HELD_COST = PRIORITY_COST // 2


def told_day(horizon: Horizon, problem: Problem) -> Problem:
    """The same problem with the promises of its visits, what their people were last told, and how
    many may be told of another therapist at once.
    """
    visits = tuple(_told(horizon, visit) for visit in problem.visits)
    return replace(problem, visits=visits, replan=Replan(horizon.policy.max_changes))


def _told(horizon: Horizon, visit: Visit) -> Visit:
    key = UUID(visit.id)
    occasion, stop = horizon.occasions[key], horizon.stops.get(key)
    told = None
    if stop is not None:
        therapist = str(horizon.shifts[stop.shift_id].therapist_id)
        told = Told(stop.planned.start_s, therapist, 1, CHANGE_THERAPIST_COST)
        visit = replace(visit, unassigned_cost=visit.unassigned_cost + HELD_COST)
    if not occasion.promised:
        return replace(visit, told=told)
    promised = Promised((occasion.opens_s, occasion.closes_s), PROMISED_COST)
    # The live price of leaving it out holds the promise already, which is a level of its own here.
    alone = visit.unassigned_cost - PROMISED_COST
    return replace(visit, told=told, promised=promised, unassigned_cost=alone)
