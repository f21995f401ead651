"""Random small days on which every plan can be tried, and the cheapest of them, in plain Python.

Nothing here is shared with the kernels: a sequence is walked with every choice that the rules
leave (when to start, where to rest), without dominance or bounds.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import permutations

from shared.routing.problem import Problem
from shared.routing.shift import Break, Shift
from shared.routing.timing import opens_s, pinned_start_s
from shared.routing.travel import Band, Travel
from shared.routing.visit import Pin, Visit
from shared.routing.weights import Weights

State = tuple[int, int, frozenset[int], bool, int]  # leave, driven, breaks taken, facts, cost


def random_day(seed: int, visits: int, *, pins: bool = True) -> Problem:
    """Every optional rule of the format may be on; travel may break the triangle inequality."""
    draw = random.Random(seed)
    places = draw.randint(2, 5)
    shifts = tuple(_shift(draw, k, places) for k in range(draw.randint(1, 3)))
    if draw.random() < 0.3:
        shifts = (*shifts, _twin(shifts[0]))
    return Problem(
        travel=_travel(draw, places),
        visits=tuple(_visit(draw, i, places, shifts if pins else ()) for i in range(visits)),
        shifts=shifts,
        weights=Weights(
            travel=draw.randint(0, 3), lateness=draw.randint(0, 2), overtime=draw.randint(0, 2)
        ),
    )


def cheapest(problem: Problem) -> int:
    """The least cost of any plan."""
    everybody = frozenset(range(len(problem.visits)))
    best: dict[frozenset[int], int] = {frozenset(): 0}
    for shift in problem.shifts:
        routes = dict(_routes(problem, shift))
        longer = dict(best)
        for served, cost in best.items():
            for mine, more in routes.items():
                if served.isdisjoint(mine):
                    both = served | mine
                    longer[both] = min(longer.get(both, 1 << 60), cost + more)
        best = longer
    out = [problem.weights.unassigned * visit.unassigned_cost for visit in problem.visits]
    return min(cost + sum(out[v] for v in everybody - served) for served, cost in best.items())


def _routes(problem: Problem, shift: Shift) -> Iterator[tuple[frozenset[int], int]]:
    """For every set of visits that the shift can serve the cost of its cheapest order."""
    able = [v for v, visit in enumerate(problem.visits) if _may_serve(shift, visit)]
    found: dict[frozenset[int], int] = {}

    def go_on(served: tuple[int, ...], here: int, states: set[State]) -> None:
        if served:
            ends = [_home(problem, shift, here, state) for state in states]
            costs = [cost for cost in ends if cost is not None]
            if costs:
                key = frozenset(served)
                found[key] = min(found.get(key, 1 << 60), *costs)
        if shift.max_visits is not None and len(served) >= shift.max_visits:
            return
        for v in able:
            if v not in served:
                visit = problem.visits[v]
                after = {
                    one
                    for state in states
                    for one in _served(problem, shift, here, state, visit, not served)
                }
                if after:
                    go_on((*served, v), visit.location, after)

    start: State = (shift.window_s[0], 0, frozenset(), True, 0)
    go_on((), shift.start_location, {start})
    return iter(found.items())


def _may_serve(shift: Shift, visit: Visit) -> bool:
    pinned_here = visit.pinned is None or visit.pinned.shift == shift.id
    welcome = shift.therapist not in visit.forbidden_therapists
    return pinned_here and welcome and visit.skills <= shift.skills


def _served(
    problem: Problem, shift: Shift, here: int, state: State, visit: Visit, first: bool
) -> Iterator[State]:
    leave, driven, taken, facts, cost = state
    pinned = pinned_start_s(visit, shift)
    fact = facts and pinned is not None
    departure = leave if fact else max(leave, opens_s(shift))
    leg = problem.travel.seconds(here, visit.location, departure)
    arrival = departure + leg
    if fact and pinned is not None:
        if not first and pinned < leave:
            return
        arrival = min(arrival, pinned)
    wish = problem.weights.therapist * visit.therapist_costs.get(shift.therapist, 0)
    spent = cost + problem.weights.travel * leg + wish
    for rested, ready in _rests(shift, taken, arrival):
        for start in _starts(visit, pinned, ready):
            late = (visit.late_cost_per_s or 0) * _late_s(visit, start)
            total = spent + problem.weights.lateness * late
            yield start + visit.service_s, driven + leg, rested, fact, total


def _late_s(visit: Visit, start: int) -> int:
    """Since the nearest window that closed before; 0 inside a window."""
    if any(opens <= start <= closes for opens, closes in visit.windows_s):
        return 0
    return min((start - closes for _, closes in visit.windows_s if closes < start), default=0)


def _starts(visit: Visit, pinned: int | None, ready: int) -> set[int]:
    """As soon as possible, or waiting for any window that opens later and not inside another: the
    model waits for a window, never inside one.
    """
    if pinned is not None:
        return {pinned} if ready <= pinned else set()
    wished = {ready}
    for opens, _ in visit.windows_s:
        inside = any(a < opens <= b + 1 for a, b in visit.windows_s)
        if opens > ready and not inside:
            wished.add(opens)
    return {
        start
        for start in wished
        if any(opens <= start <= closes + visit.max_late_s for opens, closes in visit.windows_s)
    }


def _rests(
    shift: Shift, taken: frozenset[int], arrival: int
) -> Iterator[tuple[frozenset[int], int]]:
    left = [k for k in range(len(shift.breaks)) if k not in taken]
    for count in range(len(left) + 1):
        for order in permutations(left, count):
            clock, fits = arrival, True
            for k in order:
                rest = shift.breaks[k]
                clock = max(clock, rest.window_s[0])
                fits = fits and clock <= rest.window_s[1]
                clock += rest.duration_s
            if fits:
                yield taken | frozenset(order), clock


def _home(problem: Problem, shift: Shift, here: int, state: State) -> int | None:
    leave, driven, taken, _, cost = state
    departure = max(leave, opens_s(shift))
    leg = problem.travel.seconds(here, shift.end_location, departure)
    back = departure + leg
    if back > min(shift.window_s[1] + shift.overtime_s, _next_s(problem, shift)):
        return None
    if shift.max_travel_s is not None and driven + leg > shift.max_travel_s:
        return None
    for k, rest in enumerate(shift.breaks):
        if opens_s(shift) <= rest.window_s[1] < back and k not in taken:
            return None
    late = problem.weights.overtime * shift.overtime_cost_per_s * max(0, back - shift.window_s[1])
    return cost + problem.weights.travel * leg + late


def _next_s(problem: Problem, shift: Shift) -> int:
    """When the therapist's next shift opens; of two that open together the later in the file."""
    own = [one for one in problem.shifts if one.therapist == shift.therapist]
    own.sort(key=lambda one: one.window_s[0])
    behind = own[own.index(shift) + 1 :]
    return behind[0].window_s[0] if behind else 1 << 60


def _travel(draw: random.Random, places: int) -> Travel:
    def table() -> tuple[tuple[int, ...], ...]:
        return tuple(tuple(draw.randint(0, 1500) for _ in range(places)) for _ in range(places))

    if draw.random() < 0.6:
        return Travel.constant(table())
    return Travel(tuple(Band(4000 * k, table()) for k in range(draw.randint(2, 3))))


def _shift(draw: random.Random, k: int, places: int) -> Shift:
    opens = draw.randint(0, 4000)
    rests = [draw.randint(0, 8000) for _ in range(draw.choice([0, 0, 1, 2]))]
    return Shift(
        id=f"s{k}",
        therapist=draw.choice(["t1", "t2"]),
        start_location=draw.randrange(places),
        end_location=draw.randrange(places),
        window_s=(opens, opens + draw.randint(2000, 12_000)),
        skills=frozenset(draw.sample(["needling", "female"], draw.randint(0, 2))),
        max_visits=draw.choice([None, None, draw.randint(0, 3)]),
        max_travel_s=draw.choice([None, None, draw.randint(500, 4000)]),
        overtime_s=draw.choice([0, 0, 900]),
        overtime_cost_per_s=draw.randint(0, 3),
        breaks=tuple(Break((at, at + 1800), draw.randint(60, 1500)) for at in rests),
        open_from_s=draw.choice([None, None, draw.randint(0, 6000)]),
    )


def _twin(one: Shift) -> Shift:
    """The same for somebody of whom every visit says the same."""
    return replace(one, id=f"{one.id}-twin", therapist=f"{one.therapist}-twin")


def _visit(draw: random.Random, i: int, places: int, shifts: Sequence[Shift]) -> Visit:
    late = draw.random() < 0.5
    pinned = None
    if shifts and draw.random() < 0.2:
        start = draw.choice([None, draw.randint(0, 8000)])
        pinned = Pin(draw.choice(shifts).id, start)
    windows = [draw.randint(0, 12_000) for _ in range(draw.choice([1, 1, 2, 3]))]
    return Visit(
        id=f"v{i}",
        location=draw.randrange(places),
        service_s=draw.choice([0, draw.randint(0, 2400), draw.randint(0, 2400)]),
        windows_s=tuple((at, at + draw.randint(0, 4000)) for at in windows),
        unassigned_cost=draw.randint(0, 12_000),
        skills=frozenset(draw.sample(["needling", "female"], draw.choice([0, 0, 1]))),
        therapist_costs=dict.fromkeys(("t1", "t1-twin"), draw.randint(0, 900)),
        forbidden_therapists=frozenset(draw.choice([[], [], ["t2", "t2-twin"]])),
        pinned=pinned,
        late_cost_per_s=draw.randint(0, 4) if late else None,
        max_late_s=1800 if late else 0,
    )
