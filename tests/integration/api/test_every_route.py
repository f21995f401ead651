"""What must hold for every route; reads OpenAPI, so it grows with the routes."""

import re
from typing import Any
from uuid import uuid4

import pytest

from shared.domain.roles import Role
from tests.integration.api.conftest import Api, TestTenant

Route = tuple[str, str]


async def routes(api: Api) -> list[Route]:
    """Method and path template of each call under /v1."""
    answer = await api.client().get("/schema/openapi.json")
    assert answer.status_code == 200
    paths: dict[str, dict[str, Any]] = answer.json()["paths"]
    found = [(verb.upper(), path) for path, verbs in paths.items() for verb in verbs]
    return [(verb, path) for verb, path in found if path.startswith("/v1")]


def is_public(path: str) -> bool:
    """Whether the route may be called without a login."""
    guarded = {"/v1/auth/me", "/v1/auth/logout"}
    return path.startswith(("/v1/auth/", "/v1/public/")) and path not in guarded


def filled(path: str) -> str:
    """The path with ids and dates that nobody has."""
    path = path.replace("{year}", "2026")
    path = re.sub(r"\{[^}]*(date|day)[^}]*\}", "2026-11-22", path)
    return re.sub(r"\{[^}]+\}", str(uuid4()), path)


async def test_without_a_login_everything_but_login_is_closed(
    api: Api, tenant_a: TestTenant
) -> None:
    """401 as a problem, whatever the body, before anything else is looked at."""
    client, asked = api.client(), await routes(api)
    assert len(asked) > 20
    for verb, path in asked:
        if is_public(path):
            continue
        answer = await client.request(verb, filled(path), json={})
        assert answer.status_code == 401, (verb, path, answer.text)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.headers["cache-control"] == "no-store"
        assert "frame-ancestors" in answer.headers["content-security-policy"]


async def test_each_route_has_an_operation_id_and_documents_its_refusals(api: Api) -> None:
    """Clients are generated from this document."""
    document = (await api.client().get("/schema/openapi.json")).json()
    assert document["openapi"].startswith("3.1")
    ids = [
        call["operationId"]
        for path, verbs in document["paths"].items()
        for call in verbs.values()
        if path.startswith("/v1")
    ]
    assert len(ids) == len(set(ids))
    for name in ids:
        assert re.fullmatch(r"[a-z][A-Za-z]+", name), name
    refused = document["paths"]["/v1/patients"]["post"]["responses"]["422"]["content"]
    assert list(refused) == ["application/problem+json"]


async def test_an_id_that_nobody_has_is_404_for_every_role_that_may_ask(
    api: Api, tenant_a: TestTenant
) -> None:
    """GET and DELETE of an unknown id: 404, or 403 for the wrong role; never 200 or 500."""
    for verb, path in await routes(api):
        if "{" not in path or verb not in {"GET", "DELETE"} or "date" in path.lower():
            continue
        if path.endswith("{year}"):
            continue  # every year has a calendar
        seen = set()
        for role in Role:
            client = await tenant_a.client(role)
            answer = await client.request(verb, filled(path), headers={"If-Match": '"1"'})
            assert answer.status_code in {403, 404}, (verb, path, role, answer.text)
            seen.add(answer.status_code)
        assert 404 in seen, (verb, path)


@pytest.mark.parametrize("role", [Role.OPERATOR])
async def test_an_operator_sees_no_tenant_data(api: Api, tenant_a: TestTenant, role: Role) -> None:
    """Running the installation gives no right to read what is in it, but its queue."""
    client = await tenant_a.client(role)
    for verb, path in await routes(api):
        open_to_all = is_public(path) or path.startswith(("/v1/auth/", "/v1/jobs"))
        if open_to_all or path == "/v1/stream" or verb != "GET":
            continue
        answer = await client.get(filled(path))
        assert answer.status_code == 403, (path, answer.status_code)


async def test_what_is_not_there_and_what_is_not_possible(api: Api) -> None:
    """Unknown paths 404 and wrong methods 405, both as problems; a broken body 422."""
    client = api.client()
    missing = await client.get("/v1/nothing-here")
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/not-found")
    wrong = await client.delete("/v1/auth/login")
    assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/method-not-allowed")
    broken = await client.post("/v1/auth/login", content=b"{not json")
    assert (broken.status_code, broken.json()["errors"][0]["field"]) == (422, "body")
    lenient = await client.post("/v1/auth/login", json={"email": "a@b.c", "password": 7})
    assert (lenient.status_code, lenient.json()["errors"][0]["field"]) == (422, "password")


async def test_the_reference_page_needs_nobody_else(api: Api) -> None:
    """The interactive page and its script come from here and name no other host."""
    client = api.client()
    page, script = await client.get("/schema"), await client.get("/schema/page.js")
    assert page.headers["content-type"].startswith("text/html")
    assert script.headers["content-type"].startswith("text/javascript")
    assert "/schema/page.js" in page.text
    for text in (page.text, script.text):
        assert "http://" not in text
        assert "https://" not in text


async def test_health_says_what_is_there(api: Api) -> None:
    """Live and ready without login; metrics name routes, not paths."""
    client = api.client()
    assert (await client.get("/health/live")).json()["status"] == "live"
    ready = await client.get("/health/ready")
    assert (ready.status_code, ready.json()["status"]) == (200, "ready")
    text = (await client.get("/metrics")).text
    assert 'route="/health/live"' in text
