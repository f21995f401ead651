"""Incidents over HTTP: listed for whoever must look, closed with a note, told to all screens."""

from datetime import UTC, datetime
from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import add_therapist, as_therapist, booked, event, publish, rows
from tests.integration.api.conftest import ApiClient, MakeTenant, TestTenant


async def with_incidents(tenant: TestTenant, count: int) -> str:
    """A visit whose therapist reported needles where none belong, so many times."""
    agent = await tenant.client(Role.AGENT)
    sara = await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    await publish(tenant, sara.plan_date)
    phone = await as_therapist(tenant, sara.id)
    for _ in range(count):
        needles = {"in": 3, "out": 3}
        answer = await event(
            phone, visit["id"], "delay", datetime.now(UTC), minutes=0, needles=needles
        )
        assert answer.status_code == 200, answer.text
    return str(visit["id"])


async def listed(client: ApiClient, **query: Any) -> dict[str, Any]:
    """A page of incidents."""
    answer = await client.get("/v1/incidents", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_incidents_are_listed_and_closed(make_tenant: MakeTenant) -> None:
    """Newest first, in pages; once closed it is with the closed ones, and stays there."""
    tenant = await make_tenant("incidents")
    visit_id = await with_incidents(tenant, 2)
    dispatcher = await tenant.client(Role.DISPATCHER)
    first = await listed(dispatcher, limit=1)
    rest = await listed(dispatcher, limit=1, cursor=first["next"])
    newer, older = first["items"][0], rest["items"][0]
    assert rest["next"] is None
    assert newer["at"] >= older["at"]
    assert (newer["visitId"], newer["kind"]) == (visit_id, "needles-not-cleared")
    url = f"/v1/incidents/{newer['id']}/close"
    silent = await dispatcher.post(url, json={"note": " "})
    assert (silent.status_code, silent.json()["errors"][0]["field"]) == (422, "note")
    closed = await dispatcher.post(url, json={"note": "Spoke with Sara: a typing error."})
    assert (closed.status_code, closed.json()["status"]) == (200, "closed"), closed.text
    again = await dispatcher.post(url, json={"note": "and again"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/incident-closed")
    assert [one["id"] for one in (await listed(dispatcher))["items"]] == [older["id"]]
    assert [one["id"] for one in (await listed(dispatcher, status="closed"))["items"]] == [
        newer["id"]
    ]
    [told] = await rows(tenant, "SELECT payload FROM outbox WHERE topic = 'incident.changed'")
    assert told.payload == {"id": newer["id"], "visitId": visit_id, "status": "closed"}
    [kept] = await rows(
        tenant,
        "SELECT detail_sealed FROM audit WHERE act = 'close' AND noun_id = :id",
        id=newer["id"],
    )
    assert b"Sara" not in kept.detail_sealed


async def test_who_sees_incidents(make_tenant: MakeTenant) -> None:
    """Dispatcher, supervisor and clinician; nobody else."""
    tenant = await make_tenant("watched")
    for role in Role:
        answer = await (await tenant.client(role)).get("/v1/incidents")
        allowed = role in (Role.DISPATCHER, Role.SUPERVISOR, Role.CLINICIAN)
        assert answer.status_code == (200 if allowed else 403), role
