"""What has happened is legal: limits that a fact has passed are raised to it.

Without this an overrun at the end of a shift would leave no legal plan at all, for nobody.
"""

from collections.abc import Callable
from dataclasses import replace

from shared.routing.breakdown import with_terms
from shared.routing.plan import Plan, Reason, Route, Stop, Unassigned
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.verify import verify
from shared.routing.violation import Violation
from shared.routing.visit import Visit

# Raising one limit can show the next; more rounds are a mistake.
_ROUNDS = 6
# Nobody claims anything of the cost of facts.
_FIGURES = {"cost", "gap", "bound"}


def with_room(problem: Problem, plan: Plan) -> Problem:
    """The same day with room for its facts; `plan` says when their therapists arrived."""
    for _ in range(_ROUNDS):
        said = verify(problem, _facts_only(problem, plan)).violations
        found = [one for one in said if one.rule not in _FIGURES]
        if not found:
            return problem
        for one in found:
            problem = _raised(problem, one)
    raise ValueError(f"no room for the facts: {[one.text for one in found]}")


def _facts_only(problem: Problem, plan: Plan) -> Plan:
    """What has happened, and nothing else: stops that are pinned to a time."""
    arrived = {stop.visit: stop.arrival_s for route in plan.routes for stop in route.stops}
    routes: dict[str, list[Stop]] = {}
    facts = [one for one in problem.visits if one.pinned and one.pinned.start_s is not None]
    for visit in sorted(facts, key=start_of):
        assert visit.pinned is not None
        start = start_of(visit)
        arrival = min(start, arrived.get(visit.id, start))
        stop = Stop(visit.id, arrival, start, start + visit.service_s)
        routes.setdefault(visit.pinned.shift, []).append(stop)
    placed = {visit.id for visit in facts}
    return with_terms(
        problem,
        Plan(
            tuple(Route(shift, tuple(stops)) for shift, stops in routes.items()),
            tuple(_left_out(visit) for visit in problem.visits if visit.id not in placed),
            cost=0,
            bound=0,
            gap=0.0,
        ),
    )


def _left_out(visit: Visit) -> Unassigned:
    return Unassigned(visit.id, Reason.OUTPRIORITISED)


def start_of(visit: Visit) -> int:
    """When a fact began; -1 where nothing has."""
    pinned = visit.pinned
    return -1 if pinned is None or pinned.start_s is None else pinned.start_s


def _raised(problem: Problem, one: Violation) -> Problem:
    """Without this violation; ValueError where a fact breaks what no fact can."""
    found = one.found or 0
    if one.rule == "block_overlap":
        return _later_block(problem, one)
    if one.rule == "min_rest":
        return _later_tomorrow(problem, one)

    def raised(shift: Shift) -> Shift:
        if one.rule == "shift_end":
            return replace(shift, overtime_s=max(shift.overtime_s, found - shift.window_s[1]))
        if one.rule == "breaks":
            return replace(shift, breaks=())
        return _capped(shift, one)

    return _shifts(problem, one.shift, raised)


def _capped(shift: Shift, one: Violation) -> Shift:
    match one.rule:
        case "max_work":
            return replace(shift, max_work_s=one.found)
        case "max_travel":
            return replace(shift, max_travel_s=one.found)
        case "max_leg":
            return replace(shift, max_leg_s=one.found)
        case "max_visits":
            return replace(shift, max_visits=one.found)
        case _:
            raise ValueError(f"a fact breaks {one.rule}: {one.text}")


def _shifts(problem: Problem, name: str | None, change: Callable[[Shift], Shift]) -> Problem:
    return replace(
        problem,
        shifts=tuple(change(one) if one.id == name else one for one in problem.shifts),
    )


def _later_block(problem: Problem, one: Violation) -> Problem:
    """The next block of the duty opens when the therapist is back."""
    back = one.found or 0
    mine = next(shift for shift in problem.shifts if shift.id == one.shift)

    def later(shift: Shift) -> Shift:
        opens, closes = shift.window_s
        is_next = shift.duty == mine.duty and mine.window_s[0] < opens < back
        return replace(shift, window_s=(back, max(back, closes))) if is_next else shift

    return replace(problem, shifts=tuple(map(later, problem.shifts)))


def _later_tomorrow(problem: Problem, one: Violation) -> Problem:
    """Who had to stay longer begins later tomorrow."""
    who = next(shift.therapist for shift in problem.shifts if shift.id == one.shift)
    late = (one.found or 0) - (one.allowed or 0)
    return replace(
        problem,
        therapists=tuple(
            replace(each, next_shift_s=each.next_shift_s + late)
            if each.id == who and each.next_shift_s is not None
            else each
            for each in problem.therapists
        ),
    )
