"""200 callers want the one gap that is left: one gets it, 199 are told so, nobody overlaps."""

import asyncio
from collections import Counter

from sqlalchemy import text

from shared.domain.roles import Role
from tests.integration.api.booking import add_request, add_therapist, offers
from tests.integration.api.conftest import MakeTenant

CALLERS = 200


async def test_two_hundred_holds_for_one_gap(make_tenant: MakeTenant) -> None:
    """One 201, 199 times 409 with what else is free, and one reservation in the table."""
    tenant = await make_tenant("race")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Only One", hours=1.25)
    requests = [
        await add_request(
            agent,
            callerPhone=f"0501{i:06d}",
            patient={
                "name": f"Caller Number {i}",
                "dateOfBirth": "1984-03-02",
                "gender": "male",
                "languages": ["en"],
            },
        )
        for i in range(CALLERS)
    ]
    wanted = []
    for request in requests:
        found = await offers(agent, request["id"])
        assert found["items"], found
        wanted.append(found["items"][0]["id"])
    answers = await asyncio.gather(
        *(
            agent.post(f"/v1/requests/{request['id']}/holds", json={"offerId": offer})
            for request, offer in zip(requests, wanted, strict=True)
        )
    )
    assert Counter(answer.status_code for answer in answers) == {201: 1, 409: CALLERS - 1}
    refused = [answer.json() for answer in answers if answer.status_code == 409]
    assert {problem["type"] for problem in refused} == {"/problems/hold-taken"}
    assert all(problem["offers"] == [] for problem in refused)
    async with tenant.api.platform.database.tenant_session(tenant.tenant_id) as session:
        held = await session.scalar(text("SELECT count(*) FROM reservation WHERE active"))
        requests_held = await session.scalar(
            text("SELECT count(*) FROM request WHERE status = 'held'")
        )
    assert (held, requests_held) == (1, 1)
