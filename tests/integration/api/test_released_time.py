"""A visit that ends early gives its therapist's time back at once; a correction takes it again."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy.exc import DBAPIError

from shared.db.live.problem import Facts, live_problem
from shared.domain.roles import Role
from tests.integration.api.booking import add_therapist, as_therapist, booked, event, publish, rows
from tests.integration.api.conftest import MakeTenant, TestTenant
from tests.integration.api.test_corrections import person

TIMES = """
    SELECT r.starts_at, r.ends_at, s.planned_start, s.planned_departure, s.released_at
    FROM stop s JOIN reservation r ON r.tenant_id = s.tenant_id AND r.reservation_id = s.visit_id
    WHERE s.visit_id = cast(:v AS uuid)
"""


async def times_of(tenant: TestTenant, visit: str) -> Any:
    """The stop's planned times and what is reserved."""
    [row] = await rows(tenant, TIMES, v=visit)
    return row


async def test_stopped_early_frees_the_rest(make_tenant: MakeTenant) -> None:
    """The reservation ends with the visit, the plan stays as told, and the shift is open from
    then on; undone by a correction, all of it is taken again.
    """
    tenant = await make_tenant("early")
    agent = await tenant.client(Role.AGENT)
    sara = await add_therapist(tenant, "Sara")
    visit = (await booked(agent))["id"]
    await publish(tenant, sara.plan_date)
    phone, now = await as_therapist(tenant, sara.id), datetime.now(UTC)
    before = await times_of(tenant, visit)
    assert before.ends_at == before.planned_departure
    start = await event(phone, visit, "start", now - timedelta(minutes=9))
    assert start.status_code == 200, start.text
    assert (await times_of(tenant, visit)) == before
    for broken in ("planned_start + interval '9 min'", "planned_departure + interval '1 s'"):
        with pytest.raises(DBAPIError):  # it is being treated; and never past the planned end
            await rows(tenant, f"UPDATE stop SET released_at = {broken}")
    ended = await event(phone, visit, "stopped", now - timedelta(minutes=4), clientEventId="ill")
    assert ended.status_code == 200, ended.text
    after = await times_of(tenant, visit)
    # Treated hours before its time, in this test: a second of it is kept.
    assert after.ends_at == after.released_at == before.planned_start + timedelta(seconds=1)
    assert after.planned_departure == before.planned_departure
    live, day = tenant.api.platform.live, datetime.fromisoformat(sara.plan_date).date()
    async with tenant.api.platform.database.tenant_session(tenant.tenant_id) as session:
        horizon = await live.horizon(session, tenant.tenant_id, day)
        [part] = live_problem(horizon, facts=Facts.PLANNED).problem.shifts
    free = horizon.clock.instant(part.window_s[0])
    assert after.ends_at <= free < before.planned_departure
    with pytest.raises(DBAPIError):
        await rows(tenant, "UPDATE stop SET released_at = planned_departure + interval '1 s'")
    undone = await event(phone, visit, "correct", now - timedelta(minutes=1), corrects="ill")
    assert undone.status_code == 200, undone.text
    assert (await times_of(tenant, visit)) == before


async def test_a_correction_into_taken_time_is_an_incident(make_tenant: MakeTenant) -> None:
    """Somebody was booked into the rest: they keep it, the correction is stored, and the
    dispatcher reads once that two visits want the same time.
    """
    tenant = await make_tenant("taken-again")
    agent = await tenant.client(Role.AGENT)
    sara = await add_therapist(tenant, "Sara")
    visit = (await booked(agent, patient=person()))["id"]
    await publish(tenant, sara.plan_date)
    phone, now = await as_therapist(tenant, sara.id), datetime.now(UTC)
    before = await times_of(tenant, visit)
    for type_, minutes in (("start", 9), ("stopped", 4)):
        at = now - timedelta(minutes=minutes)
        told = await event(phone, visit, type_, at, clientEventId=type_)
        assert told.status_code == 200, told.text
    other = (await booked(agent, patient=person(), preferences={"therapistId": sara.id}))["id"]
    theirs = await times_of(tenant, other)
    assert theirs.starts_at < before.planned_departure
    for minutes, corrected in ((1, "stopped"), (0, "start")):
        at = now - timedelta(minutes=minutes)
        undone = await event(phone, visit, "correct", at, corrects=corrected)
        assert undone.status_code == 200, undone.text
    kept = await times_of(tenant, visit)
    assert kept.ends_at == before.planned_start + timedelta(seconds=1)
    assert (await times_of(tenant, other)) == theirs
    dispatcher = await tenant.client(Role.DISPATCHER)
    [found] = (await dispatcher.get("/v1/incidents")).json()["items"]
    assert (found["kind"], found["visitId"]) == ("time-taken-again", visit)
    assert found["therapistId"] == sara.id
