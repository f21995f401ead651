"""Where in a horizon's live routes a wanted visit fits: window by window, the best therapist.

One sweep over the legs of all routes answers every window. The routes are kept as arrays while
neither the horizon nor the places known to its travel times change.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.api.offers.wanted import Wanted
from shared.db.live.eligibility import blocker
from shared.db.live.horizon import Horizon
from shared.db.live.problem import LiveProblem, live_problem
from shared.db.live.relocate import with_points
from shared.db.live.travel import TravelCache
from shared.domain.reasons import UnassignedReason
from shared.routing.insertion import Interval, insertion_intervals
from shared.routing.live_route import LiveRoute, live_route
from shared.routing.visit import Visit

# What a patient's language is worth, in seconds of driving: more when it was asked for.
ASKED_LANGUAGE_S = 1800
OWN_LANGUAGE_S = 600


@dataclass(frozen=True, slots=True)
class Fit:
    """A window, and the therapist who reaches the patient in it at the least cost."""

    plan_date: date
    shift_id: UUID
    therapist_id: UUID
    therapist_name: str
    therapist_gender: str
    opens_at: datetime
    closes_at: datetime
    start_at: datetime
    added_travel_s: int
    added_cost: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where exactly in one shift: before open stop `position` of its whole open part."""

    position: int
    start_s: int
    added_cost: int


@dataclass(frozen=True, slots=True, eq=False)
class Field:
    """A horizon that knows the wanted place, and its routes as arrays."""

    horizon: Horizon
    location: int
    live: LiveProblem
    routes: Mapping[str, LiveRoute]


class RouteArrays:
    """Live routes by horizon, kept while horizon and travel are the very same objects."""

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, date], tuple[Horizon, Field]] = {}

    async def field(self, horizon: Horizon, travel: TravelCache, wanted: Wanted) -> Field:
        """The horizon with the patient's place in it."""
        grown, (location,) = await with_points(horizon, travel, [wanted.point])
        key = (horizon.tenant, horizon.plan_date)
        known = self._kept.get(key)
        if known is not None and known[0] is horizon and (known[1].horizon.travel is grown.travel):
            before = known[1]
            return Field(before.horizon, location, before.live, before.routes)
        fresh = field_of(grown, location, tuple(horizon.shifts))
        if len(self._kept) >= 64:
            self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (horizon, fresh)
        return fresh


def field_of(horizon: Horizon, location: int, shift_ids: Sequence[UUID]) -> Field:
    """The arrays of these shifts' open parts; parts without a legal schedule take nothing in."""
    live = live_problem(horizon, only=shift_ids)
    visits = {visit.id: visit for visit in live.problem.visits}
    routes: dict[str, LiveRoute] = {}
    for part in live.problem.shifts:
        sequence = [visits[key] for key in live.routes[part.id]]
        route = live_route(live.problem.travel, live.problem.weights, part, sequence)
        if route is not None:
            routes[part.id] = route
    return Field(horizon, location, live, routes)


def fits(field: Field, wanted: Wanted, begins: datetime, ends: datetime) -> list[Fit]:
    """For each window of the tenant's grid that opens from `begins` on and closes by `ends`, the
    cheapest therapist, if there is one.

    Who could arrive in the last quarter of a window only is left for the next one of the grid: a
    promise needs some air.
    """
    horizon = field.horizon
    air_s = wanted.policy.promised_window_minutes * 60 // 4
    grid = [(opens, closes - air_s) for opens, closes in _grid(horizon, wanted, begins, ends)]
    if not grid:
        return []
    best: dict[int, Fit] = {}
    eligible: dict[tuple[UUID, int], bool] = {}
    for interval in _intervals(field, wanted, grid[0][0], grid[-1][1]):
        therapist_id = UUID(interval.route.shift.therapist)
        for opens, closes in _overlapping(grid, interval):
            if opens in best:
                continue  # intervals come cheapest first
            who = (therapist_id, opens)
            if who not in eligible:
                whole = (opens, closes + air_s)
                eligible[who] = why_not(field, wanted, therapist_id, *whole) is None
            start = _start(field, wanted, interval, (opens, closes)) if eligible[who] else None
            if start is not None and not wanted.is_busy(horizon.clock.instant(start)):
                best[opens] = _fit(field, interval, (opens, closes + air_s), start)
    return [best[opens] for opens in sorted(best)]


def _overlapping(grid: Sequence[tuple[int, int]], interval: Interval) -> Sequence[tuple[int, int]]:
    """The windows in which the visit may start there; the grid ascends in both ends."""
    first = bisect_left(grid, interval.earliest_start_s, key=lambda window: window[1])
    last = bisect_right(grid, interval.latest_start_s, key=lambda window: window[0])
    return grid[first:last]


def _start(field: Field, wanted: Wanted, interval: Interval, window: tuple[int, int]) -> int | None:
    """The earliest start there inside the window; re-timed where slack alone does not decide."""
    start = max(interval.earliest_start_s, window[0])
    if interval.route.is_exact:
        return start
    visit = _visit(field, wanted, start, min(interval.latest_start_s, window[1]))
    timed = interval.route.timed_with(visit, interval.position)
    return None if timed is None else timed.stops[interval.position].start_s


def places(
    field: Field, wanted: Wanted, shift_id: UUID, opens_s: int, closes_s: int
) -> list[Place]:
    """Every place of one shift where service may start in this window, cheapest first."""
    therapist_id = field.horizon.shifts[shift_id].therapist_id
    if why_not(field, wanted, therapist_id, opens_s, closes_s) is not None:
        return []
    found: list[Place] = []
    before = 0
    parts = field.live.parts_of(shift_id)
    for part in parts:
        route = field.routes.get(part)
        if route is not None:
            visit = _visit(field, wanted, opens_s, closes_s)
            found += [
                Place(before + one.position, start, one.added_cost)
                for one in insertion_intervals(route, visit)
                if (start := _start(field, wanted, one, (opens_s, closes_s))) is not None
                and not wanted.is_busy(field.horizon.clock.instant(start))
            ]
        before += len(field.live.routes[part])
    return sorted(found, key=lambda one: (one.added_cost, one.start_s))


def why_not(
    field: Field, wanted: Wanted, therapist_id: UUID, opens_s: int, closes_s: int
) -> UnassignedReason | None:
    """Why this therapist may not serve in this window; None if they may.

    A certificate must cover every start that the window allows.
    """
    clock = field.horizon.clock
    opens = clock.instant(opens_s)
    until = clock.instant(closes_s + wanted.service_s)
    therapist = field.horizon.therapists[therapist_id]
    return blocker(therapist, wanted.required(opens), wanted.wishes, opens, until)


def _grid(
    horizon: Horizon, wanted: Wanted, begins: datetime, ends: datetime
) -> Iterator[tuple[int, int]]:
    """Windows on the tenant's grid in which some shift of the day is open, in whole seconds."""
    if not horizon.shifts:
        return
    step = wanted.policy.offer_step_minutes * 60
    length = wanted.policy.promised_window_minutes * 60
    clock = horizon.clock
    earliest = min(shift.starts_s for shift in horizon.shifts.values()) - length
    latest = max(shift.ends_s for shift in horizon.shifts.values())
    first = max(clock.seconds_up(begins), earliest)
    opens = -(-first // step) * step
    last = min(clock.seconds(ends), latest + length)
    while opens + length <= last:
        window = clock.instant(opens), clock.instant(opens + length)
        if wanted.allows(*window):
            yield opens, opens + length
        opens += step


def _intervals(field: Field, wanted: Wanted, first_s: int, last_s: int) -> list[Interval]:
    visit = _visit(field, wanted, first_s, last_s)
    found = [one for route in field.routes.values() for one in insertion_intervals(route, visit)]
    return sorted(found, key=lambda one: (one.added_cost, one.earliest_start_s))


def _visit(field: Field, wanted: Wanted, opens_s: int, closes_s: int) -> Visit:
    """As routing sees it. Who may serve is asked window by window, by `why_not`."""
    worth = ASKED_LANGUAGE_S if wanted.language_asked else OWN_LANGUAGE_S
    strangers = {
        str(one.id): worth
        for one in field.horizon.therapists.values()
        if wanted.languages and not wanted.languages & one.languages
    }
    return Visit(
        id="wanted",
        location=field.location,
        service_s=wanted.service_s,
        windows_s=((opens_s, closes_s),),
        unassigned_cost=0,
        therapist_costs=strangers,
    )


def _fit(field: Field, interval: Interval, window: tuple[int, int], start_s: int) -> Fit:
    horizon = field.horizon
    shift = interval.route.shift
    therapist = horizon.therapists[UUID(shift.therapist)]
    return Fit(
        plan_date=horizon.plan_date,
        shift_id=field.live.shift_of[shift.id],
        therapist_id=therapist.id,
        therapist_name=therapist.name,
        therapist_gender=therapist.gender,
        opens_at=horizon.clock.instant(window[0]),
        closes_at=horizon.clock.instant(window[1]),
        start_at=horizon.clock.instant(start_s),
        added_travel_s=max(0, interval.added_travel_s),
        added_cost=interval.added_cost,
    )
