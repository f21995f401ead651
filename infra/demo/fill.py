"""A service day filled with visits, each where a therapist can really be in time.

Calls come one after the other and take the cheapest place in the routes, as agents would book
them; the routes are then written by the product's own `apply_routes`, which verifies them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from infra.demo.booking import Booking, call
from infra.demo.dice import Dice, dice
from infra.demo.patients import Person, invent
from infra.demo.rows import write_bookings
from infra.demo.stage import ZONE, Staff, Stage
from infra.demo.town import quarter_near
from shared.db.live.apply import apply_routes
from shared.db.live.edit import with_occasion
from shared.db.live.eligibility import blockers
from shared.db.live.horizon import Horizon, LiveShift, Occasion, OccasionKind, Wishes
from shared.db.live.load import load_horizon
from shared.db.live.problem import UNASSIGNED_COST, live_problem
from shared.db.live.relocate import with_points
from shared.domain.service import Service, required_certificates
from shared.geo.doors import doorstep
from shared.routing.compiled import compiled_routes
from shared.routing.compiled_columns import with_newcomer
from shared.routing.insertion_spots import best_spots, on_view
from shared.routing.live_day import LiveDay, live_day, taking
from shared.routing.visit import Visit

_FARTHEST_S = 50 * 60  # nobody is sent further out of the way than this for one visit
_VISIT_S = 72 * 60  # a visit with its way, on average
_TRIES = 10
_SHARES = {
    Service.DRY_NEEDLING: 45,
    Service.PHYSIOTHERAPY: 40,
    Service.ASSESSMENT: 8,
    Service.CHIROPRACTIC: 7,
}


@dataclass(slots=True)
class _Day:
    """The day while it fills: its routes, whose visits and whose shifts their indices mean, and
    what was booked into them.
    """

    rng: Dice
    horizon: Horizon
    routes: LiveDay
    visits: list[UUID]
    shifts: tuple[UUID, ...]
    booked: list[tuple[Booking, Occasion]] = field(default_factory=list)


async def fill_day(
    session: AsyncSession, stage: Stage, staff: Staff, day: date, target: int
) -> list[Booking]:
    """Book up to `target` visits of the day, on top of those that are there."""
    horizon = await load_horizon(
        session, stage.keyring, stage.travel, stage.tenant, day, now=stage.planned_at(day)
    )
    missing = target - len(horizon.occasions)
    if missing <= 0 or not horizon.shifts:
        return []
    rng = dice(stage.seed, stage.company.slug, "calls", day)
    people = list(_callers(rng, horizon, missing, stage))
    horizon, locations = await with_points(
        horizon,
        stage.travel,
        [doorstep(person.point, person.address["kind"]) for _, person in people],
    )
    filling = _open(rng, horizon)
    for (shift_id, person), location in zip(people, locations, strict=True):
        if len(filling.booked) >= missing:
            break
        _book(filling, stage, horizon.shifts[shift_id], person, location)
    bookings = [booking for booking, _ in filling.booked]
    await write_bookings(session, stage, staff, bookings, day)
    await _write_routes(session, filling)
    return bookings


def _callers(
    rng: Dice, horizon: Horizon, missing: int, stage: Stage
) -> Iterator[tuple[UUID, Person]]:
    """People near a shift that still has room, some more than are needed."""
    room = {
        one.id: one.ends_s - one.starts_s - _VISIT_S * len(horizon.routes.get(one.id, ()))
        for one in horizon.shifts.values()
    }
    for _ in range(missing + missing // 3 + 6):
        weights = [max(60, left) ** 3 for left in room.values()]
        shift_id = rng.choices(list(room), weights)[0]
        room[shift_id] -= _VISIT_S
        home = horizon.points[horizon.shifts[shift_id].start_location]
        yield shift_id, invent(rng, quarter_near(rng, home), stage.today)


def _open(rng: Dice, horizon: Horizon) -> _Day:
    live = live_problem(horizon)
    visits = [visit.id for visit in live.problem.visits]
    at = {key: v for v, key in enumerate(visits)}
    routes = [[at[key] for key in live.routes[shift.id]] for shift in live.problem.shifts]
    day = live_day(compiled_routes(live.problem, routes), routes, strictly=True)
    shifts = tuple(live.shift_of[shift.id] for shift in live.problem.shifts)
    return _Day(rng, horizon, day, [UUID(key) for key in visits], shifts)


def _book(day: _Day, stage: Stage, near: LiveShift, person: Person, location: int) -> None:
    """One call: the service that suits, then windows until somebody can come."""
    rng, clock = day.rng, day.horizon.clock
    before = stage.planned_at(day.horizon.plan_date)
    service = _service(rng, person)
    booking = call(rng, person, service, clock.instant(near.starts_s), before)
    for attempt in range(_TRIES):
        booking = booking.at(_window(rng, day.horizon, near, booking.service_s))
        if attempt == _TRIES // 2:
            booking = replace(booking, therapist_gender=None, service=Service.PHYSIOTHERAPY)
        occasion = occasion_of(day.horizon, booking, location)
        if _place(day, occasion):
            day.booked.append((booking, occasion))
            return


def _service(rng: Dice, person: Person) -> Service:
    """What the complaint allows; children under twelve are not needled."""
    allowed = [
        service
        for service in person.complaint.services
        if service is not Service.DRY_NEEDLING or person.guardian is None or rng.random() < 0.3
    ]
    if person.guardian is not None:
        allowed = [Service.PHYSIOTHERAPY]
    return rng.choices(allowed, [_SHARES[service] for service in allowed])[0]


def _window(rng: Dice, horizon: Horizon, near: LiveShift, service_s: int) -> datetime:
    """A full or half hour at which the shift could start to serve."""
    first, last = near.starts_s + 1800, near.ends_s - service_s - 3600
    opens = rng.randint(first, max(first, last)) // 1800 * 1800
    return horizon.clock.instant(opens).astimezone(ZONE)


def occasion_of(horizon: Horizon, booking: Booking, location: int) -> Occasion:
    """The booking as the planner sees it."""
    clock = horizon.clock
    kinds = required_certificates(booking.service, booking.person.complaint.regions, booking.age)
    return Occasion(
        id=booking.visit_id,
        kind=OccasionKind.VISIT,
        location=location,
        service=booking.service.value,
        service_s=booking.service_s,
        opens_s=clock.seconds(booking.opens_at),
        closes_s=clock.seconds(booking.closes_at),
        patient_id=booking.patient_id,
        place_id=booking.place_id,
        required=frozenset(kind.value for kind in kinds),
        wishes=Wishes(gender=booking.therapist_gender),
        priority=booking.priority,
        promised=True,
    )


def _place(day: _Day, occasion: Occasion) -> bool:
    """Take the cheapest place in any route; False when nobody can come without a long detour."""
    forbidden = blockers(occasion, day.horizon.therapists.values(), day.horizon.clock)
    visit = Visit(
        id=str(occasion.id),
        location=occasion.location,
        service_s=occasion.service_s,
        windows_s=((occasion.opens_s, occasion.closes_s),),
        unassigned_cost=UNASSIGNED_COST,
        skills=occasion.required,
        forbidden_therapists=frozenset(map(str, forbidden)),
    )
    routes = on_view(day.routes, with_newcomer(day.routes.view, visit))
    found = best_spots(routes, len(day.visits), 1)
    if not found or found[0].added_travel_s > _FARTHEST_S:
        return False
    day.routes = taking(routes, len(day.visits), found[0].shift, found[0].position)
    day.visits.append(occasion.id)
    return True


async def _write_routes(session: AsyncSession, day: _Day) -> None:
    horizon = day.horizon
    for _, occasion in day.booked:
        horizon = with_occasion(horizon, occasion)
    routes: dict[UUID, list[UUID]] = {}
    for shift_id, route in zip(day.shifts, day.routes.routes, strict=True):
        routes.setdefault(shift_id, []).extend(day.visits[v] for v in route)
    await apply_routes(session, horizon, routes)
