"""Where in a horizon's live routes a wanted visit fits: window by window, the best therapist.

One sweep over the legs of all routes answers every window, under every rule and strictly: nobody
who was promised something pays for it. The routes are kept as arrays while neither the horizon nor
the places known to its travel times change.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from services.api.offers.wanted import Wanted
from shared.db.live.eligibility import blocker
from shared.db.live.horizon import Horizon
from shared.db.live.problem import LiveProblem, live_problem
from shared.db.live.relocate import with_points
from shared.db.live.travel import TravelCache
from shared.domain.reasons import UnassignedReason
from shared.routing.compiled import compiled_routes
from shared.routing.compiled_columns import with_newcomer
from shared.routing.insertion_spots import Spot, best_by_window, best_spots, on_view
from shared.routing.live_day import LiveDay, live_day, with_more_places
from shared.routing.spans import common, outside
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
    """A horizon that knows the wanted place, and its routes as arrays, read strictly."""

    horizon: Horizon
    location: int
    live: LiveProblem
    day: LiveDay


class RouteArrays:
    """Live routes by horizon, kept while the horizon is the very same object and the ways between
    its places are as they were.
    """

    def __init__(self) -> None:
        self._kept: dict[tuple[UUID, date], tuple[Horizon, Field]] = {}

    async def field(self, horizon: Horizon, travel: TravelCache, wanted: Wanted) -> Field:
        """The horizon with the patient's place in it."""
        grown, (location,) = await with_points(horizon, travel, [wanted.point])
        key = (horizon.tenant, horizon.plan_date)
        known = self._kept.get(key)
        found = _widened(known[1], grown) if known is not None and known[0] is horizon else None
        if found is None:
            found = field_of(grown, location, tuple(horizon.shifts))
            if len(self._kept) >= 64:
                self._kept.pop(next(iter(self._kept)))
        self._kept[key] = (horizon, found)
        return replace(found, location=location)


def _widened(field: Field, grown: Horizon) -> Field | None:
    """The same routes where only places have come to the horizon, else None."""
    before = field.horizon
    if before.travel is grown.travel:
        return field
    if grown.points[: len(before.points)] != before.points:
        return None
    day = with_more_places(field.day, grown.travel)
    return None if day is None else replace(field, horizon=grown, day=day)


def field_of(horizon: Horizon, location: int, shift_ids: Sequence[UUID]) -> Field:
    """The arrays of these shifts' open parts; parts without a legal schedule take nothing in."""
    live = live_problem(horizon, only=shift_ids)
    at = {visit.id: v for v, visit in enumerate(live.problem.visits)}
    routes = [[at[key] for key in live.routes[part.id]] for part in live.problem.shifts]
    day = live_day(compiled_routes(live.problem, routes), routes, strictly=True)
    return Field(horizon, location, live, day)


def fits(field: Field, wanted: Wanted, begins: datetime, ends: datetime) -> list[Fit]:
    """For each window of the tenant's grid that opens from `begins` on and closes by `ends`, the
    cheapest therapist, if there is one.

    Who could arrive in the last quarter of a window only is left for the next one of the grid: a
    promise needs some air.
    """
    air_s = wanted.policy.promised_window_minutes * 60 // 4
    grid = list(_grid(field.horizon, wanted, begins, ends))
    if not grid:
        return []
    able: dict[tuple[str, int], bool] = {}

    def may(s: int, w: int) -> bool:
        who = (field.live.problem.shifts[s].therapist, w)
        if who not in able:
            able[who] = why_not(field, wanted, UUID(who[0]), *grid[w]) is None
        return able[who]

    visit = _visit(field, wanted, grid[0][0], grid[-1][1] - air_s)
    if visit is None:
        return []
    day, v = _with(field, visit)
    starts = [(opens, closes - air_s) for opens, closes in grid]
    found = zip(grid, best_by_window(day, v, starts, may), strict=True)
    return [_fit(field, window, spot) for window, spot in found if spot is not None]


def places(
    field: Field, wanted: Wanted, shift_id: UUID, opens_s: int, closes_s: int
) -> list[Place]:
    """Every place of one shift where service may start in this window, cheapest first."""
    therapist_id = field.horizon.shifts[shift_id].therapist_id
    visit = _visit(field, wanted, opens_s, closes_s)
    if visit is None or why_not(field, wanted, therapist_id, opens_s, closes_s) is not None:
        return []
    before: dict[str, int] = {}
    stops = 0
    for part in field.live.parts_of(shift_id):
        before[part] = stops
        stops += len(field.live.routes[part])
    parts = [part.id for part in field.live.problem.shifts]
    return [
        Place(before[parts[spot.shift]] + spot.position, spot.start_s, spot.added_cost)
        for spot in best_spots(*_with(field, visit))
        if parts[spot.shift] in before
    ]


def _with(field: Field, visit: Visit) -> tuple[LiveDay, int]:
    """The day that knows the wanted visit, and its index."""
    view = with_newcomer(field.day.view, visit)
    return on_view(field.day, view), len(view.location) - 1


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


def _visit(field: Field, wanted: Wanted, opens_s: int, closes_s: int) -> Visit | None:
    """As routing sees it; None if the patient is with somebody else all the time. Who may serve is
    asked window by window, by `why_not`.
    """
    clock = field.horizon.clock
    taken = [
        (clock.seconds(begins) - wanted.service_s + 1, clock.seconds_up(ends) - 1)
        for begins, ends in wanted.busy
    ]
    free = common(((opens_s, closes_s),), outside(taken))
    if not free:
        return None
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
        windows_s=free,
        unassigned_cost=0,
        therapist_costs=strangers,
    )


def _fit(field: Field, window: tuple[int, int], spot: Spot) -> Fit:
    horizon = field.horizon
    shift = field.live.problem.shifts[spot.shift]
    therapist = horizon.therapists[UUID(shift.therapist)]
    return Fit(
        plan_date=horizon.plan_date,
        shift_id=field.live.shift_of[shift.id],
        therapist_id=therapist.id,
        therapist_name=therapist.name,
        therapist_gender=therapist.gender,
        opens_at=horizon.clock.instant(window[0]),
        closes_at=horizon.clock.instant(window[1]),
        start_at=horizon.clock.instant(spot.start_s),
        added_travel_s=max(0, spot.added_travel_s),
        added_cost=spot.added_cost,
    )
