"""Learning from what one tenant drove: versions, replay, and nobody else's data."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.dispatcher.planning import rounds
from services.dispatcher.planning.learning import learn_travel
from shared.crypto.keyring import KeyRing
from shared.db.live.change import lock_shifts
from shared.db.live.edit import place_visit
from shared.db.tenant_session import Database
from shared.geo.conditions import Conditions
from shared.geo.learned import Learned
from tests.integration.dispatcher.day import BARSHA, BAY, DEIRA, MARINA, Day, at, tomorrow


async def drive(day: Day, when: date, slower: float) -> list[UUID]:
    """Four visits on one route, each reached `slower` times as late as planned."""
    _, shift = await day.therapist(when, (7, 19))
    visits = []
    for hour, point in ((9, MARINA), (11, DEIRA), (13, BARSHA), (15, BAY)):
        visit = await day.visit(when, (hour, hour + 0.5), point)
        visits.append(visit)
        async with day.database.tenant_session(day.tenant) as session:
            await lock_shifts(session, day.tenant, [shift])
            await place_visit(
                session, await day.horizon(session, when), visit, shift, len(visits) - 1
            )
    await day.run(
        """UPDATE visit v SET actual_departed = s.leave_at, actual_start = s.planned_start,
                  actual_arrival = s.leave_at + :slower * (s.planned_arrival - s.leave_at)
           FROM stop s WHERE s.tenant_id = v.tenant_id AND s.visit_id = v.visit_id
             AND v.visit_id = ANY(:visits)""",
        slower=slower,
        visits=visits,
    )
    return visits


async def learned(day: Day, keyring: KeyRing, until: datetime) -> int | None:
    async with day.database.tenant_session(day.tenant) as session:
        return await learn_travel(session, keyring, day.travel.times, day.tenant, until=until)


async def versions(day: Day) -> list[Any]:
    return await day.rows("SELECT number, content, report FROM travel_version ORDER BY number")


async def test_drives_teach_a_version_and_the_same_ones_teach_nothing_new(
    day: Day, keyring: KeyRing
) -> None:
    """Same events, same content: no second version; other events, another one."""
    when = tomorrow()
    await drive(day, when, 1.5)
    until = at(when, 40)
    assert await learned(day, keyring, until) == 1
    assert await learned(day, keyring, until) is None
    (first,) = await versions(day)
    assert first.content["legs"] == 4
    assert max(first.content["byHour"]) > 0
    assert first.report["legs"] == 4
    await drive(day, when, 1.2)
    assert await learned(day, keyring, until) == 2
    assert [row.number for row in await versions(day)] == [1, 2]


async def test_the_newest_version_is_in_the_next_plan(day: Day, keyring: KeyRing) -> None:
    """Travel of the horizon is what was learned, from then on; and the day is planned again."""
    when = tomorrow()
    await drive(day, when, 2.0)
    async with day.database.tenant_session(day.tenant) as session:
        before = await day.horizon(session, when)
    await learned(day, keyring, at(when, 40))
    async with day.database.tenant_session(day.tenant) as session:
        after = await day.horizon(session, when)
    assert before.span.conditions == Conditions()
    assert after.span.conditions.learned.legs == 4
    deira, marina = (
        next(i for i, p in enumerate(after.points) if (p.lat, p.lon) == where)
        for where in (DEIRA, MARINA)
    )
    at_ten = int((at(when, 10.5) - after.clock.epoch).total_seconds())
    was = {(p.lat, p.lon): i for i, p in enumerate(before.points)}
    assert after.travel.seconds(marina, deira, at_ten) > before.travel.seconds(
        was[MARINA], was[DEIRA], at_ten
    )
    assert after.generation > before.generation


async def test_nobody_learns_from_another_tenant(
    day: Day, door: Database, keyring: KeyRing
) -> None:
    """B drives on the same day in the same streets and sees neither A's legs nor A's versions."""
    when, until = tomorrow(), at(tomorrow(), 40)
    await drive(day, when, 1.5)
    other = await Day(door, keyring).build()
    assert await learned(other, keyring, until) is None
    await learned(day, keyring, until)
    assert await versions(other) == []
    await drive(other, when, 1.0)
    await learned(other, keyring, until)
    (ours,), (theirs,) = await versions(day), await versions(other)
    assert Learned.from_json(ours.content).legs == Learned.from_json(theirs.content).legs == 4
    assert ours.content["byHour"] != theirs.content["byHour"]


async def test_versions_are_never_changed(day: Day, keyring: KeyRing) -> None:
    """What was planned with can always be looked at."""
    when = tomorrow()
    await drive(day, when, 1.5)
    await learned(day, keyring, at(when, 40))
    with pytest.raises(Exception, match=r"permission denied|never changed"):
        await day.run("UPDATE travel_version SET content = '{}'")


async def test_one_lesson_is_asked_for_a_day_that_was_driven(day: Day) -> None:
    """The day after, once; nothing for a day on which nobody drove."""
    when = tomorrow()
    async with day.database.tenant_session(day.tenant) as session:
        await rounds.ask_for_learning(session, day.tenant, when + timedelta(days=1))
    asked = "SELECT plan_date FROM job WHERE kind = 'learn-travel'"
    assert await day.rows(asked) == []
    await drive(day, when, 1.1)
    for _ in range(2):
        async with day.database.tenant_session(day.tenant) as session:
            await rounds.ask_for_learning(session, day.tenant, when + timedelta(days=1))
    assert [row.plan_date for row in await day.rows(asked)] == [when]
