"""A patient who turns out to be another than was judged: everything is judged again."""

from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from shared.crypto.seal import seal
from shared.domain.roles import Role
from tests.integration.api.booking import (
    NEEDLING,
    add_request,
    add_therapist,
    booked,
    hold,
    offers,
    rows,
)
from tests.integration.api.conftest import ApiClient, TestTenant

ADULTS_ONLY = tuple(kind for kind in NEEDLING if kind != "paediatric")
THIS_YEAR = datetime.now(UTC).year
CHILD_OF_NINE = f"{THIS_YEAR - 9}-01-01"
CHILD_OF_FOURTEEN = f"{THIS_YEAR - 14}-01-01"


def person(**changes: Any) -> dict[str, Any]:
    """Somebody whom no other test knows."""
    born = {"dateOfBirth": "1984-03-02", "gender": "male", "languages": ["en"]}
    return {"name": f"Somebody {uuid4().hex[:12]}", **born, **changes}


async def correct(agent: ApiClient, patient_id: str, **changes: str) -> None:
    """Change the patient's record."""
    path = f"/v1/patients/{patient_id}"
    tag = {"If-Match": (await agent.get(path)).headers["ETag"]}
    answer = await agent.patch(path, json=changes, headers=tag)
    assert answer.status_code == 200, answer.text


async def status_of(agent: ApiClient, request_id: str) -> str:
    """Where the request stands."""
    status: str = (await agent.get(f"/v1/requests/{request_id}")).json()["status"]
    return status


async def test_a_child_of_nine_is_not_needled_by_a_later_birth_date(tenant_a: TestTenant) -> None:
    """A cleared adult whose birth date is corrected to a child's can be held no window."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    request = await add_request(agent, patient=person(), service="dry-needling")
    offer = (await offers(agent, request["id"]))["items"][0]
    await correct(agent, request["patientId"], dateOfBirth=CHILD_OF_NINE)
    assert await status_of(agent, request["id"]) == "not-suitable"
    refused = await agent.post(f"/v1/requests/{request['id']}/holds", json={"offerId": offer["id"]})
    assert refused.status_code == 409, refused.text
    assert refused.json()["type"] == "/problems/request-not-suitable"


async def test_a_held_window_is_not_booked_for_a_child(tenant_a: TestTenant) -> None:
    """The birth date changes between holding and booking: no visit."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Lina")
    request = await add_request(agent, patient=person(), service="dry-needling")
    held = await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    await correct(agent, request["patientId"], dateOfBirth=CHILD_OF_NINE)
    body = {"holdId": held["id"]}
    refused = await agent.post(f"/v1/requests/{request['id']}/visits", json=body)
    assert refused.status_code == 409, refused.text


async def test_booking_judges_the_patient_whom_the_database_knows(tenant_a: TestTenant) -> None:
    """Even where nothing judged the request again, a child is held no needling."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Noor")
    request = await add_request(agent, patient=person(), service="dry-needling")
    offer = (await offers(agent, request["id"]))["items"][0]
    platform, patient = tenant_a.api.platform, request["patientId"]
    born = seal(
        platform.keyring, CHILD_OF_NINE, tenant_a.tenant_id, "patient", "birth_date_sealed", patient
    )
    statement = "UPDATE patient SET birth_date_sealed = :born WHERE patient_id = :id"
    await rows(tenant_a, statement, born=born, id=patient)
    refused = await agent.post(f"/v1/requests/{request['id']}/holds", json={"offerId": offer["id"]})
    assert refused.status_code == 409, refused.text


async def test_another_gender_asks_what_was_not_asked(tenant_a: TestTenant) -> None:
    """A second call says she is a woman: the first request waits for the answer on pregnancy."""
    agent = await tenant_a.client(Role.AGENT)
    who = person()
    questions = (await agent.get("/v1/screening/questionnaire")).json()
    harmless = {q["id"]: not q["concernIf"] for q in questions["questions"]}
    del harmless["pregnancy"]
    answered = {"version": questions["version"], "answers": harmless}
    first = await add_request(agent, patient=who, service="dry-needling", screening=answered)
    assert first["status"] == "ready"
    second = await add_request(agent, patient={**who, "gender": "female"})
    assert second["patientId"] == first["patientId"]
    assert await status_of(agent, first["id"]) == "incomplete"


async def test_a_booked_child_needs_the_paediatric_certificate(tenant_b: TestTenant) -> None:
    """Corrected after booking: the visit needs it, leaves a therapist without it, and alarms."""
    agent = await tenant_b.client(Role.AGENT)
    await add_therapist(tenant_b, "Huda", kinds=ADULTS_ONLY)
    visit = await booked(agent, patient=person())
    patient = (await agent.get(f"/v1/requests/{visit['requestId']}")).json()["patientId"]
    await correct(agent, patient, dateOfBirth=CHILD_OF_FOURTEEN)
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    assert after["therapist"] is None
    assert after["unassignedReason"]["code"] == "no_certificate"
    kept = await rows(
        tenant_b, "SELECT required_certificates FROM visit WHERE visit_id = :id", id=visit["id"]
    )
    assert "paediatric" in kept[0].required_certificates
    alarm = "SELECT kind FROM incident WHERE visit_id = :id"
    assert [row.kind for row in await rows(tenant_b, alarm, id=visit["id"])] == ["patient-changed"]
    told = "SELECT 1 FROM outbox WHERE topic = 'alert' AND payload ->> 'id' = :id"
    assert await rows(tenant_b, told, id=visit["id"])
