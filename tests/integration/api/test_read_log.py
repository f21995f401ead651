"""Who reads patients' data is written down, and a POST honours If-Match."""

from shared.domain.roles import Role
from tests.integration.api.booking import rows
from tests.integration.api.conftest import TestTenant
from tests.integration.api.test_requests import create


async def test_reads_are_logged(tenant_a: TestTenant) -> None:
    """A request, the list, the clinicians' queue, a patient's places and a day leave a trace."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    dispatcher = await tenant_a.client(Role.DISPATCHER)
    made = await create(agent)
    log = "SELECT count(*) AS n FROM audit"
    words = {"q": "Marina", "patientId": made["patientId"]}
    for client, path, query in (
        (agent, f"/v1/requests/{made['id']}", {}),
        (agent, "/v1/requests", {}),
        (agent, "/v1/places", words),
        (clinician, "/v1/clearances", {}),
        (dispatcher, "/v1/plans/2026-01-05", {}),
    ):
        before = (await rows(tenant_a, log))[0].n
        answer = await client.get(path, params=query)
        assert answer.status_code == 200, answer.text
        assert (await rows(tenant_a, log))[0].n == before + 1, path


async def test_a_post_honours_if_match(tenant_a: TestTenant) -> None:
    """Cancelling or deciding what was changed since it was read is 412."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    made = await create(agent, answers={"blood-thinners": True})
    stale = {"If-Match": '"0"'}
    path = f"/v1/requests/{made['id']}/cancel"
    refused = await agent.post(path, json={"reason": "no"}, headers=stale)
    assert refused.status_code == 412, refused.text
    queue = (await clinician.get("/v1/clearances")).json()["items"]
    mine = next(c for c in queue if c["requestId"] == made["id"])
    path = f"/v1/clearances/{mine['id']}/decision"
    refused = await clinician.post(path, json={"decision": "clear"}, headers=stale)
    assert refused.status_code == 412, refused.text
