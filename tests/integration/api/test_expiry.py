"""Holds run out by the clock: their time is free though no dispatcher is there to expire them."""

from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import (
    ApiClient,
    add_request,
    add_therapist,
    booked,
    hold,
    offers,
    rows,
    soon,
)
from tests.integration.api.conftest import MakeTenant, TestTenant

SOMEBODY = {
    "name": "Somebody Else",
    "dateOfBirth": "1990-01-01",
    "gender": "female",
    "languages": ["en"],
}


async def held_and_run_out(tenant: TestTenant, agent: ApiClient) -> dict[str, Any]:
    """A request with a hold whose time was over a second ago."""
    request = await add_request(agent)
    await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    await rows(tenant, "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second'")
    await rows(
        tenant,
        "UPDATE reservation SET expires_at = clock_timestamp() WHERE hold_id > :n",
        n="00000000-0000-0000-0000-000000000000",
    )
    return request


async def test_a_dispatcher_moves_a_visit_into_the_time(make_tenant: MakeTenant) -> None:
    """The move succeeds, and the request that held the time is ready again."""
    tenant = await make_tenant("expiry-move")
    agent = await tenant.client(Role.AGENT)
    dispatcher = await tenant.client(Role.DISPATCHER)
    await add_therapist(tenant, "Lina", starts=soon(), hours=1.25)
    visit = await booked(agent, callerPhone="0507654321", patient=SOMEBODY)
    sara = await add_therapist(tenant, "Sara", starts=soon(), hours=1.25)
    request = await held_and_run_out(tenant, agent)
    body = {"visitId": visit["id"], "shiftId": sara.shift_id}
    moved = await dispatcher.post(f"/v1/plans/{sara.plan_date}/moves", json=body)
    assert moved.status_code == 200, moved.text
    assert (await agent.get(f"/v1/requests/{request['id']}")).json()["status"] == "ready"
    found = await rows(tenant, "SELECT kind, visit_id FROM reservation WHERE active")
    assert [(row.kind, str(row.visit_id)) for row in found] == [("stop", visit["id"])]


async def test_a_patient_is_not_kept_by_their_own_lost_hold(make_tenant: MakeTenant) -> None:
    """A second request of the same patient takes the same time with another therapist."""
    tenant = await make_tenant("expiry-patient")
    agent = await tenant.client(Role.AGENT)
    sara = await add_therapist(tenant, "Sara", starts=soon(), hours=1.25)
    first = await held_and_run_out(tenant, agent)
    lina = await add_therapist(tenant, "Lina", starts=soon(), hours=1.25)
    preferences = {"therapistId": lina.id}
    second = await add_request(agent, patientId=first["patientId"], preferences=preferences)
    found = (await offers(agent, second["id"]))["items"]
    assert {one["therapist"]["id"] for one in found} == {lina.id} != {sara.id}
    await hold(agent, second["id"], found[0])
    assert (await agent.get(f"/v1/requests/{first['id']}")).json()["status"] == "ready"


async def test_the_time_is_offered_as_soon_as_the_hold_is_over(make_tenant: MakeTenant) -> None:
    """Routes in memory do not outlive the holds on them."""
    tenant = await make_tenant("expiry-offers")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara", starts=soon(), hours=1.25)
    await rows(tenant, "UPDATE tenant SET policies = policies || '{\"holdMinutes\": 1}'")
    first = await add_request(agent)
    held = await hold(agent, first["id"], (await offers(agent, first["id"]))["items"][0])
    soon_over = "clock_timestamp() + interval '2 seconds'"
    await rows(tenant, f"UPDATE hold SET expires_at = {soon_over}")
    await rows(tenant, f"UPDATE reservation SET expires_at = {soon_over} WHERE active")
    await rows(tenant, "UPDATE plan SET generation = generation + 1")
    second = await add_request(agent, callerPhone="0507654321", patient=SOMEBODY)
    assert (await offers(agent, second["id"]))["items"] == []
    await rows(tenant, "SELECT pg_sleep(2.2)")
    found = (await offers(agent, second["id"]))["items"]
    assert found
    again = await hold(agent, second["id"], found[0])
    assert again["id"] != held["id"]
