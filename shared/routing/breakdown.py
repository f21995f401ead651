"""What a timed plan costs, term by term: per stop, per route, per visit left out and in all.

The planner's own reckoning, from `rules/`; the verifier's is `referee/money.py`.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shared.routing.plan import Plan, Route, Status, Stop, Unassigned, gap_of
from shared.routing.problem import Problem
from shared.routing.registry import RULES
from shared.routing.rule import Case
from shared.routing.rules import (
    call_out,
    lateness,
    load,
    moved,
    nights,
    overtime,
    priority,
    promised,
    tolls,
)
from shared.routing.shift import Shift
from shared.routing.surroundings import Place, Therapist
from shared.routing.timing import opens_s, pinned_start_s
from shared.routing.visit import Visit

Terms = dict[str, int]
_ALWAYS = frozenset({"travel", "unassigned"})
_PRICED = [(rule.cost, rule.term) for rule in RULES if rule.cost and rule.term]


def with_terms(problem: Problem, plan: Plan) -> Plan:
    """The same routes with their true cost and terms, bound and gap kept in order.

    Every visit and shift of the plan must be the problem's. A bound above the cost is cut to it;
    the status is `optimal` exactly where they meet and the plan said so.
    """
    teller = _Teller(problem)
    routes = tuple(teller.route(route) for route in plan.routes)
    unassigned = tuple(teller.left_out(one) for one in plan.unassigned)
    told = [*(one.terms or {} for one in routes), *(one.terms or {} for one in unassigned)]
    total = dict.fromkeys(sorted(_ALWAYS), 0) | _sum(told)
    cost = sum(total.values())
    bound = min(plan.bound, cost)
    optimal = plan.status is Status.OPTIMAL and bound == cost
    return replace(
        plan,
        routes=routes,
        unassigned=unassigned,
        cost=cost,
        bound=bound,
        gap=gap_of(cost, bound),
        cost_terms=total,
        status=Status.OPTIMAL if optimal else Status.FEASIBLE,
    )


@dataclass(frozen=True, slots=True)
class _Leg:
    travel_s: int
    toll: int


class _Teller:
    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._visits = {visit.id: visit for visit in problem.visits}
        self._shifts = {shift.id: shift for shift in problem.shifts}
        self._therapists = {one.id: one for one in problem.therapists}
        self._places = {one.location: one for one in problem.places}

    def left_out(self, one: Unassigned) -> Unassigned:
        visit = self._visits[one.visit]
        terms = {
            "unassigned": priority.left_out_cost(visit),
            "promise": promised.left_out_cost(visit),
        }
        return replace(one, terms=self._weighted(terms.items()))

    def route(self, route: Route) -> Route:
        """A route without stops is not driven and costs nothing."""
        shift = self._shifts[route.shift]
        visits = [self._visits[stop.visit] for stop in route.stops]
        if not visits:
            return replace(route, terms={})
        *ways, home = self._legs(shift, visits, route.stops)
        stops = tuple(
            replace(stop, terms=self._stop(shift, visit, leg, stop.start_s))
            for visit, leg, stop in zip(visits, ways, route.stops, strict=True)
        )
        back = max(route.stops[-1].departure_s, opens_s(shift)) + home.travel_s
        driven = sum(leg.travel_s for leg in (*ways, home))
        work = driven + sum(visit.service_s for visit in visits)
        night = sum(
            visit.service_s
            for visit, stop in zip(visits, route.stops, strict=True)
            if nights.is_at_night(self._problem, visit, stop.start_s)
        )
        own = self._weighted(
            [
                ("travel", home.travel_s),
                ("tolls", home.toll),
                ("overtime", overtime.cost(shift, back)),
                ("load", load.cost(shift, work)),
                ("nights", nights.cost(shift, night)),
                ("call_out", call_out.cost(shift, len(visits))),
            ]
        )
        return replace(route, stops=stops, terms=_sum([own, *(one.terms or {} for one in stops)]))

    def _legs(self, shift: Shift, visits: Sequence[Visit], stops: Sequence[Stop]) -> Iterator[_Leg]:
        """Every leg, the way home last, each left as in `timing`."""
        here, leave, frozen = shift.start_location, shift.window_s[0], True
        for visit, stop in zip(visits, stops, strict=True):
            frozen = frozen and pinned_start_s(visit, shift) is not None
            yield self._leg(here, visit.location, leave if frozen else max(leave, opens_s(shift)))
            here, leave = visit.location, stop.departure_s
        yield self._leg(here, shift.end_location, max(leave, opens_s(shift)))

    def _leg(self, start: int, end: int, departure_s: int) -> _Leg:
        problem = self._problem
        money = tolls.toll(problem, start, end, departure_s) if tolls.is_used(problem) else 0
        return _Leg(self._problem.travel.seconds(start, end, departure_s), money)

    def _stop(self, shift: Shift, visit: Visit, leg: _Leg, start_s: int) -> Terms:
        case = Case(
            self._problem,
            visit,
            shift,
            self._therapists.get(shift.therapist, Therapist(shift.therapist)),
            self._places.get(visit.location, Place(visit.location)),
        )
        terms = [(term, cost(case)) for cost, term in _PRICED]
        terms += [
            ("travel", leg.travel_s),
            ("tolls", leg.toll),
            ("lateness", lateness.start_cost(visit, start_s)),
            ("moved", moved.start_cost(visit, start_s)),
        ]
        if not promised.names_another(case):
            terms.append(("promise", promised.start_cost(visit, start_s)))
        return self._weighted(terms)

    def _weighted(self, amounts: Iterable[tuple[str, int]]) -> Terms:
        weights = self._problem.weights
        return _sum({term: amount * getattr(weights, term)} for term, amount in amounts)


def _sum(many: Iterable[Mapping[str, int]]) -> Terms:
    """Terms added up, those of zero left out."""
    sums: Terms = {}
    for terms in many:
        for term, amount in terms.items():
            if amount:
                sums[term] = sums.get(term, 0) + amount
    return sums
