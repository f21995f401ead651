"""The plan in work: every route with its cost, and the arrays that propose insertions."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np

from services.dispatcher.optimiser.facts import NEVER, Facts, Ints
from shared.routing.reading import MAX_TIME_S
from shared.routing.route_cost import route_cost
from shared.routing.timing import Timed, opens_s, pinned_start_s, time_route

Sequenced = tuple[int, ...]
_REMEMBERED = 20_000


class Worksheet:
    """Routes as tuples of visit indices, by shift index. Only legal routes get in.

    Row s of each array describes shift s's legs: leg k may be cut to insert before stop k.
    """

    def __init__(self, facts: Facts) -> None:
        shifts = facts.problem.shifts
        shape = (len(shifts), facts.most_stops + 2)
        self.facts = facts
        self.routes: list[Sequenced] = [() for _ in shifts]
        self.costs: list[int] = [0 for _ in shifts]
        self.timed: list[Timed | None] = [None for _ in shifts]
        self.unassigned: set[int] = set(range(len(facts.visits)))
        self._legs: Ints = np.zeros((5, *shape), dtype=np.int64)
        self._before: Ints = self._legs[0]
        self._behind: Ints = self._legs[1]
        self._leave: Ints = self._legs[2]
        self._by: Ints = self._legs[3]
        self._direct: Ints = self._legs[4]
        self._by[:] = -NEVER
        self._room = np.full(len(shifts), NEVER, dtype=np.int64)
        self._remembered: dict[tuple[int, Sequenced], tuple[Timed, int] | None] = {}
        self._drawn: dict[tuple[int, Sequenced], Ints] = {}
        for s in range(len(shifts)):
            self._refresh(s)

    @property
    def cost(self) -> int:
        """The plan's cost, dropped pins counted at `PIN_COST`."""
        return sum(self.costs) + sum(self.facts.leave_out[v] for v in self.unassigned)

    def judge(self, s: int, route: Sequenced) -> tuple[Timed, int] | None:
        """The exact schedule and cost of a route, or None if it is not legal."""
        key = (s, route)
        if key not in self._remembered:
            if len(self._remembered) >= _REMEMBERED:
                self._remembered.clear()
            self._remembered[key] = self._judge(s, route)
        return self._remembered[key]

    def _judge(self, s: int, route: Sequenced) -> tuple[Timed, int] | None:
        problem = self.facts.problem
        visits = [problem.visits[v] for v in route]
        timed = time_route(problem.travel, problem.shifts[s], visits)
        if timed is None:
            return None
        return timed, route_cost(problem.weights, problem.shifts[s], visits, timed)

    def put(self, s: int, route: Sequenced) -> bool:
        """Give shift s this route if it is legal; visits that were in its old one fall out."""
        judged = self.judge(s, route)
        if judged is None and route:
            return False
        self.unassigned.update(self.routes[s])
        self.unassigned.difference_update(route)
        self.routes[s] = route
        self.timed[s], self.costs[s] = judged if judged is not None else (None, 0)
        self._refresh(s)
        return True

    def insert(self, s: int, position: int, visit: int, worth: int) -> bool:
        """Insert if that is legal and exactly costs less than `worth`."""
        route = self.routes[s]
        longer = (*route[:position], visit, *route[position:])
        judged = self.judge(s, longer)
        if judged is None or judged[1] - self.costs[s] >= worth:
            return False
        return self.put(s, longer)

    def width(self) -> int:
        """Legs a row must show: those of the longest route and one more."""
        return min(max(map(len, self.routes), default=0) + 2, self.facts.most_stops + 2)

    def proposals(self, visits: Ints, rows: slice, width: int) -> Ints:
        """Estimated added cost of each visit in each leg (visits x shifts x legs), NEVER if the
        slack forbids it. Optimistic where bands, breaks or overtime play a part.
        """
        facts = self.facts
        at = facts.location[visits][:, None, None]
        leave = self._leave[rows, :width]
        way = facts.legs[self._before[rows, :width], at]
        onward = facts.legs[at, self._behind[rows, :width]]
        arrival = leave + way
        start = self._starts(visits, arrival)
        ends = start + facts.service[visits][:, None, None] + onward
        added = way + onward - self._direct[rows, :width]
        weights = facts.problem.weights
        cost = weights.travel * added + facts.serve_cost[visits][:, rows, None]
        if facts.late_price.any():
            in_time = facts.in_time[visits].max(axis=1)[:, None, None]
            late = np.maximum(start - in_time, 0)
            cost += np.minimum(late, MAX_TIME_S) * facts.late_price[visits][:, None, None]
        refused = (ends > self._by[rows, :width]) | (added > self._room[rows, None])
        proposed: Ints = np.where(refused | (cost >= NEVER >> 1), NEVER, cost)
        return proposed

    def _starts(self, visits: Ints, arrival: Ints) -> Ints:
        """The earliest start in any window, NEVER if all have closed."""
        best: Ints | None = None
        for w in range(self.facts.opens.shape[1]):
            opens = self.facts.opens[visits, w][:, None, None]
            closes = self.facts.closes[visits, w][:, None, None]
            start = np.maximum(arrival, opens)
            start = np.where(start <= closes, start, NEVER)
            best = start if best is None else np.minimum(best, start)
        return arrival if best is None else best

    def _refresh(self, s: int) -> None:
        """Fill row s after its route changed; routes come back often, so rows are remembered."""
        key = (s, self.routes[s])
        if key not in self._drawn:
            if len(self._drawn) >= _REMEMBERED:
                self._drawn.clear()
            self._drawn[key] = self._draw(s)
        drawn, shift, timed = self._drawn[key], self.facts.problem.shifts[s], self.timed[s]
        self._by[s] = -NEVER
        if shift.max_visits is None or len(self.routes[s]) < shift.max_visits:
            self._legs[:, s, : drawn.shape[1]] = drawn
        if shift.max_travel_s is not None:
            driven = timed.travel_s if timed is not None and self.routes[s] else 0
            self._room[s] = shift.max_travel_s - driven

    def _draw(self, s: int) -> Ints:
        """The columns of row s: nodes before and behind each leg, its departure, its latest
        arrival and its direct way.
        """
        facts, route, timed = self.facts, self.routes[s], self.timed[s]
        shift, now = facts.problem.shifts[s], opens_s(facts.problem.shifts[s])
        stops = timed.stops if timed is not None else ()
        places = [facts.visits[v].location for v in route]
        nodes = [shift.start_location, *places, shift.end_location]
        leave = [now, *(max(stop.departure_s, now) for stop in stops)]
        direct = [facts.leg_rows[a][b] if route else 0 for a, b in pairwise(nodes)]
        columns = (nodes[:-1], nodes[1:], leave, self._latest(s, route, nodes), direct)
        return np.array(columns, dtype=np.int64)

    def _latest(self, s: int, route: Sequence[int], nodes: list[int]) -> list[int]:
        """Backward: the latest arrival at the end of each leg, optimistic legs behind it."""
        facts, shift = self.facts, self.facts.problem.shifts[s]
        bound = shift.window_s[1] + shift.overtime_s
        latest = [bound]
        for i in range(len(route) - 1, -1, -1):
            visit = facts.visits[route[i]]
            limit = bound - facts.leg_rows[nodes[i + 1]][nodes[i + 2]] - visit.service_s
            pinned = pinned_start_s(visit, shift)
            if pinned is not None:
                bound = pinned
            else:
                ends = [(o, c + visit.max_late_s) for o, c in visit.windows_s]
                bound = max((min(c, limit) for o, c in ends if o <= limit), default=-NEVER)
            latest.append(bound)
        latest.reverse()
        return latest
