"""The verifier: a second reading of every rule, in plain whole numbers.

It shares no code with the planner: it reads the problem's and the plan's values and nothing else
(import contract), so that a mistake in timing or search cannot hide here. Nothing is published
that it has not passed. Equations: docs/optimiser.md section 3.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import permutations

from shared.routing.plan import Plan, Reason, Status, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Break, Shift
from shared.routing.visit import Visit


class Class(StrEnum):
    """Safety is broken by nobody; a promise by name, price and reason (DESIGN 1)."""

    SAFETY = "safety"
    PROMISE = "promise"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken hard rule. `id` is the rule and what it is about: the same in every reading of
    the same plan, so that a person can acknowledge it. `found` and `allowed` are the figures where
    a rule has any (seconds, or visits), for whoever words it for people.
    """

    id: str
    rule: str
    class_: Class
    visit: str | None
    shift: str | None
    text: str
    found: int | None = None
    allowed: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the plan breaks and what it really costs."""

    violations: tuple[Violation, ...]
    cost: int
    cost_terms: dict[str, int]


def verify(problem: Problem, plan: Plan) -> Verdict:
    """Judge a plan that may be anything; never raises on a well-formed one."""
    visits = {visit.id: visit for visit in problem.visits}
    shifts = {shift.id: shift for shift in problem.shifts}
    found = list(_placed_once(problem, plan, visits, shifts))
    terms = dict.fromkeys(("travel", "unassigned", "lateness", "overtime", "therapist"), 0)
    for route in plan.routes:
        stops = tuple(stop for stop in route.stops if stop.visit in visits)
        if route.shift in shifts and stops:
            reading = _Reading(problem, shifts[route.shift], stops, visits)
            found += reading.violations()
            reading.add_costs(terms)
    weights = problem.weights
    for left_out in {one.visit for one in plan.unassigned} & visits.keys():
        terms["unassigned"] += visits[left_out].unassigned_cost * weights.unassigned
    cost = sum(terms.values())
    told = {term: amount for term, amount in terms.items() if amount}
    found += _claims(plan, cost, terms)
    return Verdict(tuple(found), cost, {"travel": 0, "unassigned": 0} | told)


def _safety(rule: str, visit: str | None, shift: str | None, text: str, *at: int) -> Violation:
    return Violation(f"{rule}:{visit or shift or ''}", rule, Class.SAFETY, visit, shift, text, *at)


def _promise(rule: str, visit: str | None, shift: str | None, text: str, *at: int) -> Violation:
    return Violation(f"{rule}:{visit or shift or ''}", rule, Class.PROMISE, visit, shift, text, *at)


def _placed_once(
    problem: Problem, plan: Plan, visits: dict[str, Visit], shifts: dict[str, Shift]
) -> Iterator[Violation]:
    """(V1) Every visit exactly once, in a route or unassigned; one route a shift; ids known."""
    seen: dict[str, int] = {}
    routed: set[str] = set()
    for route in plan.routes:
        if route.shift not in shifts:
            yield _safety("shift_unknown", None, route.shift, f"no shift {route.shift}")
        if route.shift in routed:
            yield _safety("shift_twice", None, route.shift, f"{route.shift} has two routes")
        routed.add(route.shift)
        for stop in route.stops:
            seen[stop.visit] = seen.get(stop.visit, 0) + 1
    for left_out in plan.unassigned:
        seen[left_out.visit] = seen.get(left_out.visit, 0) + 1
        visit = visits.get(left_out.visit)
        if visit and visit.pinned and left_out.reason is not Reason.PINNED_IMPOSSIBLE:
            text = f"{visit.id} is pinned to {visit.pinned.shift} and has no stop"
            yield _promise("pin_dropped", visit.id, visit.pinned.shift, text)
    for visit_id, times in seen.items():
        if visit_id not in visits:
            yield _safety("visit_unknown", visit_id, None, f"no visit {visit_id}")
        elif times > 1:
            yield _safety("visit_twice", visit_id, None, f"{visit_id} is in the plan {times} times")
    for visit in problem.visits:
        if visit.id not in seen:
            text = f"{visit.id} is neither in a route nor unassigned"
            yield _safety("visit_missing", visit.id, None, text)


def _claims(plan: Plan, cost: int, terms: dict[str, int]) -> Iterator[Violation]:
    """(V2) The plan tells its cost, terms, bound, gap and status truly."""
    if plan.cost != cost:
        yield _safety("cost", None, None, f"tells a cost of {plan.cost}, it is {cost}")
    for term in sorted(terms.keys() | plan.cost_terms.keys()):
        told, real = plan.cost_terms.get(term, 0), terms.get(term, 0)
        if told != real:
            yield _safety("cost_term", None, term, f"tells {told} for {term}, it is {real}")
    if not 0 <= plan.bound <= cost:
        yield _safety("bound", None, None, f"bound {plan.bound} is not between 0 and {cost}")
    gap = max(0.0, cost / max(plan.bound, 1) - 1.0)
    if abs(plan.gap - gap) > 1e-4 * max(1.0, gap):
        yield _safety("gap", None, None, f"tells a gap of {plan.gap}, it is {gap:.6f}")
    if plan.status is Status.OPTIMAL and plan.bound != cost:
        yield _safety("status", None, None, f"optimal needs bound {plan.bound} = cost {cost}")


class _Reading:
    """One route read leg by leg. Leading stops pinned to a time are facts: neither their way nor
    their window is judged, only what follows from them.
    """

    def __init__(
        self, problem: Problem, shift: Shift, stops: tuple[Stop, ...], visits: dict[str, Visit]
    ) -> None:
        self.problem = problem
        self.shift = shift
        self.stops = stops
        self.visits = [visits[stop.visit] for stop in stops]
        self.frozen = 0
        while self.frozen < len(stops) and self._pinned_time(self.frozen) is not None:
            self.frozen += 1
        now = shift.window_s[0] if shift.open_from_s is None else shift.open_from_s
        self.opens = max(shift.window_s[0], now)
        self.legs: list[int] = []
        self.earliest: list[int] = []
        self._drive()
        self.back = self.earliest[-1]

    def _pinned_time(self, i: int) -> int | None:
        pinned = self.visits[i].pinned
        return pinned.start_s if pinned and pinned.shift == self.shift.id else None

    def _drive(self) -> None:
        """Each leg's travel time and the earliest arrival at its end, the last one being home."""
        here, leave = self.shift.start_location, self.shift.window_s[0]
        for i, (visit, stop) in enumerate(zip(self.visits, self.stops, strict=True)):
            leave = leave if i < self.frozen else max(leave, self.opens)
            self.legs.append(self._travel_s(here, visit.location, leave))
            self.earliest.append(leave + self.legs[-1])
            here, leave = visit.location, stop.departure_s
        leave = max(leave, self.opens)
        self.legs.append(self._travel_s(here, self.shift.end_location, leave))
        self.earliest.append(leave + self.legs[-1])

    def _travel_s(self, start: int, end: int, departure_s: int) -> int:
        """(V4) Linear in the departure between band starts, rounded up; constant outside them."""
        bands = self.problem.travel.bands
        after = [band for band in bands if band.from_s > departure_s]
        until = [band for band in bands if band.from_s <= departure_s]
        if not after or not until:
            return (until[-1] if until else after[0]).travel_s[start][end]
        low, high = until[-1].travel_s[start][end], after[0].travel_s[start][end]
        span = after[0].from_s - until[-1].from_s
        exact = low * span + (high - low) * (departure_s - until[-1].from_s)
        return -(-exact // span)

    def violations(self) -> Iterator[Violation]:
        for i in range(len(self.stops)):
            yield from self._who(self.visits[i])
            yield from self._times(i)
            yield from self._window(i)
        yield from self._limits()
        yield from self._breaks()

    def _who(self, visit: Visit) -> Iterator[Violation]:
        """(V3) Skills, forbidden therapists and pins."""
        shift = self.shift
        missing = sorted(visit.skills - shift.skills)
        if missing:
            text = f"{shift.therapist} lacks {', '.join(missing)} for {visit.id}"
            yield _safety("skills", visit.id, shift.id, text)
        if shift.therapist in visit.forbidden_therapists:
            # Hard until the patient agrees otherwise (DESIGN 1): no dispatcher may wave it through.
            text = f"{visit.id} must not be served by {shift.therapist}"
            yield _safety("forbidden_therapist", visit.id, shift.id, text)
        if visit.pinned and visit.pinned.shift != shift.id:
            text = f"{visit.id} is pinned to {visit.pinned.shift}, not {shift.id}"
            yield _promise("pin_shift", visit.id, shift.id, text)

    def _times(self, i: int) -> Iterator[Violation]:
        """(V5) Nobody arrives before he can, serves before he arrives or leaves before the end."""
        visit, stop, shift = self.visits[i], self.stops[i], self.shift.id
        if i >= self.frozen and stop.arrival_s < self.earliest[i]:
            text = f"arrives at {visit.id} at {stop.arrival_s}, earliest is {self.earliest[i]}"
            yield _safety("travel_time", visit.id, shift, text, stop.arrival_s, self.earliest[i])
        if i < self.frozen and i and stop.start_s < self.stops[i - 1].departure_s:
            text, before = f"{visit.id} starts before the stop before it ends", self.stops[i - 1]
            yield _safety("travel_time", visit.id, shift, text, stop.start_s, before.departure_s)
        if stop.start_s < stop.arrival_s:
            text = f"{visit.id} starts at {stop.start_s}, before the arrival {stop.arrival_s}"
            at = (stop.start_s, stop.arrival_s)
            yield _safety("start_before_arrival", visit.id, shift, text, *at)
        if stop.departure_s < stop.start_s + visit.service_s:
            text = f"{visit.id} is left at {stop.departure_s}, {visit.service_s} s are not served"
            served = (stop.departure_s - stop.start_s, visit.service_s)
            yield _safety("service_cut", visit.id, shift, text, *served)
        pinned = self._pinned_time(i)
        if pinned is not None and stop.start_s != pinned:
            text = f"{visit.id} starts at {stop.start_s}, is pinned to {pinned}"
            yield _promise("pin_time", visit.id, shift, text, stop.start_s, pinned)

    def _window(self, i: int) -> Iterator[Violation]:
        """(V6) Service starts inside one window, or up to `max_late_s` after it."""
        visit, start = self.visits[i], self.stops[i].start_s
        latest = 0 if visit.late_cost_per_s is None else visit.max_late_s
        inside = any(opens <= start <= closes + latest for opens, closes in visit.windows_s)
        if not inside and self._pinned_time(i) is None:
            text = f"{visit.id} starts at {start}, outside its windows {list(visit.windows_s)}"
            yield _promise("window", visit.id, self.shift.id, text, start)

    def _limits(self) -> Iterator[Violation]:
        """(V7) Back before the shift closes plus overtime, within its own limits."""
        shift, travel = self.shift, sum(self.legs)
        if self.back > shift.window_s[1] + shift.overtime_s:
            closes, more = shift.window_s[1], shift.overtime_s
            text = f"{shift.id} is back at {self.back}, closes at {closes} with {more} overtime"
            yield _promise("shift_end", None, shift.id, text, self.back, closes + more)
        if shift.max_visits is not None and len(self.stops) > shift.max_visits:
            text = f"{shift.id} has {len(self.stops)} visits, may have {shift.max_visits}"
            most = (len(self.stops), shift.max_visits)
            yield _promise("max_visits", None, shift.id, text, *most)
        if shift.max_travel_s is not None and travel > shift.max_travel_s:
            text = f"{shift.id} travels {travel} s, may travel {shift.max_travel_s}"
            yield _promise("max_travel", None, shift.id, text, travel, shift.max_travel_s)

    def _breaks(self) -> Iterator[Violation]:
        """(V8) Each break that falls due before the return has its own time at some door."""
        gaps = [(stop.arrival_s, stop.start_s) for stop in self.stops]
        due = [
            rest
            for rest in self.shift.breaks
            if self.opens <= rest.window_s[1] and rest.window_s[1] < self.back
        ]
        if not any(_fits(order, gaps) for order in permutations(due)):
            text = f"{self.shift.id} has no time for {len(due)} breaks"
            yield _promise("breaks", None, self.shift.id, text, len(due))

    def add_costs(self, terms: dict[str, int]) -> None:
        """(V9) The route's part of every cost term."""
        weights, shift = self.problem.weights, self.shift
        terms["travel"] += weights.travel * sum(self.legs)
        over = max(0, self.back - shift.window_s[1])
        terms["overtime"] += weights.overtime * over * shift.overtime_cost_per_s
        for visit, stop in zip(self.visits, self.stops, strict=True):
            wish = visit.therapist_costs.get(shift.therapist, 0)
            terms["therapist"] += weights.therapist * wish
            late = _late_s(visit, stop.start_s)
            terms["lateness"] += weights.lateness * late * (visit.late_cost_per_s or 0)


def _fits(order: tuple[Break, ...], gaps: list[tuple[int, int]]) -> bool:
    """Whether breaks in this order, each as early as it can be, fit into the gaps."""
    free_from = gaps[0][0]
    for rest in order:
        opens, closes = rest.window_s
        for begins, ends in gaps:
            start = max(free_from, begins, opens)
            if start <= closes and start + rest.duration_s <= ends:
                free_from = start + rest.duration_s
                break
        else:
            return False
    return True


def _late_s(visit: Visit, start_s: int) -> int:
    """Seconds after the last window that closed, 0 inside a window or before all of them."""
    if any(opens <= start_s <= closes for opens, closes in visit.windows_s):
        return 0
    closed = [closes for _, closes in visit.windows_s if closes < start_s]
    return start_s - max(closed) if closed else 0
