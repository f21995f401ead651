"""Another tenant's id answers like an absent one, on every route; reads OpenAPI, so it grows."""

import re
from typing import Any
from uuid import UUID, uuid4

from services.api.tenants.creation import NewMember, add_member
from shared.db import jobs
from shared.domain.roles import Role
from shared.jobs import ExpireHolds, JobKind, to_json
from tests.integration.api.booking import add_request, add_therapist, booked, hold, offers
from tests.integration.api.conftest import Api, ApiClient, TestTenant
from tests.integration.api.test_settings import DANA, NEXT_WEEK

NOBODY = str(uuid4())
CONSENT = {"givenBy": "X", "relation": "self", "language": "en"}
# Right bodies, since a call looks at the body before it looks for the row.
BODIES: dict[str, dict[str, Any]] = {
    "addCertificate": {
        "kind": "licence",
        "issuer": "DHA",
        "number": "1",
        "validFrom": "2026-01-01T00:00:00Z",
    },
    "addShiftEvent": {
        "type": "shift-start",
        "occurredAt": "2026-01-01T00:00:00Z",
        "clientEventId": "1",
    },
    "answerPromise": {"answer": "agreed"},
    "bookVisit": {"holdId": NOBODY, "consent": CONSENT},
    "cancelRequest": {"reason": "x"},
    "cancelVisit": {"reason": "x"},
    "closeIncident": {"note": "x"},
    "decideClearance": {"decision": "clear"},
    "holdOffer": {"offerId": "x"},
    "makePinLink": {"minutes": 10},
    "sendPin": {"lat": 25.0772, "lon": 55.1403},
    "pinVisit": {"pinned": True},
    "recordConsent": {"kind": "written", **CONSENT},
    "reportAbsence": {
        "from": NEXT_WEEK.isoformat(),
        "to": NEXT_WEEK.replace(hour=9).isoformat(),
        "reason": "illness",
    },
    "reportEvent": {
        "type": "accept",
        "occurredAt": "2026-01-01T00:00:00Z",
        "clientEventId": "1",
    },
    "reportDisruption": {
        "startsAt": NEXT_WEEK.isoformat(),
        "endsAt": NEXT_WEEK.replace(hour=9).isoformat(),
        "factor": 2,
        "reason": "rain",
        "communities": [345],
    },
    "rescheduleVisit": {"holdId": NOBODY, "reason": "x"},
    "unassignVisit": {"reason": "x"},
}


async def all_roles(api: Api, tenant: TestTenant) -> ApiClient:
    """Somebody of this tenant who may do everything there."""
    platform = api.platform
    async with platform.database.tenant_session(tenant.tenant_id) as session:
        who = NewMember(tenant.email(Role.ADMIN), "", frozenset(Role) - {Role.THERAPIST})
        await add_member(session, platform.system, tenant.tenant_id, who)
    return await tenant.client(Role.ADMIN)


async def made(client: ApiClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """A new row, as answered."""
    answer = await client.post(path, json=body)
    assert answer.status_code == 201, answer.text
    row: dict[str, Any] = answer.json()
    return row


async def rows_of(api: Api, tenant: TestTenant, client: ApiClient) -> dict[str, str]:
    """One row of each noun that can be made by itself, by the name of its path parameter."""
    patient = await made(
        client, "/v1/patients", {"name": "A", "places": [{"lat": 25.0772, "lon": 55.1403}]}
    )
    therapist = (await made(client, "/v1/therapists", DANA))["id"]
    shift = {"therapistId": therapist, "startsAt": NEXT_WEEK.isoformat()}
    shift["endsAt"] = NEXT_WEEK.replace(hour=12).isoformat()
    habit = {"therapistId": therapist, "weekdays": [0], "starts": "01:00:00"}
    habit |= {"durationMinutes": 60, "validFrom": "2026-01-01"}
    certificate = await made(
        client, f"/v1/therapists/{therapist}/certificates", BODIES["addCertificate"]
    )
    request = await made(client, "/v1/requests", {"channel": "phone", "callerPhone": "0501234567"})
    async with api.platform.database.tenant_session(tenant.tenant_id) as session:
        job: UUID = await jobs.enqueue(session, JobKind.EXPIRE_HOLDS, None, to_json(ExpireHolds()))
    visits = await visit_ids(tenant, client)
    where = {"name": "X", "lat": 25.0772, "lon": 55.1403}
    link = await made(client, f"/v1/requests/{request['id']}/pin-links", {"minutes": 10})
    rain = await made(client, "/v1/travel/disruptions", BODIES["reportDisruption"])
    return visits | {
        "disruption_id": rain["disruption"]["id"],
        "building_id": (await made(client, "/v1/buildings", {**where, "kind": "tower"}))["id"],
        "tenant_place_id": (await made(client, "/v1/tenant-places", where))["id"],
        "pin_link_id": link["id"],
        "patient_id": patient["id"],
        "place_id": patient["places"][0]["id"],
        "therapist_id": therapist,
        "certificate_id": certificate["id"],
        "shift_id": (await made(client, "/v1/shifts", shift))["id"],
        "pattern_id": (await made(client, "/v1/shift-patterns", habit))["id"],
        "user_id": str(tenant.user_ids[Role.AGENT]),
        "request_id": request["id"],
        "job_id": str(job),
    }


async def visit_ids(tenant: TestTenant, client: ApiClient) -> dict[str, str]:
    """A booked visit with its promise, and a hold of another request."""
    await add_therapist(tenant, "Sara")
    visit = await booked(client)
    request = (await add_request(client))["id"]
    offer = (await offers(client, request))["items"][0]
    return {
        "visit_id": visit["id"],
        "promise_id": visit["promise"]["id"],
        "hold_id": (await hold(client, request, offer))["id"],
    }


async def test_a_foreign_id_is_an_absent_id_on_every_route(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """With the other tenant's ids, someone with all roles gets 404."""
    owner, stranger = await all_roles(api, tenant_a), await all_roles(api, tenant_b)
    ids = await rows_of(api, tenant_a, owner)
    document = (await owner.get("/schema/openapi.json")).json()
    tried = set()
    for path, verbs in document["paths"].items():
        names = re.findall(r"\{([^}]+)\}", path)
        if not path.startswith("/v1") or not names or "date" in path.lower():
            continue
        url = re.sub(r"\{([^}]+)\}", lambda m: ids.get(m[1], str(uuid4())), path)
        for verb, call in verbs.items():
            body = BODIES.get(call["operationId"], {})
            headers = {"If-Match": '"1"'}
            answer = await stranger.request(verb.upper(), url, json=body, headers=headers)
            allowed = {404, 403}
            assert answer.status_code in allowed, (verb, path, answer.status_code, answer.text)
            tried |= {name for name in names if answer.status_code == 404}
    assert set(ids) <= tried, set(ids) - tried
    for path, name in (("patients", "patient_id"), ("therapists", "therapist_id")):
        row = await owner.get(f"/v1/{path}/{ids[name]}")
        assert row.json()["version"] == 1
