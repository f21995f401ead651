"""Whom messages about a visit name: therapists hear of nothing that does not name them."""

from datetime import UTC, datetime
from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import (
    CONSENT,
    OnShift,
    add_therapist,
    as_therapist,
    booked,
    event,
    publish,
    rows,
)
from tests.integration.api.conftest import MakeTenant, TestTenant


async def said_of(tenant: TestTenant, visit_id: str, topic: str) -> list[dict[str, Any]]:
    """What was told of the visit, in order."""
    statement = """SELECT payload FROM outbox WHERE topic = :topic AND payload ->> 'id' = :id
                   ORDER BY outbox_id"""
    return [row.payload for row in await rows(tenant, statement, topic=topic, id=visit_id)]


async def test_whoever_has_the_visit_is_named(make_tenant: MakeTenant) -> None:
    """Booking, publishing, facts and their incidents all name the therapist of the stop."""
    tenant = await make_tenant("told-of-their-visits")
    noura = await add_therapist(tenant, "Noura")
    agent = await tenant.client(Role.AGENT)
    visit = await booked(agent)
    await publish(tenant, noura.plan_date)
    phone = await as_therapist(tenant, noura.id)
    now = datetime.now(UTC)
    assert (await event(phone, visit["id"], "start", now)).status_code == 200
    assert (
        await event(phone, visit["id"], "complete", now, needles={"in": 3, "out": 2})
    ).is_success
    for topic in ("visit.changed", "alert"):
        told = await said_of(tenant, visit["id"], topic)
        assert told
        assert {one["therapistId"] for one in told} == {noura.id}


async def test_whoever_loses_the_visit_is_named_once(make_tenant: MakeTenant) -> None:
    """Taking a visit away names whose it was; later messages about it concern nobody."""
    tenant = await make_tenant("told-of-lost-visits")
    noura: OnShift = await add_therapist(tenant, "Noura")
    agent = await tenant.client(Role.AGENT)
    dispatcher = await tenant.client(Role.DISPATCHER)
    visit = await booked(agent, consent=None)
    taken = await dispatcher.post(f"/v1/visits/{visit['id']}/unassign", json={"reason": "a wish"})
    assert taken.status_code in {200, 201}, taken.text
    assert (await said_of(tenant, visit["id"], "visit.changed"))[-1]["therapistId"] == noura.id
    consent = {"kind": "verbal", **CONSENT}
    said = await agent.post(f"/v1/visits/{visit['id']}/consents", json=consent)
    assert said.status_code == 201, said.text
    assert "therapistId" not in (await said_of(tenant, visit["id"], "visit.changed"))[-1]


async def test_a_cancelled_visit_names_whose_it_was(make_tenant: MakeTenant) -> None:
    """The therapist who would have gone there hears of the cancellation."""
    tenant = await make_tenant("told-of-cancelled-visits")
    noura = await add_therapist(tenant, "Noura")
    agent = await tenant.client(Role.AGENT)
    visit = await booked(agent)
    body = {"reason": "travelling", "askedBy": "patient"}
    gone = await agent.post(f"/v1/visits/{visit['id']}/cancel", json=body)
    assert gone.is_success, gone.text
    last = (await said_of(tenant, visit["id"], "visit.changed"))[-1]
    assert (last["therapistId"], last["therapistIds"]) == (noura.id, [noura.id])
