"""Booking over HTTP: from the held offer to a visit with stop, promise and consent."""

from typing import Any

from sqlalchemy import text

from shared.domain.roles import Role
from tests.integration.api.booking import (
    add_request,
    add_therapist,
    book,
    booked,
    hold,
    offers,
)
from tests.integration.api.conftest import TestTenant


async def rows(tenant: TestTenant, statement: str, **scope: Any) -> list[Any]:
    """What the database holds, read as the application role."""
    database = tenant.api.platform.database
    async with database.tenant_session(tenant.tenant_id) as session:
        return list(await session.execute(text(statement), scope))


async def test_a_call_becomes_a_visit(tenant_a: TestTenant) -> None:
    """Offer, hold and booking give a visit in the plan, promised, consented and reserved."""
    agent = await tenant_a.client(Role.AGENT)
    therapist = await add_therapist(tenant_a, "Sara")
    request = await add_request(agent)
    found = await offers(agent, request["id"])
    assert found["items"], found
    held = await hold(agent, request["id"], found["items"][0])
    assert held["kind"] == "hold"
    visit = await book(agent, request["id"], held["id"])
    assert visit["status"] == "booked"
    assert visit["therapist"]["id"] == therapist.id
    assert visit["planDate"] == therapist.plan_date
    assert visit["window"]["opensAt"] <= visit["plannedStart"] <= visit["window"]["closesAt"]
    assert visit["dispatchable"], visit["missingForDispatch"]
    assert visit["promise"]["status"] == "agreed"
    kinds = [event["type"] for event in visit["events"]]
    assert kinds == ["booked", "reassigned"]
    kept = await rows(tenant_a, "SELECT kind, active FROM reservation ORDER BY kind")
    assert [(row.kind, row.active) for row in kept] == [("hold", False), ("stop", True)]
    after = (await agent.get(f"/v1/requests/{request['id']}")).json()
    assert (after["status"], after["visitId"]) == ("booked", visit["id"])
    assert await rows(tenant_a, "SELECT 1 FROM job WHERE kind = 'solve-horizon'")


async def test_without_consent_nobody_is_sent(tenant_a: TestTenant) -> None:
    """A booking without consent keeps its place and says what is missing."""
    visit = await booked(await tenant_a.client(Role.AGENT), consent=None)
    assert visit["therapist"] is not None
    assert not visit["dispatchable"]
    assert visit["missingForDispatch"] == ["consent"]
