"""POST honours If-Match: whoever acts on what has changed since they read it gets 412."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest_asyncio

from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.proposals import offer
from shared.db.ids import new_id
from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board
from tests.integration.api.booking import (
    CONSENT,
    add_request,
    add_therapist,
    booked,
    hold,
    iso,
    offers,
    rows,
)
from tests.integration.api.conftest import Api, ApiClient, MakeTenant
from tests.integration.api.test_every_route import routes

# What has no version to be based on: what is made new, facts (never refused; a patient's pin is
# one), the ledger (its rows do not change; a newer promise is 409), jobs, and what names the
# version in its body.
WITHOUT = {
    "createApiKey",
    "createBuilding",
    "createPatient",
    "createRequest",
    "createShift",
    "createShiftPattern",
    "createTenantPlace",
    "createTherapist",
    "createUser",
    "makePinLink",
    "reportDisruption",
    "reportEvent",
    "sendPin",
    "addShiftEvent",
    "answerPromise",
    "retryJob",
    "acknowledgeMyRoute",
}


@dataclass(frozen=True)
class Act:
    """A call that would succeed: who sends it, where to, what, and where its ETag is read."""

    client: ApiClient
    path: str
    body: Any
    tag: str


async def acts_on_visits(board: Board) -> AsyncIterator[tuple[str, Act]]:
    """What desks do from the call to the visit's end."""
    agent = await board.tenant.client(Role.AGENT)
    dispatcher, clinician = board.dispatcher, await board.tenant.client(Role.CLINICIAN)
    await add_therapist(board.tenant, "Noor")
    request = f"/v1/requests/{(await add_request(agent))['id']}"
    found = await offers(agent, request.rsplit("/", maxsplit=1)[-1])
    offered = {"offerId": found["items"][0]["id"]}
    yield "holdOffer", Act(agent, f"{request}/holds", offered, request)
    held = await hold(agent, request.rsplit("/", maxsplit=1)[-1], found["items"][0])
    body = {"holdId": held["id"], "consent": CONSENT}
    yield "bookVisit", Act(agent, f"{request}/visits", body, request)
    other = f"/v1/requests/{(await add_request(agent))['id']}"
    yield "cancelRequest", Act(agent, f"{other}/cancel", {"reason": "no"}, other)
    made = await booked(agent, callerPhone="0501234569")
    visit = f"/v1/visits/{made['id']}"
    yield "pinVisit", Act(dispatcher, f"{visit}/pin", {"pinned": True}, visit)
    yield "recordConsent", Act(agent, f"{visit}/consents", {"kind": "verbal", **CONSENT}, visit)
    again = (await offers(agent, made["requestId"]))["items"][-1]
    held = await hold(agent, made["requestId"], again)
    later = {"holdId": held["id"], "reason": "she travels"}
    yield "rescheduleVisit", Act(agent, f"{visit}/reschedule", later, visit)
    yield "unassignVisit", Act(dispatcher, f"{visit}/unassign", {"reason": "x"}, visit)
    yield "cancelVisit", Act(agent, f"{visit}/cancel", {"reason": "x"}, visit)
    await add_request(agent, answers={"blood-thinners": True}, service="dry-needling")
    clearance = (await clinician.get("/v1/clearances")).json()["items"][0]
    path = f"/v1/clearances/{clearance['id']}"
    version = str(clearance["version"])
    yield "decideClearance", Act(clinician, f"{path}/decision", {"decision": "refuse"}, version)


async def acts_on_plans(board: Board) -> AsyncIterator[tuple[str, Act]]:
    """What a dispatcher does to a day, and an admin to therapists."""
    dispatcher, admin = board.dispatcher, await board.tenant.client(Role.ADMIN)
    plan = f"/v1/plans/{board.date}"
    yield "solvePlan", Act(dispatcher, f"{plan}/solve", None, plan)
    wanted = {"visitId": str(board.visits[0]), "shiftId": str(board.shifts[0])}
    yield "moveVisit", Act(dispatcher, f"{plan}/moves", wanted, plan)
    yield "publishPlan", Act(dispatcher, f"{plan}/publish", {}, plan)
    for operation, act in (("discardProposal", "discard"), ("applyProposal", "apply")):
        async with board.day.database.tenant_session(board.tenant.tenant_id) as session:
            horizon = await board.day.horizon(session, board.date)
            await offer(session, horizon, [Group({board.shifts[1]: (board.visits[1],)})])
        [one] = (await dispatcher.get("/v1/proposals")).json()["items"]
        path = f"/v1/proposals/{one['id']}/{act}"
        yield operation, Act(dispatcher, path, {}, str(one["version"]))
    therapist = f"/v1/therapists/{board.therapists[1]}"
    starts = datetime.now(UTC) + timedelta(days=5)
    away = {"from": iso(starts), "to": iso(starts + timedelta(hours=1)), "reason": "leave"}
    yield "reportAbsence", Act(dispatcher, f"{therapist}/absences", away, therapist)
    proof = {"kind": "paediatric", "issuer": "DHA", "number": "7", "validFrom": iso(starts)}
    yield "addCertificate", Act(admin, f"{therapist}/certificates", proof, therapist)
    made = await admin.post(f"{therapist}/certificates", json={**proof, "number": "8"})
    certificate = f"/v1/certificates/{made.json()['id']}"
    yield "verifyCertificate", Act(admin, f"{certificate}/verify", None, certificate)
    incident = new_id()
    await rows(
        board.tenant,
        """INSERT INTO incident (tenant_id, incident_id, kind, text)
           VALUES (cast(current_setting('app.tenant_id') AS uuid), :id, 'needles-short', 'x')""",
        id=incident,
    )
    path = f"/v1/incidents/{incident}/close"
    yield "closeIncident", Act(dispatcher, path, {"note": "found"}, "1")


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow."""
    return await make_board(api, make_tenant)


async def version_of(act: Act) -> int:
    """What If-Match would be right now."""
    if act.tag.isdigit():
        return int(act.tag)
    answer = await act.client.get(act.tag)
    assert answer.status_code == 200, answer.text
    return int(answer.headers["ETag"].strip('"'))


async def refused_then_done(operation: str, act: Act) -> None:
    """An older and an unknown version change nothing, the present one is taken."""
    version = await version_of(act)
    for wrong in {max(version - 1, 0), version + 1000} - {version}:
        stale = {"If-Match": f'"{wrong}"'}
        answer = await act.client.post(act.path, json=act.body, headers=stale)
        assert answer.status_code == 412, (operation, wrong, answer.text)
        assert answer.json()["type"] == "/problems/stale-version"
    assert await version_of(act) == version, operation
    fresh = {"If-Match": f'"{version}"'}
    answer = await act.client.post(act.path, json=act.body, headers=fresh)
    assert answer.status_code in {200, 201, 202, 204}, (operation, answer.text)


async def test_every_post_on_something_that_has_a_version_honours_it(
    api: Api, board: Board
) -> None:
    """A new call either takes If-Match and is walked here, or is named with those without."""
    walked = set()
    for acts in (acts_on_visits(board), acts_on_plans(board)):
        async for operation, act in acts:
            await refused_then_done(operation, act)
            walked.add(operation)
    document = (await api.client().get("/schema/openapi.json")).json()
    honours: set[str] = set()
    others: set[str] = set()
    for verb, path in await routes(api):
        if verb != "POST" or path.startswith("/v1/auth/"):
            continue
        call = document["paths"][path]["post"]
        sent = {one["name"] for one in call.get("parameters", ())}
        (honours if "If-Match" in sent else others).add(call["operationId"])
    assert honours == walked
    assert others == WITHOUT
