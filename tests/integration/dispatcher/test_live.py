"""Reading a horizon and writing its routes, on real Postgres."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.crypto.keyring import KeyRing
from shared.db.ids import new_id
from shared.db.live.apply import apply_route
from shared.db.live.change import lock_shifts
from shared.db.live.edit import place_visit, remove_visit
from shared.db.live.free import free_visits
from shared.db.live.holds import NewHold, hold_occasion, place_hold, release_hold, take_hold
from shared.db.live.horizon import Horizon, Occasion, OccasionKind
from shared.db.live.publish import publish_routes
from shared.db.live.relocate import with_points
from shared.db.live.schedule import RouteBroken
from shared.domain.errors import Conflict
from shared.domain.reasons import UnassignedReason
from shared.geo.place import Point
from tests.integration.dispatcher.day import BARSHA, DEIRA, MARINA, Day, at, tomorrow


async def test_a_route_is_read_as_it_was_written(day: Day) -> None:
    """What apply writes, load reads: same order, same times, nothing unassigned."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    first = await day.visit(date, (9, 10), MARINA)
    second = await day.visit(date, (11, 12), DEIRA)
    async with day.database.tenant_session(day.tenant) as session:
        await lock_shifts(session, day.tenant, [shift])
        horizon = await day.horizon(session, date)
        assert set(horizon.unassigned) == {first, second}
        applied = await apply_route(session, horizon, shift, [first, second])
    assert applied.shifts == (shift,)
    async with day.database.tenant_session(day.tenant) as session:
        again = await day.horizon(session, date)
    assert again.routes[shift] == (first, second)
    assert again.unassigned == ()
    stop = again.stops[first]
    assert stop.planned == stop.predicted
    assert again.clock.instant(stop.planned.start_s) == at(date, 9)
    # Left just in time: the minutes before belong to whoever needs them.
    assert stop.planned.leave_s > again.clock.seconds(at(date, 8))
    assert stop.planned.arrival_s <= stop.planned.start_s
    events = await day.rows(
        "SELECT type, therapist_id FROM visit_event WHERE visit_id = :v", v=first
    )
    assert [row.type for row in events] == ["reassigned"]


async def test_an_impossible_order_is_refused_and_nothing_is_written(day: Day) -> None:
    """The verifier and the clock stand before the rows."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    first = await day.visit(date, (9, 10))
    second = await day.visit(date, (11, 12))
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        with pytest.raises(RouteBroken):
            await apply_route(session, horizon, shift, [second, first])
    assert await day.rows("SELECT * FROM stop") == []


async def test_a_night_shift_is_one_route_of_one_day(day: Day) -> None:
    """From 22:00 to 06:00 the service day ends at 04:00, the route does not."""
    date = tomorrow()
    _, shift = await day.therapist(date, (22, 30))
    late = await day.visit(date, (23, 24))
    early = await day.visit(date, (28.5, 29))
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        await apply_route(session, horizon, shift, [late, early])
    async with day.database.tenant_session(day.tenant) as session:
        today = await day.horizon(session, date)
        next_day = await day.horizon(session, date + timedelta(days=1))
    assert today.routes[shift] == (late, early)
    assert next_day.routes == {}
    assert next_day.unassigned == ()


async def test_an_expiring_certificate_binds_at_the_visits_end(day: Day) -> None:
    """A licence that ends at noon does not serve a window that reaches beyond it."""
    date = tomorrow()
    _, shift = await day.therapist(date, valid_to=at(date, 12))
    fits = await day.visit(date, (9, 10))
    late = await day.visit(date, (11, 12))
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        await place_visit(session, horizon, fits, shift, 0)
        with pytest.raises(RouteBroken) as broken:
            await apply_route(session, horizon, shift, [fits, late])
    assert {one.rule for one in broken.value.violations} == {"forbidden_therapist"}


async def test_freeing_takes_the_stop_and_asks_for_a_replan(day: Day, keyring: KeyRing) -> None:
    """The visit is unassigned with its reason, its neighbour is re-timed, a job waits."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    gone = await day.visit(date, (9, 10))
    stays = await day.visit(date, (11, 12), DEIRA)
    async with day.database.tenant_session(day.tenant) as session:
        await apply_route(session, await day.horizon(session, date), shift, [gone, stays])
    async with day.database.tenant_session(day.tenant) as session:
        freed = await free_visits(
            session,
            keyring,
            day.travel,
            day.tenant,
            [gone],
            reason=UnassignedReason.THERAPIST_ABSENT,
        )
    assert freed.freed == (gone,)
    assert freed.dates == (date,)
    rows = await day.rows("SELECT visit_id, unassigned_reason FROM visit ORDER BY visit_id")
    assert dict(rows) == {gone: "therapist_absent", stays: None}
    assert [row.visit_id for row in await day.rows("SELECT visit_id FROM stop")] == [stays]
    assert len(await day.rows("SELECT 1 FROM job WHERE status = 'queued'")) == 1


async def test_a_treatment_under_way_is_not_freed(day: Day, keyring: KeyRing) -> None:
    """Whoever is being treated is named, not freed."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    visit = await day.visit(date, (9, 10))
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        await apply_route(session, horizon, shift, [visit])
        await publish_routes(session, horizon, [shift])
    for status in ("en-route", "arrived", "in-progress"):
        await day.run("UPDATE visit SET status = :s WHERE visit_id = :v", s=status, v=visit)
    async with day.database.tenant_session(day.tenant) as session:
        freed = await free_visits(
            session,
            keyring,
            day.travel,
            day.tenant,
            [visit],
            reason=UnassignedReason.THERAPIST_ABSENT,
        )
    assert freed.freed == ()
    assert freed.in_progress == (visit,)


def held(horizon: Horizon, hours: tuple[float, float]) -> Occasion:
    """What somebody asked for, at Al Barsha, in this window."""
    return Occasion(
        id=new_id(),
        kind=OccasionKind.HOLD,
        location=0,
        service="physiotherapy",
        service_s=2700,
        opens_s=horizon.clock.seconds(at(horizon.plan_date, hours[0])),
        closes_s=horizon.clock.seconds(at(horizon.plan_date, hours[1])),
        patient_id=None,
        place_id=new_id(),
        required=frozenset({"licence", "physiotherapy"}),
    )


async def test_a_hold_keeps_its_time_and_becomes_the_visits_stop(day: Day) -> None:
    """Hold, book and release: the same minutes of the same therapist, never two owners."""
    date = tomorrow()
    _, shift = await day.therapist(date)
    other = await day.visit(date, (12, 13), DEIRA)
    async with day.database.tenant_session(day.tenant) as session:
        await apply_route(session, await day.horizon(session, date), shift, [other])
    async with day.database.tenant_session(day.tenant) as session:
        request, patient, _ = await day.request(session)
        place = await day.place(session, BARSHA)
        horizon, (here,) = await with_points(
            await day.horizon(session, date), day.travel, [Point(*BARSHA)]
        )
        asked = replace(held(horizon, (9, 10)), patient_id=patient, place_id=place)
        start = horizon.clock.seconds(at(date, 9.5))
        wish = hold_occasion(horizon, shift, start, here, asked)
        expires = horizon.now + timedelta(minutes=5)
        await place_hold(session, horizon, NewHold(wish, request, "hold", expires, None), 0)
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        assert horizon.routes[shift] == (wish.id, other)
        assert horizon.stops[wish.id].planned.start_s == start
    visit = await day.visit(date, (9, 10), BARSHA)
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        await take_hold(session, horizon, wish.id, visit)
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        assert horizon.routes[shift] == (visit, other)
        assert horizon.stops[visit].planned.start_s == start
        with pytest.raises(Conflict) as gone:
            await take_hold(session, horizon, wish.id, visit)
    assert gone.value.slug == "hold-gone"
    live = await day.rows("SELECT kind FROM reservation WHERE active ORDER BY starts_at")
    assert [row.kind for row in live] == ["stop", "stop"]
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
        assert await remove_visit(session, horizon, visit) == (visit,)
        await release_hold(session, horizon, wish.id)
    assert [row.visit_id for row in await day.rows("SELECT visit_id FROM stop")] == [other]


async def test_a_broken_place_is_named_and_the_rest_is_read(day: Day) -> None:
    """One unreadable row never hides a day."""
    date = tomorrow()
    await day.therapist(date)
    fine = await day.visit(date)
    broken = await day.visit(date, point=MARINA)
    await day.run(
        "UPDATE place SET details_sealed = 'x' WHERE place_id ="
        " (SELECT place_id FROM visit WHERE visit_id = :v)",
        v=broken,
    )
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, date)
    assert horizon.unassigned == (fine,)
    assert set(horizon.quarantined) == {broken}
