"""Logging in, staying in, getting out, over HTTP."""

from litestar.status_codes import HTTP_200_OK

from shared.domain.roles import Role
from tests.integration.api.conftest import PASSWORD, Api, TestTenant


async def test_login_gives_a_bearer_token_that_works(api: Api, tenant_a: TestTenant) -> None:
    """A bearer login answers with token, expiry, role and tenant, and the token opens /me."""
    client = api.client()
    body = {"email": tenant_a.email(Role.AGENT).upper(), "password": PASSWORD}
    answer = await client.post("/v1/auth/login", json=body)
    assert answer.status_code == HTTP_200_OK, answer.text
    said = answer.json()
    assert said["role"] == "agent"
    assert said["tenant"]["slug"] == "alpha"
    me = await api.client(said["accessToken"]).get("/v1/auth/me")
    assert me.status_code == HTTP_200_OK, me.text
    assert me.json()["user"]["id"] == str(tenant_a.user_ids[Role.AGENT])
    assert "accessToken" not in me.json()
