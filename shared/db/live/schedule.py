"""The times of a route that is about to be written, and the verifier's word on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations_with_replacement, pairwise
from uuid import UUID

from shared.db.live.horizon import Horizon, StopTimes
from shared.db.live.problem import Facts, live_problem
from shared.db.live.wording import worded
from shared.domain.errors import Conflict
from shared.routing.plan import Plan, Route, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.timing import Timed, time_route
from shared.routing.verify import verify
from shared.routing.violation import Violation
from shared.routing.visit import Visit

# The verifier also judges what a plan says about itself; a route that is not a plan says nothing.
_CLAIMS = frozenset({"cost", "cost_term", "bound", "gap", "status", "visit_missing", "pin_dropped"})


class RouteBroken(Conflict):
    """A route would break a rule. `violations` is empty when it has no legal times at all."""

    def __init__(self, violations: Sequence[Violation] = ()) -> None:
        said = "; ".join(one.text for one in violations) or "the stops do not fit one another"
        super().__init__("route-broken", f"This cannot be planned: {said}.")
        self.violations = tuple(violations)


@dataclass(frozen=True, slots=True)
class Schedule:
    """What a shift's open part looks like in time; `travel_s` counts its legs and the way home."""

    times: Mapping[UUID, StopTimes]
    travel_s: int


def schedule(
    horizon: Horizon,
    shift_id: UUID,
    free: Sequence[UUID],
    allow: frozenset[str] = frozenset(),
) -> Schedule:
    """The planned times of these occasions in this order after the shift's frozen part.

    Raises `RouteBroken` when the verifier objects to it as the day really goes, or to the times
    that the plan would keep; `allow` holds the ids of violations that a person has accepted.
    """
    _passed(horizon, shift_id, free, Facts.PREDICTED, allow)
    return _planned(_passed(horizon, shift_id, free, Facts.PLANNED, allow))


def preview(horizon: Horizon, shift_id: UUID, free: Sequence[UUID]) -> Schedule:
    """The times that this order would come to, whatever it breaks: for a dry run."""
    return _planned(_drafted(horizon, shift_id, free, Facts.PLANNED))


def _planned(draft: "_Draft") -> Schedule:
    times: dict[UUID, StopTimes] = {}
    travel_s = 0
    for shift, timed in draft.routed:
        times |= _just_in_time(draft.problem, shift, timed)
        travel_s += timed.travel_s if timed.stops else 0
    return Schedule(times, travel_s)


def violations_of(horizon: Horizon, shift_id: UUID, free: Sequence[UUID]) -> list[Violation]:
    """What the verifier objects to in this order, as the day really goes, in words."""
    draft = _drafted(horizon, shift_id, free, Facts.PREDICTED)
    return [worded(horizon, one) for one in draft.violations]


def _passed(
    horizon: Horizon, shift_id: UUID, free: Sequence[UUID], facts: Facts, allow: frozenset[str]
) -> "_Draft":
    draft = _drafted(horizon, shift_id, free, facts)
    objections = [worded(horizon, one) for one in draft.violations if one.id not in allow]
    if objections:
        raise RouteBroken(objections)
    return draft


@dataclass(frozen=True, slots=True)
class _Draft:
    """A timed open part and what the verifier says of it."""

    problem: Problem
    routed: tuple[tuple[Shift, Timed], ...]
    violations: tuple[Violation, ...]


def _drafted(horizon: Horizon, shift_id: UUID, free: Sequence[UUID], facts: Facts) -> _Draft:
    """The sharing among the shift's parts to which the verifier objects least."""
    live = live_problem(horizon, facts=facts, only=(shift_id,), also=free)
    visits = {visit.id: visit for visit in live.problem.visits}
    sequence = [visits[str(key)] for key in free]
    best: _Draft | None = None
    for shares in _splits(sequence, len(live.problem.shifts)):
        routed = tuple(_timed(live.problem, shares))
        draft = _Draft(live.problem, routed, tuple(_judged(live.problem, routed)))
        if best is None or len(draft.violations) < len(best.violations):
            best = draft
        if not best.violations:
            break
    assert best is not None  # noqa: S101 - there is always a way to share
    return best


def _splits(sequence: list[Visit], parts: int) -> Iterator[list[list[Visit]]]:
    """Every way to share a sequence among the parts of a shift, in order."""
    for cuts in combinations_with_replacement(range(len(sequence) + 1), parts - 1):
        ends = (0, *cuts, len(sequence))
        yield [sequence[start:end] for start, end in pairwise(ends)]


def _timed(problem: Problem, shares: list[list[Visit]]) -> Iterator[tuple[Shift, Timed]]:
    """Legal times where there are any; else the times that it would come to, to be judged."""
    for shift, share in zip(problem.shifts, shares, strict=True):
        pinned = [_pinned_here(visit, shift) for visit in share]
        timed = time_route(problem.travel, shift, pinned) if pinned else None
        yield shift, timed or _as_it_comes(problem, shift, pinned)


def _as_it_comes(problem: Problem, shift: Shift, visits: Sequence[Visit]) -> Timed:
    """Drive, wait for the window if it is not open yet, serve; whatever that breaks."""
    here, free_s, travel_s = shift.start_location, shift.window_s[0], 0
    stops: list[Stop] = []
    for visit in visits:
        way_s = problem.travel.seconds(here, visit.location, free_s)
        arrival, opens = free_s + way_s, min(opens for opens, _ in visit.windows_s)
        start = max(arrival, opens)
        stops.append(Stop(visit.id, arrival, start, start + visit.service_s))
        here, free_s, travel_s = visit.location, start + visit.service_s, travel_s + way_s
    home_s = problem.travel.seconds(here, shift.end_location, free_s) if stops else 0
    return Timed(tuple(stops), free_s + home_s, travel_s + home_s)


def _pinned_here(visit: Visit, shift: Shift) -> Visit:
    """A pin names one part of a shift; here any of its parts will do."""
    if visit.pinned is None or visit.pinned.shift.split("/")[0] != shift.id.split("/")[0]:
        return visit
    return replace(visit, pinned=replace(visit.pinned, shift=shift.id))


def _judged(problem: Problem, routed: Iterable[tuple[Shift, Timed]]) -> Iterator[Violation]:
    kept = [(shift, timed) for shift, timed in routed if timed.stops]
    placed = {stop.visit: shift for shift, timed in kept for stop in timed.stops}
    visits = tuple(
        _pinned_here(visit, placed[visit.id]) for visit in problem.visits if visit.id in placed
    )
    narrowed = Problem(problem.travel, visits, problem.shifts)
    routes = tuple(Route(shift.id, timed.stops) for shift, timed in kept)
    plan = Plan(routes, (), 0, 0, 0.0)
    yield from (one for one in verify(narrowed, plan).violations if one.rule not in _CLAIMS)


def _just_in_time(problem: Problem, shift: Shift, timed: Timed) -> dict[UUID, StopTimes]:
    """Leaving each door as late as the planned start allows: that is when the time is taken.

    A break is held at the door that was driven to, so who has one leaves at once, as it was timed.
    """
    visits = {visit.id: visit for visit in problem.visits}
    here, free_s = shift.start_location, max(shift.window_s[0], shift.open_from_s or 0)
    found: dict[UUID, StopTimes] = {}
    for stop in timed.stops:
        if shift.breaks:
            leave_s = min(free_s, stop.arrival_s)
            times = StopTimes(leave_s, stop.arrival_s, stop.start_s, stop.departure_s)
        else:
            times = _latest(problem, stop, here, free_s, visits[stop.visit])
        found[UUID(stop.visit)] = _as_promised(times, visits[stop.visit])
        here, free_s = visits[stop.visit].location, stop.departure_s
    return found


def _as_promised(times: StopTimes, visit: Visit) -> StopTimes:
    """A plan says what was promised: a visit that will be late (the road is slow today) is planned
    for the last moment of its window, and its prediction says how late it gets.
    """
    closes_s = max(closes for _, closes in visit.windows_s)
    if not visit.max_late_s or not times.leave_s <= closes_s < times.start_s:
        return times
    arrival_s = min(times.arrival_s, closes_s)
    return StopTimes(times.leave_s, arrival_s, closes_s, closes_s + visit.service_s)


def _latest(problem: Problem, stop: Stop, here: int, free_s: int, visit: Visit) -> StopTimes:
    latest = problem.travel.latest_departure_s(here, visit.location, stop.start_s)
    leave = max(free_s, latest)
    arrival = leave + problem.travel.seconds(here, visit.location, leave)
    return StopTimes(leave, min(arrival, stop.start_s), stop.start_s, stop.departure_s)
