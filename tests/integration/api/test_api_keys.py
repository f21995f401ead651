"""A tenant's own programs: keys made and revoked by an admin, shown once, hashed at rest."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from services.api.auth.tokens import hashed
from shared.domain.roles import Role
from tests.integration.api.booking import iso, rows
from tests.integration.api.conftest import Api, TestTenant


async def make_key(tenant: TestTenant, *roles: str, **more: Any) -> dict[str, Any]:
    """A key as the admin sees it once."""
    admin = await tenant.client(Role.ADMIN)
    body = {"name": "Web form", "roles": list(roles), **more}
    answer = await admin.post("/v1/api-keys", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_key_is_shown_once_and_kept_as_a_hash(api: Api, tenant_a: TestTenant) -> None:
    """Neither the list nor the table knows it; an agent cannot make one."""
    made = await make_key(tenant_a, "agent")
    assert made["key"].startswith("rounds_")
    admin, agent = await tenant_a.client(Role.ADMIN), await tenant_a.client(Role.AGENT)
    listed = await admin.get("/v1/api-keys")
    assert made["key"] not in listed.text
    assert "key" not in listed.json()["items"][0]
    [row] = await rows(
        tenant_a, "SELECT * FROM api_key WHERE api_key_id = cast(:i AS uuid)", i=made["id"]
    )
    assert row.key_hash == hashed(made["key"])
    assert made["key"] not in str(row)
    body = {"name": "x", "roles": ["agent"]}
    assert (await agent.post("/v1/api-keys", json=body)).status_code == 403


async def test_a_key_calls_with_its_roles_in_its_tenant(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """It makes a patient without any CSRF token, under its own name in the audit; what its role
    may not it may not, and the other tenant is absent for it.
    """
    made = await make_key(tenant_a, "agent")
    program = api.client(made["key"])
    patient = await program.post("/v1/patients", json={"name": "Of A Program"})
    assert patient.status_code == 201, patient.text
    [told] = await rows(
        tenant_a,
        "SELECT actor FROM audit WHERE noun_id = cast(:i AS uuid) AND act = 'create'",
        i=patient.json()["id"],
    )
    assert str(told.actor) == made["id"]
    assert (await program.get("/v1/users")).status_code == 403
    assert (await program.get("/v1/auth/me")).status_code == 403
    other = await (await tenant_b.client(Role.AGENT)).post("/v1/patients", json={"name": "B"})
    assert (await program.get(f"/v1/patients/{other.json()['id']}")).status_code == 404


async def test_a_revoked_an_expired_and_a_foreign_key_are_401(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """At once, by the database's clock; revoking takes the version that was read, once."""
    made = await make_key(tenant_a, "agent", expiresAt=iso(datetime.now(UTC) + timedelta(days=1)))
    program, admin = api.client(made["key"]), await tenant_a.client(Role.ADMIN)
    assert (await program.get("/v1/therapists")).status_code == 200
    url = f"/v1/api-keys/{made['id']}"
    stranger = await tenant_b.client(Role.ADMIN)
    assert (await stranger.delete(url, headers={"If-Match": '"1"'})).status_code == 404
    assert (await admin.delete(url, headers={"If-Match": '"9"'})).status_code == 412
    assert (await admin.delete(url, headers={"If-Match": '"1"'})).status_code == 204
    refused = await program.get("/v1/therapists")
    assert (refused.status_code, refused.json()["type"]) == (401, "/problems/unauthenticated")
    assert (await admin.delete(url, headers={"If-Match": '"2"'})).status_code == 404
    short = await make_key(tenant_a, "agent", expiresAt=iso(datetime.now(UTC) + timedelta(days=1)))
    await rows(
        tenant_a,
        "UPDATE api_key SET expires_at = now() - interval '1 s' WHERE api_key_id = "
        "cast(:i AS uuid)",
        i=short["id"],
    )
    assert (await api.client(short["key"]).get("/v1/therapists")).status_code == 401
    foreign = api.client((await make_key(tenant_b, "agent"))["key"][:-4] + "AAAA")
    assert (await foreign.get("/v1/therapists")).status_code == 401


@pytest.mark.parametrize(
    ("sent", "field"),
    [
        ({"roles": ["admin"]}, "roles"),
        ({"roles": ["clinician"]}, "roles"),
        ({"roles": ["therapist"]}, "roles"),
        ({"roles": []}, "roles"),
        ({"name": " "}, "name"),
        ({"expiresAt": "2020-01-01T00:00:00Z"}, "expiresAt"),
        ({"expiresAt": "2099-01-01T00:00:00"}, "expiresAt"),
    ],
)
async def test_what_no_key_can_be(tenant_a: TestTenant, sent: dict[str, Any], field: str) -> None:
    """A program signs no clearance, treats nobody and makes no keys."""
    admin = await tenant_a.client(Role.ADMIN)
    body = {"name": "x", "roles": ["agent"], **sent}
    answer = await admin.post("/v1/api-keys", json=body)
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"].startswith(field)


async def test_a_keys_stream_ends_with_the_key(api: Api, tenant_a: TestTenant) -> None:
    """It may listen; revoked, it hears nothing more."""
    made = await make_key(tenant_a, "dispatcher")
    admin = await tenant_a.client(Role.ADMIN)
    program = api.client(made["key"])
    async with program.stream("GET", "/v1/stream") as stream:
        assert stream.status_code == 200
        gone = {"If-Match": '"1"'}
        revoked = await admin.delete(f"/v1/api-keys/{made['id']}", headers=gone)
        assert revoked.status_code == 204
        async for _ in stream.aiter_bytes():
            pass
