"""A therapist who no longer works here is given nothing, and what they had is freed."""

from shared.domain.roles import Role
from tests.integration.api.booking import add_request, add_therapist, booked, hold, offers, rows
from tests.integration.api.conftest import TestTenant
from tests.integration.api.test_corrections import person


async def test_deactivating_frees_and_offers_nothing_more(tenant_a: TestTenant) -> None:
    """The visit leaves the route, the held window is gone, and nobody is offered."""
    admin, agent = await tenant_a.client(Role.ADMIN), await tenant_a.client(Role.AGENT)
    therapist = await add_therapist(tenant_a, "Sara")
    visit = await booked(agent, patient=person())
    other = await add_request(agent, patient=person())
    held = await hold(agent, other["id"], (await offers(agent, other["id"]))["items"][0])
    path = f"/v1/therapists/{therapist.id}"
    tag = {"If-Match": (await admin.get(path)).headers["ETag"]}
    left = await admin.patch(path, json={"active": False}, headers=tag)
    assert left.status_code == 200, left.text
    assert left.json()["freed"] == [visit["id"]]
    assert left.json()["jobIds"]
    assert (await agent.get(f"/v1/visits/{visit['id']}")).json()["therapist"] is None
    assert (await offers(agent, other["id"]))["items"] == []
    gone = await agent.post(f"/v1/requests/{other['id']}/visits", json={"holdId": held["id"]})
    assert gone.status_code == 409, gone.text


async def test_any_change_of_a_therapist_counts(tenant_b: TestTenant) -> None:
    """Another home makes other routes: the day has a new generation and a job."""
    admin, agent = await tenant_b.client(Role.ADMIN), await tenant_b.client(Role.AGENT)
    therapist = await add_therapist(tenant_b, "Lina")
    await booked(agent, patient=person())
    count = "SELECT generation FROM plan WHERE plan_date = cast(cast(:day AS text) AS date)"
    before = (await rows(tenant_b, count, day=therapist.plan_date))[0].generation
    path = f"/v1/therapists/{therapist.id}"
    tag = {"If-Match": (await admin.get(path)).headers["ETag"]}
    moved = await admin.patch(path, json={"languages": ["en"]}, headers=tag)
    assert moved.status_code == 200, moved.text
    assert (await rows(tenant_b, count, day=therapist.plan_date))[0].generation > before


async def test_certificates_and_settings_count_too(tenant_b: TestTenant) -> None:
    """Suspending, revoking, another policy: each gives the day a new generation."""
    admin = await tenant_b.client(Role.ADMIN)
    therapist = await add_therapist(tenant_b, "Maha")
    count = "SELECT generation FROM plan WHERE plan_date = cast(cast(:day AS text) AS date)"

    async def generation() -> int:
        found: int = (await rows(tenant_b, count, day=therapist.plan_date))[0].generation
        return found

    for change in (
        {"suspendedFrom": "2050-01-01T00:00:00+04:00"},
        {"suspendedFrom": None},
        {"revoked": True},
    ):
        before = await generation()
        held = (await admin.get(f"/v1/therapists/{therapist.id}")).json()["certificates"][0]
        tag = {"If-Match": f'"{held["version"]}"'}
        done = await admin.patch(f"/v1/certificates/{held['id']}", json=change, headers=tag)
        assert done.status_code == 200, done.text
        assert await generation() > before
    before = await generation()
    tag = {"If-Match": (await admin.get("/v1/tenant")).headers["ETag"]}
    done = await admin.patch("/v1/tenant", json={"policies": {"freezeMinutes": 30}}, headers=tag)
    assert done.status_code == 200, done.text
    assert await generation() > before
