"""What a request may not be, field by field."""

from typing import Any

import pytest

from shared.domain.roles import Role
from tests.integration.api.conftest import TestTenant
from tests.integration.api.test_requests import body


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"callerPhone": "04 123 4567"}, "callerPhone"),
        ({"callerPhone": "hello"}, "callerPhone"),
        ({"patient": {"name": "X", "dateOfBirth": "2031-01-01"}}, "patient.dateOfBirth"),
        ({"place": {"lat": 24.4539, "lon": 54.3773}}, "place"),
        ({"place": {"lat": 55.27, "lon": 25.2}}, "place"),
        ({"screening": {"version": "99", "answers": {}}}, "screening.version"),
        ({"service": "massage"}, "service"),
        ({"screening": {"version": "1", "answers": {"pregnancy": "no"}}}, "screening.answers"),
        ({"bodyRegions": ["lower-back", "wing"]}, "bodyRegions"),
        ({"surprise": 1}, "surprise"),
        ({"complaint": "a" * 4001}, "complaint"),
        ({"diagnosis": "a" * 4001}, "diagnosis"),
        ({"patient": {"name": "X" * 201}}, "patient.name"),
        ({"complaint": "a\x00b"}, "complaint"),
        ({"patient": {"name": "X", "languages": ["\x00"]}}, "patient.languages.0"),
        ({"preferences": {"language": "\x00"}}, "preferences.language"),
    ],
)
async def test_bad_input_names_the_field(
    tenant_a: TestTenant, changes: dict[str, Any], field: str
) -> None:
    """422 problem+json with the field as it was sent and a sentence; nothing is kept."""
    agent = await tenant_a.client(Role.AGENT)
    answer = await agent.post("/v1/requests", json=await body(agent, **changes))
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"].startswith("application/problem+json")
    fields = [error["field"] for error in answer.json()["errors"]]
    assert any(one.startswith(field) for one in fields), answer.text


async def test_nul_in_a_query_is_no_fault_of_ours(tenant_a: TestTenant) -> None:
    """422, not 500: Postgres keeps no such text."""
    agent = await tenant_a.client(Role.AGENT)
    for path, name in (("/v1/patients", "name"), ("/v1/requests", "cursor")):
        answer = await agent.get(path, params={name: "a\x00b"})
        assert answer.status_code in {200, 422}, answer.text
    body = {"email": "a\x00b@example.test", "password": "x"}
    login = await tenant_a.api.client().post("/v1/auth/login", json=body)
    assert login.status_code == 422, login.text
    assert login.json()["errors"][0]["field"] == "email"
