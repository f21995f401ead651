"""Booking over HTTP: from the held offer to a visit with stop, promise and consent."""

from datetime import timedelta
from uuid import uuid4

from shared.domain.roles import Role
from tests.integration.api.booking import (
    CONSENT,
    add_request,
    add_therapist,
    as_therapist,
    book,
    booked,
    hold,
    offers,
    publish,
    rows,
    soon,
)
from tests.integration.api.conftest import MakeTenant, TestTenant


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


async def test_a_request_is_booked_once(tenant_a: TestTenant) -> None:
    """A second booking of the same request is refused; a repeated call gives the same visit."""
    agent = await tenant_a.client(Role.AGENT)
    request = await add_request(agent)
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    path, body = f"/v1/requests/{request['id']}/visits", {"holdId": held["id"], "consent": CONSENT}
    key = {"Idempotency-Key": str(uuid4())}
    first = await agent.post(path, json=body, headers=key)
    again = await agent.post(path, json=body, headers=key)
    assert (first.status_code, again.json()) == (201, first.json())
    other = await agent.post(path, json=body)
    assert other.status_code == 409, other.text


async def test_an_expired_hold_is_not_booked(tenant_a: TestTenant) -> None:
    """By the database's clock: 409 with fresh offers, and the same request can hold again."""
    agent = await tenant_a.client(Role.AGENT)
    request = await add_request(agent)
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    await rows(
        tenant_a,
        "UPDATE hold SET expires_at = clock_timestamp() - interval '1 second' WHERE hold_id = :id",
        id=held["id"],
    )
    body = {"holdId": held["id"]}
    late = await agent.post(f"/v1/requests/{request['id']}/visits", json=body)
    assert late.status_code == 409, late.text
    assert late.json()["type"] == "/problems/hold-expired"
    fresh = late.json()["offers"]
    assert fresh
    renewed = await hold(agent, request["id"], fresh[0])
    assert (await book(agent, request["id"], renewed["id"]))["status"] == "booked"


async def test_needling_that_waits_for_a_clinician_is_not_booked(tenant_a: TestTenant) -> None:
    """The clinical hold keeps the offer, the booking is refused until somebody has decided."""
    agent = await tenant_a.client(Role.AGENT)
    clinician = await tenant_a.client(Role.CLINICIAN)
    questions = (await agent.get("/v1/screening/questionnaire")).json()["questions"]
    thinner = next(q for q in questions if "thinner" in q["text"]["en"].lower())
    request = await add_request(
        agent, service="dry-needling", answers={thinner["id"]: thinner["concernIf"]}
    )
    assert request["status"] == "needs-clinician"
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    assert held["kind"] == "clinical"
    path, body = f"/v1/requests/{request['id']}/visits", {"holdId": held["id"], "consent": CONSENT}
    refused = await agent.post(path, json=body)
    assert refused.status_code == 409, refused.text
    assert refused.json()["type"] == "/problems/request-needs-clinician"
    queue = (await clinician.get("/v1/clearances")).json()["items"]
    waiting = next(one for one in queue if one["requestId"] == request["id"])
    decided = await clinician.post(
        f"/v1/clearances/{waiting['id']}/decision", json={"decision": "clear"}
    )
    assert decided.status_code in (200, 201), decided.text
    booked_now = await agent.post(path, json=body)
    assert booked_now.status_code == 201, booked_now.text


async def test_a_visit_is_rescheduled_in_one_step(tenant_a: TestTenant) -> None:
    """The new window is promised with the next number, and the old time is free."""
    agent = await tenant_a.client(Role.AGENT)
    visit = await booked(agent)
    found = await offers(agent, visit["requestId"])
    other = next(o for o in found["items"] if o["startsAt"] > visit["window"]["closesAt"])
    held = await hold(agent, visit["requestId"], other)
    body = {"holdId": held["id"], "reason": "wants it later"}
    moved = await agent.post(f"/v1/visits/{visit['id']}/reschedule", json=body)
    assert moved.status_code == 200, moved.text
    now = moved.json()
    assert now["id"] == visit["id"]
    assert now["window"]["opensAt"] == other["startsAt"]
    ledger = await rows(
        tenant_a,
        "SELECT seq, status FROM promise WHERE visit_id = :id ORDER BY seq",
        id=visit["id"],
    )
    assert [(row.seq, row.status) for row in ledger] == [(1, "agreed"), (2, "agreed")]
    times = await rows(
        tenant_a,
        "SELECT starts_at FROM reservation WHERE visit_id = :id AND active",
        id=visit["id"],
    )
    assert len(times) == 1


async def test_a_cancelled_visit_frees_its_time(tenant_a: TestTenant) -> None:
    """Status cancelled, no stop, no reservation, request closed; twice is refused."""
    agent = await tenant_a.client(Role.AGENT)
    visit = await booked(agent)
    body = {"reason": "feels well again", "askedBy": "patient"}
    gone = await agent.post(f"/v1/visits/{visit['id']}/cancel", json=body)
    assert gone.status_code == 200, gone.text
    assert (gone.json()["status"], gone.json()["therapist"]) == ("cancelled", None)
    assert not await rows(
        tenant_a, "SELECT 1 FROM reservation WHERE visit_id = :id AND active", id=visit["id"]
    )
    request = (await agent.get(f"/v1/requests/{visit['requestId']}")).json()
    assert request["status"] == "cancelled"
    again = await agent.post(f"/v1/visits/{visit['id']}/cancel", json=body)
    assert again.status_code == 409


async def test_a_dispatcher_pins_and_unassigns(tenant_a: TestTenant) -> None:
    """A pin names shift and start; unassigning gives the visit back to the planner, unpinned."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    visit = await booked(await tenant_a.client(Role.AGENT))
    path = f"/v1/visits/{visit['id']}"
    pinned = await dispatcher.post(f"{path}/pin", json={"pinned": True, "start": True})
    assert pinned.status_code == 200, pinned.text
    assert pinned.json()["pinned"]
    freed = await dispatcher.post(f"{path}/unassign", json={"reason": "wants somebody else"})
    assert freed.status_code == 200, freed.text
    assert (freed.json()["therapist"], freed.json()["pinned"]) == (None, False)
    assert freed.json()["unassignedReason"]["code"] == "not_planned_yet"


async def test_a_published_day_publishes_its_changes(make_tenant: MakeTenant) -> None:
    """A booking on a published day is dispatched at once, when somebody consented to it."""
    tenant = await make_tenant("published")
    agent = await tenant.client(Role.AGENT)
    therapist = await add_therapist(tenant, "Huda")
    first = await booked(agent)
    await publish(tenant, therapist.plan_date)
    assert (await agent.get(f"/v1/visits/{first['id']}")).json()["status"] == "dispatched"
    second = await booked(agent)
    assert second["status"] == "dispatched"
    third = await booked(agent, consent=None)
    assert third["status"] == "booked"
    late = {"kind": "verbal", **CONSENT}
    said = await agent.post(f"/v1/visits/{third['id']}/consents", json=late)
    assert said.status_code == 201, said.text
    assert said.json()["dispatchable"]
    assert (await agent.get(f"/v1/visits/{third['id']}")).json()["status"] == "dispatched"


async def test_therapists_find_only_their_own_visits(make_tenant: MakeTenant) -> None:
    """Before it is published and for anybody else the visit does not exist."""
    tenant = await make_tenant("own")
    agent = await tenant.client(Role.AGENT)
    mine = await add_therapist(tenant, "Mine")
    other = await add_therapist(tenant, "Other", starts=soon() + timedelta(hours=30))
    visit = await booked(agent, preferences={"therapistId": mine.id})
    phone, stranger = await as_therapist(tenant, mine.id), await as_therapist(tenant, other.id)
    path = f"/v1/visits/{visit['id']}"
    assert (await phone.get(path)).status_code == 404
    await publish(tenant, mine.plan_date)
    assert (await phone.get(path)).status_code == 200
    assert (await stranger.get(path)).status_code == 404
    assert (await phone.get("/v1/visits")).status_code == 403


async def test_the_list_is_narrowed_by_day_and_status(tenant_a: TestTenant) -> None:
    """Pages of visits of a day; another tenant's are not there."""
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    visit = await booked(await tenant_a.client(Role.AGENT))
    wished = {"date": visit["planDate"], "status": "booked", "limit": 1}
    seen: set[str] = set()
    cursor: dict[str, str] = {}
    while True:
        page = (await dispatcher.get("/v1/visits", params={**wished, **cursor})).json()
        seen |= {one["id"] for one in page["items"]}
        if page["next"] is None:
            break
        cursor = {"cursor": page["next"]}
    assert visit["id"] in seen
    far = {"date": (soon() + timedelta(days=300)).date().isoformat()}
    assert (await dispatcher.get("/v1/visits", params=far)).json()["items"] == []
