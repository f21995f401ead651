"""A POST sent twice has one effect and one answer."""

import asyncio
from typing import Any

from sqlalchemy import func, select

from shared.db.models.patient import Patient
from shared.domain.roles import Role
from tests.integration.api.conftest import Api, TestTenant

BODY: dict[str, Any] = {"name": "Twice Asked"}


async def patients(api: Api, tenant: TestTenant) -> int:
    """How many the tenant has."""
    async with api.platform.database.tenant_session(tenant.tenant_id) as session:
        return await session.scalar(select(func.count()).select_from(Patient)) or 0


async def test_twenty_at_once_make_one(api: Api, tenant_a: TestTenant) -> None:
    """Twenty parallel posts with one key: one row, twenty times the same answer."""
    agent, before = await tenant_a.client(Role.AGENT), await patients(api, tenant_a)
    headers = {"Idempotency-Key": "one-for-all"}
    answers = await asyncio.gather(
        *(agent.post("/v1/patients", json=BODY, headers=headers) for _ in range(20))
    )
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert {answer.headers["etag"] for answer in answers} == {'"1"'}
    replays = [a for a in answers if a.headers.get("idempotent-replay") == "true"]
    assert len(replays) == 19
    assert await patients(api, tenant_a) == before + 1


async def test_another_body_or_path_under_the_same_key_is_refused(tenant_a: TestTenant) -> None:
    """The key belongs to the whole request."""
    agent = await tenant_a.client(Role.AGENT)
    headers = {"Idempotency-Key": "used"}
    assert (await agent.post("/v1/patients", json=BODY, headers=headers)).status_code == 201
    other = await agent.post("/v1/patients", json={"name": "Else"}, headers=headers)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"


async def test_a_refused_request_leaves_its_key_free(tenant_a: TestTenant) -> None:
    """After a 422 the same key may be sent again with a body that is right."""
    agent = await tenant_a.client(Role.AGENT)
    headers = {"Idempotency-Key": "second-try"}
    wrong = await agent.post("/v1/patients", json={"name": ""}, headers=headers)
    assert wrong.status_code == 422
    assert (await agent.post("/v1/patients", json=BODY, headers=headers)).status_code == 201


async def test_the_key_is_required_and_must_be_printable(tenant_a: TestTenant) -> None:
    """422 naming the header when it is missing, empty, too long or not printable."""
    agent = await tenant_a.client(Role.AGENT)
    for key in (None, "", "x" * 256, "tab\there"):
        request = agent.build_request("POST", "/v1/patients", json=BODY)
        if key is not None:
            request.headers["Idempotency-Key"] = key
        answer = await agent.send(request)
        assert answer.status_code == 422, (key, answer.text)
        assert answer.json()["errors"][0]["field"] == "Idempotency-Key"


async def test_keys_of_two_people_are_two_keys(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """The same key from another tenant makes that tenant's own row."""
    headers = {"Idempotency-Key": "shared-by-chance"}
    here, there = await tenant_a.client(Role.AGENT), await tenant_b.client(Role.AGENT)
    first = await here.post("/v1/patients", json=BODY, headers=headers)
    second = await there.post("/v1/patients", json=BODY, headers=headers)
    assert first.status_code == second.status_code == 201
    assert first.json()["id"] != second.json()["id"]
