"""Answers that turn worse after booking reach a clinician, and the visit waits for the decision."""

from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import add_therapist, booked, rows
from tests.integration.api.conftest import ApiClient, TestTenant
from tests.integration.api.test_corrections import person


async def answer(agent: ApiClient, request_id: str, **answers: bool) -> dict[str, Any]:
    """The request after these answers were given on the phone."""
    path = f"/v1/requests/{request_id}"
    now = await agent.get(path)
    body = {"screening": {"version": now.json()["screening"]["version"], "answers": answers}}
    said = await agent.patch(path, json=body, headers={"If-Match": now.headers["ETag"]})
    assert said.status_code == 200, said.text
    found: dict[str, Any] = said.json()
    return found


async def waiting(clinician: ApiClient, request_id: str) -> list[dict[str, Any]]:
    """The open questions about this request."""
    queue = (await clinician.get("/v1/clearances", params={"limit": "100"})).json()["items"]
    return [one for one in queue if one["requestId"] == request_id]


async def incidents(tenant: TestTenant, visit_id: str) -> list[str]:
    """Kinds of what was reported of the visit."""
    found = await rows(tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit_id)
    return [row.kind for row in found]


async def dispatch(tenant: TestTenant, visit_id: str) -> str | None:
    """Why the visit cannot be dispatched, by the database."""
    found = await rows(
        tenant,
        "SELECT screening_objection(v) AS why FROM visit v WHERE visit_id = :id",
        id=visit_id,
    )
    why: str | None = found[0].why
    return why


async def test_a_worry_after_booking_is_asked_and_lifted(tenant_a: TestTenant) -> None:
    """Blood thinners named after booking: asked once, alarmed once, and lifted by a decision."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    await add_therapist(tenant_a, "Sara")
    visit = await booked(agent, patient=person(), service="dry-needling")
    worse = await answer(agent, visit["requestId"], **{"blood-thinners": True})
    assert worse["status"] == "booked"
    assert worse["screening"]["outcome"] == "needs-clinician"
    (question,) = await waiting(clinician, visit["requestId"])
    assert "blood-thinners" in [reason["code"] for reason in question["reasons"]]
    assert await incidents(tenant_a, visit["id"]) == ["screening-worse"]
    told = "SELECT 1 FROM outbox WHERE topic = 'alert' AND payload ->> 'id' = :id"
    assert len(await rows(tenant_a, told, id=visit["id"])) == 1
    assert await dispatch(tenant_a, visit["id"]) is not None
    again = await answer(agent, visit["requestId"], **{"blood-thinners": True})
    assert again["status"] == "booked"
    assert len(await rows(tenant_a, told, id=visit["id"])) == 1
    (question,) = await waiting(clinician, visit["requestId"])
    path = f"/v1/clearances/{question['id']}/decision"
    decided = await clinician.post(path, json={"decision": "clear"})
    assert decided.json()["request"]["status"] == "booked", decided.text
    assert await waiting(clinician, visit["requestId"]) == []
    assert await dispatch(tenant_a, visit["id"]) is None


async def test_a_refusal_takes_the_visit_off_its_route(tenant_b: TestTenant) -> None:
    """The clinician refuses what was booked: no therapist drives there."""
    agent, clinician = await tenant_b.client(Role.AGENT), await tenant_b.client(Role.CLINICIAN)
    await add_therapist(tenant_b, "Lina")
    visit = await booked(agent, patient=person(), service="dry-needling")
    await answer(agent, visit["requestId"], **{"blood-thinners": True})
    (question,) = await waiting(clinician, visit["requestId"])
    path = f"/v1/clearances/{question['id']}/decision"
    refused = await clinician.post(path, json={"decision": "refuse", "conditions": "Not now."})
    assert refused.status_code == 200, refused.text
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    assert after["therapist"] is None
    assert after["unassignedReason"]["code"] == "not_cleared"
