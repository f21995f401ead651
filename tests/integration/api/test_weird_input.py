"""Whatever is sent, it is answered as a problem that says what is wrong; never as our failure."""

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import httpx
import pytest
import pytest_asyncio

from services.api.auth.passwords import hash_password
from services.api.problem import MEDIA_TYPE
from services.api.tenants.creation import NewMember, add_member
from shared.domain.roles import Role
from tests.integration.api.conftest import PASSWORD, Api, ApiClient, TestTenant
from tests.integration.api.test_every_route import filled

DEPTH = 10_000
BODIES = {
    "nothing": b"",
    "no UTF-8": b"\xff\xfe",
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "half of a surrogate pair": b'{"name": "\\ud800", "reason": "\\udc00"}',
    "a surrogate in UTF-8": b'{"name": "\xed\xa0\x80"}',
    "lists in lists": b"[" * DEPTH + b"]" * DEPTH,
    "objects in objects": b'{"name":' * DEPTH + b"1" + b"}" * DEPTH,
    "not a number": b'{"lat": NaN}',
    "more than a float": b'{"lat": 1e400}',
    "more than any integer": b'{"version": ' + b"9" * 5_000 + b"}",
    "a key twice": b'{"mood": 1, "mood": 2}',
    "NUL as a key": b'{"\\u0000": "\\u0000"}',
    "null": b"null",
}
QUERIES = ("%00", "%FF", "%ED%A0%80", "NaN", "9" * 400, "9999-12-31T23:59:59-14:00", "0001-01-01")
SKIPPED = {"/v1/stream", "/v1/auth/logout"}
Calls = list[tuple[str, str, dict[str, Any]]]


@pytest_asyncio.fixture(scope="module")
async def everybody(api: Api, tenant_a: TestTenant) -> ApiClient:
    """Somebody who may do everything."""
    name, email = "Everybody", "everybody@alpha.example"
    person = NewMember(email, name, frozenset(Role), "en", await hash_password(PASSWORD))
    async with api.platform.database.tenant_session(tenant_a.tenant_id) as session:
        await add_member(session, api.platform.system, tenant_a.tenant_id, person)
    body = {"email": email, "password": PASSWORD}
    answer = await api.client().post("/v1/auth/login", json=body)
    return api.client(answer.json()["accessToken"])


@pytest_asyncio.fixture(scope="module")
async def calls(api: Api) -> Calls:
    """Method, path and description of each call under /v1."""
    document = (await api.client().get("/schema/openapi.json")).json()
    return [
        (verb.upper(), path, call)
        for path, verbs in document["paths"].items()
        for verb, call in verbs.items()
        if path.startswith("/v1") and path not in SKIPPED
    ]


def is_told(answer: httpx.Response) -> bool:
    """Answered well, or refused as a problem that is not ours."""
    refused = 400 <= answer.status_code < 500 and answer.headers["content-type"] == MEDIA_TYPE
    return answer.status_code < 300 or refused


async def test_no_body_is_our_failure(everybody: ApiClient, calls: Calls) -> None:
    """Each call that takes a body refuses what is none."""
    headers = {"If-Match": '"1"', "Content-Type": "application/json"}
    tried = 0
    for verb, path, call in calls:
        if "requestBody" not in call:
            continue
        for name, body in BODIES.items():
            answer = await everybody.request(verb, filled(path), content=body, headers=headers)
            assert is_told(answer), (verb, path, name, answer.text)
            tried += 1
    assert tried > 300


async def test_no_query_is_our_failure(everybody: ApiClient, calls: Calls) -> None:
    """Each value of a query is read or refused, whatever the others are."""
    tried = 0
    for verb, path, call in calls:
        for parameter in call.get("parameters", []):
            if parameter["in"] != "query":
                continue
            for value in QUERIES:
                url = f"{filled(path)}?{parameter['name']}={value}"
                answer = await everybody.request(verb, url)
                assert is_told(answer), (verb, url, answer.text)
                tried += 1
    assert tried > 100


@pytest.mark.parametrize("version", ["4294967296", "9223372036854775808", "9" * 100, "-1", "٣"])
async def test_no_version_is_our_failure(everybody: ApiClient, calls: Calls, version: str) -> None:
    """More than a column of versions holds was never read anywhere."""
    headers = {"If-Match": f'"{version}"'.encode()}
    patient = (await everybody.post("/v1/patients", json={"name": "X"})).json()["id"]
    for verb, path, call in calls:
        if "If-Match" not in {each["name"] for each in call.get("parameters", [])}:
            continue
        url = filled(path.replace("{patient_id}", patient))
        body: dict[str, Any] = {"json": {}} if "requestBody" in call else {}
        answer = await everybody.request(verb, url, headers=headers, **body)
        assert answer.status_code in {404, 422}, (verb, path, answer.text)


@pytest.mark.parametrize("told", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
async def test_a_time_beyond_the_calendar_is_named(everybody: ApiClient, told: str) -> None:
    """In a body, also where it lies deeper, in any way of writing it."""
    key = {"name": "form", "roles": ["agent"], "expiresAt": told}
    wish = {"channel": "phone", "callerPhone": "1", "preferences": {"notBefore": told}}
    for path, body, field in (
        ("/v1/api-keys", key, "expiresAt"),
        ("/v1/requests", wish, "preferences.notBefore"),
    ):
        answer = await everybody.post(path, json=body)
        assert answer.status_code == 422, answer.text
        wrong = f"{field} must be a time between 1900 and 2200."
        assert answer.json()["errors"] == [{"field": field, "message": wrong}]
    hidden = f'{{"name": "form", "roles": ["agent"], "expiresAt": "\\u003{told[0]}{told[1:]}"}}'
    answer = await everybody.post(
        "/v1/api-keys", content=hidden, headers={"Content-Type": "application/json"}
    )
    assert answer.json()["errors"][0]["field"] == "expiresAt"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 422),
        ("Application/JSON; charset=utf-8", 422),
        ("application/merge-patch+json", 422),
        ("text/plain", 415),
        ("application/x-www-form-urlencoded", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/x-msgpack", 415),
        (";;;=", 415),
    ],
)
async def test_only_json_is_called_json(api: Api, kind: str, status: int) -> None:
    """What a form on another site can send is no login: 415, before it is read."""
    headers = {"Content-Type": kind}
    answer = await api.client().post("/v1/auth/login", content=b'{"x": 1}', headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, MEDIA_TYPE)
    if status == 415:
        assert answer.json()["type"] == "/problems/not-json"


async def test_a_body_has_an_end(api: Api, everybody: ApiClient) -> None:
    """413 whether its length is told or not, with and without a login."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"name": "'
        for _ in range(110):
            yield b"x" * 100_000
        yield b'"}'

    whole = b"".join([piece async for piece in pieces()])
    for client, path in ((api.client(), "/v1/auth/login"), (everybody, "/v1/patients")):
        for content in (whole, pieces()):
            answer = await client.post(path, content=content)
            assert (answer.status_code, answer.headers["content-type"]) == (413, MEDIA_TYPE)
            assert answer.json()["type"] == "/problems/too-large"


async def test_a_wrong_method_is_told_the_right_ones(everybody: ApiClient) -> None:
    """405 with Allow, whatever the method is called."""
    for verb in ("DELETE", "TRACE", "FETCH"):
        answer = await everybody.request(verb, "/v1/patients")
        assert (answer.status_code, answer.headers["content-type"]) == (405, MEDIA_TYPE)
        assert {"GET", "POST"} <= set(re.split(r",\s*", answer.headers["allow"]))


@pytest.mark.parametrize(
    ("head", "status"),
    [
        (b"GET /v1/patients HTTP/1.1\r\nX-Long: " + b"a" * 60_000, 401),
        (b"GET /v1/patients HTTP/1.1" + b"\r\nX-Many: a" * 2_000, 401),
        (b"GET /v1/patients HTTP/1.1\r\nAuthorization: Bearer \xff\xfe", 401),
        (b"GET /v1/patients HTTP/1.1\r\nAuthorization: Bearer rounds_\xed\xa0\x80", 401),
        (b"GET /v1/patients HTTP/1.1\r\nCookie: rounds_session=\xff\xfe", 401),
        (b'GET /v1/patients HTTP/1.1\r\nCookie: rounds_session="\\777%ed%a0%80', 401),
        (b"GET /v1/public/pins/%00 HTTP/1.1", 404),
        (b"GET /v1/public/pins/" + b"a" * 10_000 + b" HTTP/1.1", 422),
        (b"GET /v1/%ff%fe HTTP/1.1", 404),
        (b"GET /v1/patients%2F.. HTTP/1.1", 404),
        (b"GET /../../etc/passwd.txt HTTP/1.1", 404),
        (b"GET /v1/" + b"a" * 60_000 + b" HTTP/1.1", 404),
    ],
)
async def test_no_header_or_path_is_our_failure(api: Api, head: bytes, status: int) -> None:
    """As bytes on the wire, since a client library would mend or refuse them."""
    assert await asked(api, head) == (status, True)


@pytest.mark.parametrize("mark", [b"\xff.\xfe", b'"%ff.%ed%a0%80"', b"." * 5_000, b"x.\\777"])
async def test_a_strange_device_may_log_in(api: Api, tenant_a: TestTenant, mark: bytes) -> None:
    """A mark that we never signed is none, whatever its letters; sent in chunks of unknown sum."""
    body = f'{{"email": "{tenant_a.email(Role.AGENT)}", "password": "{PASSWORD}"}}'.encode()
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body) + b"0\r\n\r\n"
    head = b"POST /v1/auth/login HTTP/1.1\r\nTransfer-Encoding: chunked\r\nCookie: rounds_device="
    status, _ = await asked(api, head + mark, chunks)
    assert status == 200


async def asked(api: Api, head: bytes, body: bytes = b"") -> tuple[int, bool]:
    """The status of what was sent byte by byte, and whether it was answered as a problem."""
    host, port = api.url.removeprefix("http://").split(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    writer.write(head + b"\r\nHost: rounds\r\nConnection: close\r\n\r\n" + body)
    async with asyncio.timeout(20):
        answer = await reader.read()
    writer.close()
    head, _, _ = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]), MEDIA_TYPE.encode() in head


async def test_a_forged_reset_link_is_no_question_to_the_database(api: Api) -> None:
    """A claim that we never signed may hold anything."""
    for claim in ('["a\\u0000@b.example", 9]', '["a@b.example", 1e300]', "[]", '["\\ud800", 1]'):
        forged = base64.urlsafe_b64encode(b"s" * 32 + claim.encode()).decode().rstrip("=")
        body = {"token": forged, "password": f"a long password {uuid4()}"}
        answer = await api.client().post("/v1/auth/reset", json=body)
        assert answer.status_code == 422, answer.text
        assert [one["field"] for one in answer.json()["errors"]] == ["token"]
