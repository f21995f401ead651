"""The seeded routes, judged by the verifier and by insertion."""

from datetime import date, timedelta
from itertools import pairwise
from uuid import UUID

import pytest

from shared.db.live.eligibility import blockers
from shared.db.live.horizon import Horizon, OccasionKind
from shared.db.live.load import load_horizon
from shared.db.live.problem import live_problem
from shared.db.live.relocate import with_points
from shared.db.live.travel import TravelCache
from shared.domain.tenant import TenantId
from shared.geo.offline import OfflineTravelTimes
from shared.geo.place import Point
from shared.routing.compiled import compiled_routes
from shared.routing.compiled_columns import with_newcomer
from shared.routing.insertion_spots import best_spots, on_view
from shared.routing.live_day import live_day
from shared.routing.plan import Plan, Route, Stop
from shared.routing.problem import Problem
from shared.routing.shift import Shift
from shared.routing.verify import verify
from shared.routing.visit import Visit
from tests.integration.demo.conftest import NOW, TODAY, Demo

CLAIMS = {"cost", "cost_term", "bound", "gap", "status", "visit_missing"}
MARINA = Point(25.0772, 55.1403)


@pytest.mark.parametrize("offset", [-1, 0, 1, 2])
async def test_every_route_of_the_day_passes_the_verifier(demo: Demo, offset: int) -> None:
    """The whole day as it was planned, also the part that is past: no rule is broken."""
    for slug in ("marsa", "creek"):
        horizon = await _horizon(demo, slug, TODAY + timedelta(days=offset))
        assert horizon.stops
        assert not horizon.quarantined
        problem, plan = _as_planned(horizon)
        found = [one for one in verify(problem, plan).violations if one.rule not in CLAIMS]
        assert found == []


async def test_a_man_of_42_in_dubai_marina_can_be_needled_within_two_days(demo: Demo) -> None:
    """The main job's first question to a demo."""
    horizon = await _horizon(demo, "marsa", TODAY + timedelta(days=1))
    horizon, (location,) = await with_points(horizon, TravelCache(OfflineTravelTimes()), [MARINA])
    live = live_problem(horizon)
    at = {visit.id: v for v, visit in enumerate(live.problem.visits)}
    routes = [[at[key] for key in live.routes[shift.id]] for shift in live.problem.shifts]
    wanted = Visit(
        id=str(UUID(int=1)),
        location=location,
        service_s=2700,
        windows_s=((0, 24 * 3600),),
        unassigned_cost=1,
        skills=frozenset({"licence", "dry-needling"}),
    )
    day = live_day(compiled_routes(live.problem, routes), routes, strictly=True)
    knowing = on_view(day, with_newcomer(day.view, wanted))
    assert len(best_spots(knowing, len(at))) > 5


async def _horizon(demo: Demo, slug: str, day: date) -> Horizon:
    tenant = TenantId(demo.tenants[slug])
    travel = TravelCache(OfflineTravelTimes())
    async with demo.database.tenant_session(tenant) as session:
        return await load_horizon(session, demo.keyring, travel, tenant, day, now=NOW)


def _as_planned(horizon: Horizon) -> tuple[Problem, Plan]:
    visits = tuple(
        Visit(
            id=str(key),
            location=one.location,
            service_s=one.service_s,
            windows_s=((one.opens_s, one.closes_s),),
            unassigned_cost=1,
            skills=one.required,
            forbidden_therapists=frozenset(
                map(str, blockers(one, horizon.therapists.values(), horizon.clock))
            ),
        )
        for key, one in horizon.occasions.items()
        if one.kind is OccasionKind.VISIT and key in horizon.stops
    )
    shifts = tuple(
        Shift(
            id=str(key),
            therapist=str(one.therapist_id),
            start_location=one.start_location,
            end_location=one.end_location,
            window_s=(one.starts_s, one.ends_s),
            skills=frozenset(
                str(proof.kind) for proof in horizon.therapists[one.therapist_id].certificates
            ),
        )
        for key, one in horizon.shifts.items()
    )
    routes = tuple(_route(horizon, key) for key in horizon.shifts if horizon.routes[key])
    return Problem(horizon.travel, visits, shifts), Plan(routes, (), 0, 0, 0.0)


def _route(horizon: Horizon, shift_id: UUID) -> Route:
    """Arrivals as the verifier counts them: who is done drives on, and waits at the next door."""
    shift, keys = horizon.shifts[shift_id], horizon.routes[shift_id]
    here, free_s, stops = shift.start_location, shift.starts_s, []
    for key in keys:
        planned, there = horizon.stops[key].planned, horizon.occasions[key].location
        arrival = free_s + horizon.travel.seconds(here, there, free_s)
        stops.append(Stop(str(key), arrival, planned.start_s, planned.departure_s))
        here, free_s = there, planned.departure_s
    assert all(a.departure_s <= b.arrival_s for a, b in pairwise(stops))
    return Route(str(shift_id), tuple(stops))
