"""A certificate that ends while visits need it: shown first, then freed in the same step."""

from typing import Any

import httpx

from shared.domain.roles import Role
from tests.integration.api.booking import add_therapist, booked
from tests.integration.api.conftest import TestTenant


async def certificate(admin: httpx.AsyncClient, therapist_id: str, kind: str) -> dict[str, Any]:
    """The therapist's certificate of this kind, as it is now."""
    held = (await admin.get(f"/v1/therapists/{therapist_id}")).json()["certificates"]
    found: dict[str, Any] = next(each for each in held if each["kind"] == kind)
    return found


async def test_revoking_shows_the_visits_then_frees_them_and_asks_for_a_replan(
    tenant_a: TestTenant,
) -> None:
    """The dry run names the visit and changes nothing; revoking takes it off its route."""
    admin, agent = await tenant_a.client(Role.ADMIN), await tenant_a.client(Role.AGENT)
    therapist = await add_therapist(tenant_a, "Sara")
    visit = await booked(agent)
    assert visit["therapist"]["id"] == therapist.id
    held = await certificate(admin, therapist.id, "physiotherapy")
    url, tag = f"/v1/certificates/{held['id']}", {"If-Match": f'"{held["version"]}"'}
    dry = await admin.patch(url, json={"revoked": True, "dryRun": True}, headers=tag)
    assert dry.status_code == 200, dry.text
    assert (dry.json()["freed"], dry.json()["dryRun"]) == ([visit["id"]], True)
    assert (await agent.get(f"/v1/visits/{visit['id']}")).json()["therapist"] is not None
    unneeded = await certificate(admin, therapist.id, "dry-needling")
    other = await admin.patch(
        f"/v1/certificates/{unneeded['id']}",
        json={"revoked": True},
        headers={"If-Match": f'"{unneeded["version"]}"'},
    )
    assert (other.status_code, other.json()["freed"]) == (200, []), other.text
    done = await admin.patch(url, json={"revoked": True}, headers=tag)
    assert done.status_code == 200, done.text
    assert done.json()["freed"] == [visit["id"]]
    assert len(done.json()["jobIds"]) == 1
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    assert after["therapist"] is None
    assert after["unassignedReason"]["code"] == "no_certificate"


async def test_a_shift_with_visits_cannot_be_cancelled_away(tenant_b: TestTenant) -> None:
    """409 naming what to do; nothing is changed."""
    agent, dispatcher = await tenant_b.client(Role.AGENT), await tenant_b.client(Role.DISPATCHER)
    therapist = await add_therapist(tenant_b, "Lina")
    visit = await booked(agent)
    shift = await dispatcher.get(f"/v1/shifts/{therapist.shift_id}")
    tag = {"If-Match": shift.headers["etag"]}
    refused = await dispatcher.delete(f"/v1/shifts/{therapist.shift_id}", headers=tag)
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/shift-needed")
    kept = (await agent.get(f"/v1/visits/{visit['id']}")).json()
    assert kept["shiftId"] == therapist.shift_id
