"""Holds: atomic, one for each request, expiring by the database's clock, given back at will."""

import base64

from shared.domain.roles import Role
from tests.integration.api.booking import add_request, add_therapist, hold, offers, rows
from tests.integration.api.conftest import MakeTenant, TestTenant

SOMEBODY = {
    "name": "Somebody Else",
    "dateOfBirth": "1990-01-01",
    "gender": "female",
    "languages": ["en"],
}


async def test_a_new_hold_frees_the_old_one(make_tenant: MakeTenant) -> None:
    """One active hold a request, and one reservation."""
    tenant = await make_tenant("one-hold")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara")
    request = await add_request(agent)
    items = (await offers(agent, request["id"]))["items"]
    first = await hold(agent, request["id"], items[0])
    second = await hold(agent, request["id"], items[1])
    found = await rows(tenant, "SELECT hold_id, status FROM hold ORDER BY created_at, hold_id")
    assert [(str(row.hold_id), row.status) for row in found] == [
        (first["id"], "released"),
        (second["id"], "active"),
    ]
    assert len(await rows(tenant, "SELECT 1 FROM reservation WHERE active")) == 1
    shown = (await agent.get(f"/v1/requests/{request['id']}")).json()
    assert (shown["status"], shown["hold"]["id"]) == ("held", second["id"])


async def test_a_refused_hold_leaves_the_old_one(make_tenant: MakeTenant) -> None:
    """When the new window is gone, the request keeps what it had."""
    tenant = await make_tenant("keeps")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara", hours=2.4)
    mine = await add_request(agent)
    items = sorted((await offers(agent, mine["id"]))["items"], key=lambda one: one["startsAt"])
    kept = await hold(agent, mine["id"], items[0])
    other = await add_request(agent, callerPhone="0507654321", patient=SOMEBODY)
    theirs = (await offers(agent, other["id"]))["items"]
    await hold(agent, other["id"], theirs[-1])
    body = {"offerId": items[-1]["id"]}
    refused = await agent.post(f"/v1/requests/{mine['id']}/holds", json=body)
    if refused.status_code == 201:  # both fitted, the other way round
        return
    assert refused.status_code == 409, refused.text
    active = await rows(tenant, "SELECT hold_id FROM hold WHERE status = 'active'")
    assert kept["id"] in {str(row.hold_id) for row in active}


async def test_offers_of_others_and_invented_ones_are_refused_by_name(
    tenant_a: TestTenant,
) -> None:
    """Tampered, invented, of another request: 422 naming `offerId`."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    request, other = await add_request(agent), await add_request(agent)
    offer = (await offers(agent, request["id"]))["items"][0]["id"]
    raw = bytearray(base64.urlsafe_b64decode(offer + "=" * (-len(offer) % 4)))
    raw[40] ^= 1
    tampered = base64.urlsafe_b64encode(bytes(raw)).decode().rstrip("=")
    for request_id, offer_id in (
        (request["id"], tampered),
        (request["id"], "not-an-offer"),
        (request["id"], ""),
        (other["id"], offer),
    ):
        answer = await agent.post(f"/v1/requests/{request_id}/holds", json={"offerId": offer_id})
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == "offerId"


async def test_expired_holds_free_their_time_for_the_next(make_tenant: MakeTenant) -> None:
    """Whoever holds next takes the minutes of a hold that ran out, and that request is ready."""
    tenant = await make_tenant("expiry")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara", hours=1.25)
    first = await add_request(agent)
    await hold(agent, first["id"], (await offers(agent, first["id"]))["items"][0])
    second = await add_request(agent, callerPhone="0507654321", patient=SOMEBODY)
    assert (await offers(agent, second["id"]))["items"] == []
    await rows(tenant, "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second'")
    await rows(tenant, "UPDATE plan SET generation = generation + 1")  # as the sweep would
    found = await offers(agent, second["id"])
    assert found["items"]
    await hold(agent, second["id"], found["items"][0])
    assert (await agent.get(f"/v1/requests/{first['id']}")).json()["status"] == "ready"
    assert len(await rows(tenant, "SELECT 1 FROM reservation WHERE active")) == 1


async def test_a_hold_is_given_back(make_tenant: MakeTenant) -> None:
    """With the version that was read; its time and its request are free again."""
    tenant = await make_tenant("back")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara")
    request = await add_request(agent)
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    path = f"/v1/holds/{held['id']}"
    assert (await agent.delete(path)).status_code == 428
    assert (await agent.delete(path, headers={"If-Match": '"9"'})).status_code == 412
    tag = {"If-Match": f'"{held["version"]}"'}
    assert (await agent.delete(path, headers=tag)).status_code == 204
    assert (await agent.get(f"/v1/requests/{request['id']}")).json()["status"] == "ready"
    assert not await rows(tenant, "SELECT 1 FROM reservation WHERE active")


async def test_another_tenants_hold_is_absent(tenant_a: TestTenant, tenant_b: TestTenant) -> None:
    """404 to release it, and to book it."""
    agent, other = await tenant_a.client(Role.AGENT), await tenant_b.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    request = await add_request(agent)
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    gone = await other.delete(f"/v1/holds/{held['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 404
    theirs = await add_request(other)
    body = {"holdId": held["id"]}
    assert (await other.post(f"/v1/requests/{theirs['id']}/visits", json=body)).status_code == 404
