"""Incidents over HTTP: listed for whoever must look, closed with a note, told to all screens."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from services.dispatcher.planning.watch import SILENCE_S, watch_day
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
    visit = (await dispatcher.get(f"/v1/visits/{visit_id}")).json()
    assert newer["requestId"] == visit["requestId"]
    assert newer["therapistId"] == visit["therapist"]["id"]
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


async def test_whoever_leaves_while_treating_is_on_the_list(make_tenant: MakeTenant) -> None:
    """A certificate that is lost and a therapist who leaves during a treatment are one incident
    each, however often the change is repeated; the visit stays theirs.
    """
    tenant = await make_tenant("left-while-treating")
    agent, admin = await tenant.client(Role.AGENT), await tenant.client(Role.ADMIN)
    sara = await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    await publish(tenant, sara.plan_date)
    phone = await as_therapist(tenant, sara.id)
    started = await event(phone, visit["id"], "start", datetime.now(UTC))
    assert started.status_code == 200, started.text
    path = f"/v1/therapists/{sara.id}"
    for body in ({"suspendedFrom": "2020-01-01T00:00:00+04:00"}, {"revoked": True}):
        held = (await admin.get(path)).json()["certificates"]
        one = next(each for each in held if each["kind"] == "physiotherapy")
        tag = {"If-Match": f'"{one["version"]}"'}
        lost = await admin.patch(f"/v1/certificates/{one['id']}", json=body, headers=tag)
        assert lost.status_code == 200, lost.text
        assert lost.json()["inProgress"] == [visit["id"]]
    tag = {"If-Match": (await admin.get(path)).headers["ETag"]}
    left = await admin.patch(path, json={"active": False}, headers=tag)
    assert left.status_code == 200, left.text
    found = (await listed(await tenant.client(Role.DISPATCHER)))["items"]
    assert [one["kind"] for one in found] == ["therapist-left", "certificate-lost"]
    about = {(one["visitId"], one["requestId"], one["therapistId"]) for one in found}
    assert about == {(visit["id"], visit["requestId"], sara.id)}
    told = "SELECT payload ->> 'kind' AS kind FROM outbox WHERE topic = 'alert' ORDER BY 1"
    assert [row.kind for row in await rows(tenant, told)] == ["certificate-lost", "therapist-left"]


async def test_a_silence_is_one_incident_for_ever(make_tenant: MakeTenant) -> None:
    """Nobody reports leaving: once the patience is over it is told, and never again, also when
    somebody has closed it.
    """
    tenant = await make_tenant("silent")
    agent, dispatcher = await tenant.client(Role.AGENT), await tenant.client(Role.DISPATCHER)
    sara = await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    await publish(tenant, sara.plan_date)
    live, whose = tenant.api.platform.live, tenant.tenant_id

    async def watched(after_s: int) -> int:
        async with tenant.api.platform.database.tenant_session(whose) as session:
            horizon = await live.horizon(session, whose, date.fromisoformat(sara.plan_date))
            leave_s = horizon.stops[UUID(visit["id"])].planned.leave_s
            return await watch_day(session, replace(horizon, now_s=leave_s + after_s))

    assert await watched(SILENCE_S) == 0
    assert await watched(SILENCE_S + 1) == 1
    [found] = (await listed(dispatcher))["items"]
    assert (found["kind"], found["visitId"]) == ("not-departed", visit["id"])
    assert (found["requestId"], found["therapistId"]) == (visit["requestId"], sara.id)
    url = f"/v1/incidents/{found['id']}/close"
    assert (await dispatcher.post(url, json={"note": "Called."})).status_code == 200
    assert await watched(SILENCE_S + 60) == 0
    told = "SELECT 1 FROM outbox WHERE topic = 'alert'"
    assert len(await rows(tenant, told)) == 1
