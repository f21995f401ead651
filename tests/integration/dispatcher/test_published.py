"""A day that a person has published: what publishes itself, and what waits."""

from datetime import date
from uuid import UUID

from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.proposals import offer
from shared.crypto.keyring import KeyRing
from shared.db import jobs
from shared.db.live.apply import apply_route
from shared.db.live.cache import LiveCache
from shared.db.live.publish import publish_routes
from shared.db.tenant_session import Database
from shared.jobs import ImproveHorizon, JobKind, to_json
from tests.integration.dispatcher.day import DEIRA, MARINA, Day, tomorrow
from tests.integration.dispatcher.test_worker import NOBODY, _solved, eventually, working


async def published_day(day: Day) -> tuple[date, UUID, UUID]:
    """One therapist, one visit that is planned and published: (date, shift, visit)."""
    when = tomorrow()
    _, shift = await day.therapist(when)
    visit = await day.visit(when, (9, 16), MARINA)
    async with day.database.tenant_session(day.tenant) as session:
        horizon = await day.horizon(session, when)
        await apply_route(session, horizon, shift, [visit])
        await publish_routes(session, horizon, [shift])
        await day.changed(session, when)
    await day.run("UPDATE plan SET status = 'published', published_at = now()")
    return when, shift, visit


async def test_a_safe_change_publishes_itself(day: Day, door: Database, keyring: KeyRing) -> None:
    """A new visit is dispatched by the replan; one without consent is placed but not shown."""
    when, shift, first = await published_day(day)
    fine = await day.visit(when, (9, 16), DEIRA)
    silent = await day.visit(when, (9, 16), DEIRA, consent=False, changed=True)
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    rows = await day.rows(
        "SELECT v.visit_id, v.status, s.published FROM visit v JOIN stop s USING (visit_id)"
    )
    assert {row.visit_id: (row.status, row.published) for row in rows} == {
        first: ("dispatched", True),
        fine: ("dispatched", True),
        silent: ("booked", False),
    }
    (route,) = await day.rows("SELECT * FROM route WHERE shift_id = :s", s=shift)
    assert route.published_version == route.route_version > 1


async def test_who_wants_to_be_asked_gets_a_proposal(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """With automatic publishing off, the replan writes no route; its changes wait for a person."""
    when, shift, _ = await published_day(day)
    await day.run("""UPDATE tenant SET policies = policies || '{"autoPublish": "never"}'""")
    late = await day.visit(when, (9, 16), DEIRA, changed=True)
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="a plan")
    assert await day.rows("SELECT 1 FROM stop WHERE visit_id = :v", v=late) == []
    (proposal,) = await day.rows("SELECT * FROM proposal WHERE status = 'open'")
    [change] = proposal.changes
    assert change["shiftId"] == str(shift)
    assert str(late) in change["visitIds"]


async def test_what_was_put_away_comes_back_only_when_something_happens(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """The longer search finds the same again, shows nothing and changes no generation; the answer
    to the next event shows it.
    """
    when, _, _ = await published_day(day)
    await day.run("""UPDATE tenant SET policies = policies || '{"autoPublish": "never"}'""")
    await day.visit(when, (9, 16), DEIRA, changed=True)
    proposals = "SELECT status FROM proposal ORDER BY proposal_id"
    async with working(door, keyring, NOBODY):
        await eventually(lambda: _solved(day), what="an answer")
        await day.run("UPDATE proposal SET status = 'discarded'")
        [before] = await day.rows("SELECT generation, solve_id FROM plan")
        async with day.database.tenant_session(day.tenant) as session:
            more = to_json(ImproveHorizon(when))
            await jobs.enqueue(session, JobKind.IMPROVE_HORIZON, when, more)
        await eventually(lambda: _solved(day), what="the longer search")
        [after] = await day.rows("SELECT generation, solve_id FROM plan")
        assert after.solve_id != before.solve_id
        assert after.generation == before.generation
        assert [row.status for row in await day.rows(proposals)] == ["discarded"]
        async with day.database.tenant_session(day.tenant) as session:
            await day.changed(session, when)
        await eventually(lambda: _solved(day), what="the next answer")
    assert [row.status for row in await day.rows(proposals)] == ["discarded", "open"]


async def test_newer_proposals_replace_older_ones(day: Day) -> None:
    """Nobody decides on a picture of yesterday."""
    when, shift, visit = await published_day(day)
    for _ in range(2):
        async with day.database.tenant_session(day.tenant) as session:
            await offer(session, await day.horizon(session, when), [Group({shift: (visit,)})])
    rows = await day.rows("SELECT status FROM proposal ORDER BY proposal_id")
    assert [row.status for row in rows] == ["stale", "open"]


async def test_a_cached_horizon_lives_until_the_next_generation(day: Day, keyring: KeyRing) -> None:
    """The very same object while nothing changes, a new one after a change."""
    when, _, _ = await published_day(day)
    cache = LiveCache(keyring, day.travel)
    async with day.database.tenant_session(day.tenant) as session:
        first = await cache.horizon(session, day.tenant, when)
        assert await cache.horizon(session, day.tenant, when) is first
        await day.changed(session, when)
        assert await cache.horizon(session, day.tenant, when) is not first
