"""Changed promises over HTTP: called, agreed, refused, not reached."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from shared.domain.roles import Role
from tests.integration.api.booking import add_therapist, booked, rows
from tests.integration.api.conftest import ApiClient, MakeTenant, TestTenant

_PROPOSE = """
    INSERT INTO promise (tenant_id, promise_id, visit_id, seq, status, opens_at, closes_at, reason)
    SELECT tenant_id, :promise, visit_id, seq + 1, 'proposed', opens_at + :by, closes_at + :by,
           'therapist ill'
    FROM promise WHERE visit_id = :id ORDER BY seq DESC LIMIT 1
"""


async def propose(tenant: TestTenant, visit_id: str, by: timedelta) -> str:
    """What a replan does when it cannot keep a promise."""
    promise = uuid4()
    await rows(tenant, _PROPOSE, promise=promise, id=visit_id, by=by)
    return str(promise)


async def call(agent: ApiClient, visit_id: str) -> dict[str, Any] | None:
    """The visit's entry in the call list."""
    answer = await agent.get("/v1/call-list")
    assert answer.status_code == 200, answer.text
    found = [one for one in answer.json()["items"] if one["visitId"] == visit_id]
    return found[0] if found else None


async def answer(agent: ApiClient, promise_id: str, said: str) -> Any:
    """The patient's answer."""
    return await agent.post(f"/v1/promises/{promise_id}/answer", json={"answer": said})


async def test_a_changed_promise_is_called_until_somebody_answers(
    make_tenant: MakeTenant,
) -> None:
    """Not reached stays on the list; agreed moves the window and leaves the list."""
    tenant = await make_tenant("promised")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    assert await call(agent, visit["id"]) is None
    promise = await propose(tenant, visit["id"], timedelta(hours=3))
    listed = await call(agent, visit["id"])
    assert listed is not None
    assert listed["patient"]["phone"]
    assert listed["from"]["window"] == visit["window"]
    assert listed["reason"] == "therapist ill"
    unheard = await answer(agent, promise, "not-reached")
    assert unheard.status_code == 200, unheard.text
    again = await call(agent, visit["id"])
    assert again is not None
    assert again["status"] == "not-reached"
    stale = await answer(agent, promise, "agreed")
    assert stale.status_code == 409
    agreed = await answer(agent, again["promiseId"], "agreed")
    assert agreed.status_code == 200, agreed.text
    assert await call(agent, visit["id"]) is None
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    opened = datetime.fromisoformat(visit["window"]["opensAt"]) + timedelta(hours=3)
    assert datetime.fromisoformat(after["window"]["opensAt"]) == opened
    assert after["therapist"] is None, "the old stop does not keep the new promise"
    assert datetime.fromisoformat(after["window"]["opensAt"]) > datetime.now(UTC)


async def test_a_refused_change_leaves_the_old_promise(make_tenant: MakeTenant) -> None:
    """The window stays, the ledger says so, and a replan is asked for."""
    tenant = await make_tenant("refused")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    promise = await propose(tenant, visit["id"], timedelta(hours=2))
    before = await rows(tenant, "SELECT max(generation) AS g FROM plan")
    refused = await answer(agent, promise, "refused")
    assert refused.status_code == 200, refused.text
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    assert (after["window"], after["plannedStart"]) == (visit["window"], visit["plannedStart"])
    ledger = await rows(
        tenant, "SELECT status FROM promise WHERE visit_id = :id ORDER BY seq", id=visit["id"]
    )
    assert [row.status for row in ledger] == ["agreed", "proposed", "refused"]
    assert (await rows(tenant, "SELECT max(generation) AS g FROM plan"))[0].g > before[0].g
    final = await answer(agent, promise, "agreed")
    assert final.status_code == 409


async def test_another_tenants_promise_is_absent(
    make_tenant: MakeTenant, tenant_b: TestTenant
) -> None:
    """404, and nothing on the other's list."""
    tenant = await make_tenant("theirs")
    agent, other = await tenant.client(Role.AGENT), await tenant_b.client(Role.AGENT)
    await add_therapist(tenant, "Sara")
    visit = await booked(agent)
    promise = await propose(tenant, visit["id"], timedelta(hours=2))
    assert (await answer(other, promise, "agreed")).status_code == 404
    assert await call(other, visit["id"]) is None
