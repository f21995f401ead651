"""Logging in, staying in, getting out, over HTTP."""

from datetime import UTC, datetime

from litestar.status_codes import HTTP_200_OK

from services.api.auth.reset import reset_token
from services.api.auth.throttle import ACCOUNT_LIMIT
from shared.domain.roles import Role
from tests.integration.api.conftest import PASSWORD, Api, MakeTenant, TestTenant


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


async def test_a_browser_gets_cookies_only_and_must_prove_to_be_our_page(
    api: Api, tenant_a: TestTenant
) -> None:
    """HttpOnly session cookie, no token in the body; unsafe calls need the CSRF token as well."""
    client = api.client()
    body = {"email": tenant_a.email(Role.AGENT), "password": PASSWORD, "client": "web"}
    answer = await client.post("/v1/auth/login", json=body)
    assert answer.status_code == HTTP_200_OK, answer.text
    assert "accessToken" not in answer.json()
    cookies = {line.split("=")[0]: line for line in answer.headers.get_list("set-cookie")}
    assert "HttpOnly" in cookies["rounds_session"]
    assert "SameSite=lax" in cookies["rounds_session"]
    assert "HttpOnly" not in cookies["rounds_csrf"]
    assert (await client.get("/v1/auth/me")).status_code == HTTP_200_OK
    assert (await client.post("/v1/patients", json={"name": "X"})).status_code == 403
    csrf = {"X-CSRF-Token": answer.json()["csrfToken"]}
    assert csrf["X-CSRF-Token"] == client.cookies["rounds_csrf"]
    made = await client.post("/v1/patients", json={"name": "X"}, headers=csrf)
    assert made.status_code == 201, made.text
    assert (await client.post("/v1/auth/logout", headers=csrf)).status_code == 204
    assert (await client.get("/v1/auth/me")).status_code == 401


async def test_a_refresh_token_works_once(api: Api, tenant_a: TestTenant) -> None:
    """It gives new tokens; the old access and refresh tokens are dead afterwards."""
    body = {"email": tenant_a.email(Role.AGENT), "password": PASSWORD}
    first = (await api.client().post("/v1/auth/login", json=body)).json()
    asked = {"refreshToken": first["refreshToken"]}
    second = await api.client().post("/v1/auth/refresh", json=asked)
    assert second.status_code == HTTP_200_OK, second.text
    assert (await api.client().post("/v1/auth/refresh", json=asked)).status_code == 401
    assert (await api.client(first["accessToken"]).get("/v1/auth/me")).status_code == 401
    fresh = api.client(second.json()["accessToken"])
    assert (await fresh.get("/v1/auth/me")).status_code == HTTP_200_OK


async def test_all_ways_to_be_wrong_look_alike(api: Api, tenant_a: TestTenant) -> None:
    """Wrong password, unknown email, foreign tenant: the same 401; junk tokens too."""
    email = tenant_a.email(Role.AGENT)
    wrong: list[dict[str, str]] = [
        {"email": email, "password": "not the password"},
        {"email": "nobody@nowhere.example", "password": PASSWORD},
        {"email": email, "password": PASSWORD, "tenant": "beta"},
    ]
    answers = [await api.client().post("/v1/auth/login", json=body) for body in wrong]
    assert {answer.status_code for answer in answers} == {401}
    assert len({answer.text for answer in answers}) == 1
    for token in ("x", "A" * 64, "é", "." * 300):
        headers = {"Authorization": f"Bearer {token}".encode()}
        assert (await api.client().get("/v1/auth/me", headers=headers)).status_code == 401


async def test_guessing_is_slowed_down_but_a_known_device_still_gets_in(
    api: Api, make_tenant: MakeTenant
) -> None:
    """After twenty failures a stranger gets 429 with Retry-After; the owner's browser logs in."""
    tenant = await make_tenant("guessed")
    body = {"email": tenant.email(Role.AGENT), "password": PASSWORD}
    known, stranger = api.client(), api.client()
    assert (await known.post("/v1/auth/login", json=body)).status_code == HTTP_200_OK
    for _ in range(ACCOUNT_LIMIT):
        guess = await stranger.post("/v1/auth/login", json={**body, "password": "guess"})
        assert guess.status_code == 401
    slowed = await stranger.post("/v1/auth/login", json=body)
    assert slowed.status_code == 429
    assert int(slowed.headers["retry-after"]) > 0
    assert (await known.post("/v1/auth/login", json=body)).status_code == HTTP_200_OK


async def test_who_works_for_two_tenants_says_for_which(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """409 with the list, then a login for the named one, and only that tenant's data."""
    admin = await tenant_b.client(Role.ADMIN)
    email = tenant_a.email(Role.SUPERVISOR)
    added = await admin.post("/v1/users", json={"email": email, "name": "Both", "roles": ["agent"]})
    assert added.status_code == 201, added.text
    body = {"email": email, "password": PASSWORD}
    asked = await api.client().post("/v1/auth/login", json=body)
    assert asked.status_code == 409
    assert asked.json()["type"] == "/problems/choose-tenant"
    assert [each["slug"] for each in asked.json()["tenants"]] == ["alpha", "beta"]
    chosen = await api.client().post("/v1/auth/login", json={**body, "tenant": "beta"})
    assert chosen.status_code == HTTP_200_OK, chosen.text
    assert (chosen.json()["tenant"]["slug"], chosen.json()["role"]) == ("beta", "agent")


async def test_a_role_that_was_taken_away_is_gone_at_the_next_request(
    api: Api, make_tenant: MakeTenant
) -> None:
    """Roles are read per request; ending a membership ends the login; the last admin stays."""
    tenant = await make_tenant("demoted")
    admin, agent = await tenant.client(Role.ADMIN), await tenant.client(Role.AGENT)
    assert (await agent.get("/v1/patients")).status_code == HTTP_200_OK
    url = f"/v1/users/{tenant.user_ids[Role.AGENT]}"
    body = {"roles": ["clinician"]}
    done = await admin.patch(url, json=body, headers={"If-Match": '"1"'})
    assert done.status_code == HTTP_200_OK, done.text
    assert (await agent.post("/v1/patients", json={"name": "X"})).status_code == 403
    tag = {"If-Match": done.headers["etag"]}
    assert (await admin.patch(url, json={"active": False}, headers=tag)).status_code == 200
    assert (await agent.get("/v1/auth/me")).status_code == 401
    own = f"/v1/users/{tenant.user_ids[Role.ADMIN]}"
    kept = await admin.patch(own, json={"roles": ["agent"]}, headers={"If-Match": '"1"'})
    assert (kept.status_code, kept.json()["type"]) == (409, "/problems/last-admin")


async def test_a_reset_link_works_once_and_ends_all_logins(
    api: Api, make_tenant: MakeTenant
) -> None:
    """The printed token sets a new password; then it, the old password and old logins are dead."""
    tenant = await make_tenant("forgetful")
    email, system = tenant.email(Role.AGENT), api.platform.system
    agent = await tenant.client(Role.AGENT)
    person = await system.login_lookup(email)
    assert person is not None
    token = reset_token(api.platform.secret, email, person.password_hash, datetime.now(UTC))
    public = api.client()
    weak = await public.post("/v1/auth/reset", json={"token": token, "password": "aaaaaaaaaaaa"})
    assert weak.json()["errors"][0]["field"] == "password"
    new = {"token": token, "password": "correct horse battery"}
    assert (await public.post("/v1/auth/reset", json=new)).status_code == 204
    assert (await agent.get("/v1/auth/me")).status_code == 401
    assert (await public.post("/v1/auth/reset", json=new)).status_code == 422
    old = await public.post("/v1/auth/login", json={"email": email, "password": PASSWORD})
    assert old.status_code == 401
    body = {"email": email, "password": new["password"]}
    assert (await public.post("/v1/auth/login", json=body)).status_code == HTTP_200_OK
    answers = [
        await public.post("/v1/auth/reset/request", json={"email": asked})
        for asked in (email, "nobody@nowhere.example")
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    assert answers[0].text == answers[1].text
