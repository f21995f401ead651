"""A booked place that lies elsewhere: the route is timed again."""

from shared.domain.roles import Role
from tests.integration.api.booking import BARSHA, add_therapist, booked, rows
from tests.integration.api.conftest import TestTenant
from tests.integration.api.test_corrections import person


async def test_moving_a_booked_place_times_the_route_again(tenant_a: TestTenant) -> None:
    """The drive is longer now, or the visit left its route; never the old times."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    visit = await booked(agent, patient=person())
    place = (await agent.get(f"/v1/requests/{visit['requestId']}")).json()["place"]["id"]
    times = "SELECT leave_at, travel_s FROM stop WHERE visit_id = :id"
    [before] = await rows(tenant_a, times, id=visit["id"])
    tag = {"If-Match": (await agent.get(f"/v1/places/{place}")).headers["ETag"]}
    moved = await agent.patch(f"/v1/places/{place}", json=BARSHA, headers=tag)
    assert moved.status_code == 200, moved.text
    after = await rows(tenant_a, times, id=visit["id"])
    assert not after or after[0].travel_s > before.travel_s
    jobs = "SELECT generation FROM plan WHERE plan_date = cast(cast(:day AS text) AS date)"
    assert (await rows(tenant_a, jobs, day=visit["planDate"]))[0].generation > 0
