"""What may still change of a request when its visit is booked."""

from typing import Any

import pytest

from shared.domain.roles import Role
from tests.integration.api.booking import BARSHA, MARINA, add_request, add_therapist, booked
from tests.integration.api.conftest import TestTenant
from tests.integration.api.test_corrections import person


@pytest.mark.parametrize(
    "change",
    [
        {"place": BARSHA},
        {"service": "dry-needling"},
        {"bodyRegions": ["neck"]},
        {"patientId": "another"},
        {"placeId": "another"},
    ],
)
async def test_what_the_visit_was_booked_for_stays(
    tenant_a: TestTenant, change: dict[str, Any]
) -> None:
    """Another patient, place, service or region is refused by name; nothing is changed."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    visit = await booked(agent, patient=person())
    other = await add_request(agent, callerPhone="0507654321", patient=person())
    others = {"patientId": other["patientId"], "placeId": other["place"]["id"]}
    sent = {name: others.get(name, value) for name, value in change.items()}
    path = f"/v1/requests/{visit['requestId']}"
    before = await agent.get(path)
    tag = {"If-Match": before.headers["ETag"]}
    refused = await agent.patch(path, json=sent, headers=tag)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/request-booked")
    assert next(iter(change)) in refused.json()["detail"]
    assert (await agent.get(path)).json() == before.json()


async def test_words_and_what_is_the_same_may_still_change(tenant_a: TestTenant) -> None:
    """Complaint, preferences, contacts, and what is sent again as it was."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Lina")
    visit = await booked(agent, patient=person(), place=MARINA)
    path = f"/v1/requests/{visit['requestId']}"
    now = await agent.get(path)
    sent = {
        "complaint": "worse when sitting",
        "preferences": {"language": "ar"},
        "contacts": [{"name": "Her Brother", "relation": "other"}],
        "service": now.json()["service"],
        "patientId": now.json()["patientId"],
        "placeId": now.json()["place"]["id"],
        "bodyRegions": now.json()["bodyRegions"],
    }
    done = await agent.patch(path, json=sent, headers={"If-Match": now.headers["ETag"]})
    assert done.status_code == 200, done.text
    assert done.json()["complaint"] == "worse when sitting"
    assert done.json()["status"] == "booked"
