"""The event stream: live, replayed, filtered by role, ended with the login."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import httpx

from services.api.live.tailer import CHECK_LOGINS_S
from shared.db.outbox import publish
from shared.domain.roles import Role
from tests.integration.api.conftest import PASSWORD, Api, TestTenant

Heard = tuple[int, str, dict[str, Any]]


class Stream:
    """Reads events of one open stream."""

    def __init__(self, response: httpx.Response) -> None:
        self._lines = response.aiter_lines()

    async def next(self, within_s: float = 5) -> Heard:
        """The next event; TimeoutError or StopAsyncIteration when there is none."""
        fields: dict[str, str] = {}
        async with asyncio.timeout(within_s):
            while True:
                line = (await anext(self._lines)).strip()
                if not line and "data" in fields:
                    return int(fields["id"]), fields["event"], json.loads(fields["data"])
                name, _, value = line.partition(": ")
                if name:
                    fields[name] = value


@asynccontextmanager
async def listening(client: httpx.AsyncClient, **headers: str) -> AsyncIterator[Stream]:
    """An open stream whose first comment has arrived, so that nothing later is missed."""
    async with client.stream("GET", "/v1/stream", headers=headers) as response:
        assert response.status_code == 200
        assert response.headers["content-type"].startswith("text/event-stream")
        stream = Stream(response)
        async for line in stream._lines:
            if line.startswith("retry"):
                break
        yield stream


async def say(api: Api, tenant: TestTenant, topic: str, payload: dict[str, Any]) -> None:
    """Commit one message."""
    async with api.platform.database.tenant_session(tenant.tenant_id) as session:
        await publish(session, topic, payload)


async def test_messages_arrive_in_order_and_only_in_their_tenant(
    api: Api, tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """Two messages reach the tenant's dispatcher as committed; the other tenant hears its own."""
    here, there = await tenant_a.client(Role.DISPATCHER), await tenant_b.client(Role.DISPATCHER)
    async with listening(here) as a, listening(there) as b:
        await say(api, tenant_a, "visit.changed", {"id": "v1"})
        await say(api, tenant_a, "plan.changed", {"id": "2026-01-01"})
        await say(api, tenant_b, "visit.changed", {"id": "other"})
        first, second = await a.next(), await a.next()
        assert (first[1], first[2]) == ("visit.changed", {"id": "v1"})
        assert second[1] == "plan.changed"
        assert second[0] == first[0] + 1
        assert (await b.next())[2] == {"id": "other"}


async def test_what_was_missed_is_replayed_once_and_in_order(
    api: Api, tenant_a: TestTenant
) -> None:
    """With Last-Event-ID the stream continues after it; a position that never was means resync."""
    client = await tenant_a.client(Role.DISPATCHER)
    async with listening(client) as stream:
        await say(api, tenant_a, "visit.changed", {"id": "seen"})
        seen = await stream.next()
    for number in range(3):
        await say(api, tenant_a, "visit.changed", {"id": f"missed-{number}"})
    async with listening(client) as other:  # somebody else listens: positions are given now
        await say(api, tenant_a, "visit.changed", {"id": "after"})
        await other.next()
    async with listening(client, **{"Last-Event-ID": str(seen[0])}) as stream:
        heard = [await stream.next() for _ in range(4)]
        assert [each[2]["id"] for each in heard] == ["missed-0", "missed-1", "missed-2", "after"]
        assert [each[0] for each in heard] == [seen[0] + step for step in (1, 2, 3, 4)]
    async with listening(client, **{"Last-Event-ID": "999999"}) as stream:
        assert (await stream.next())[1] == "resync"


async def test_a_therapist_hears_only_of_their_own(api: Api, tenant_a: TestTenant) -> None:
    """Messages that do not name the therapist are not sent to them."""
    admin = await tenant_a.client(Role.ADMIN)
    made = await admin.post(
        "/v1/therapists",
        json={"name": "Dana", "gender": "female", "home": {"lat": 25.2, "lon": 55.3}},
    )
    assert made.status_code == 201, made.text
    own = made.json()["id"]
    url = f"/v1/users/{tenant_a.user_ids[Role.THERAPIST]}"
    changed = await admin.patch(url, json={"therapistId": own}, headers={"If-Match": '"1"'})
    assert changed.status_code == 200, changed.text
    therapist = await tenant_a.client(Role.THERAPIST)
    async with listening(therapist) as stream:
        await say(api, tenant_a, "route.changed", {"id": "s1", "therapistId": "somebody-else"})
        await say(api, tenant_a, "alert", {"kind": "late"})
        await say(api, tenant_a, "route.changed", {"id": "s2", "therapistId": own})
        heard = [await stream.next()]
        while heard[-1][1] == "therapist.changed":  # their own record, made above
            heard.append(await stream.next())
        assert heard[-1][2]["id"] == "s2"


async def test_the_stream_ends_soon_after_logout(api: Api, tenant_a: TestTenant) -> None:
    """A revoked login hears nothing more: the server closes its stream within seconds."""
    body = {"email": tenant_a.email(Role.AGENT), "password": PASSWORD}
    token = (await api.client().post("/v1/auth/login", json=body)).json()["accessToken"]
    client = api.client(token)
    async with listening(client) as stream:
        assert (await client.post("/v1/auth/logout")).status_code == 204
        with suppress(StopAsyncIteration):
            async with asyncio.timeout(CHECK_LOGINS_S + 3):
                while True:
                    await stream.next(within_s=CHECK_LOGINS_S + 3)
    assert (await client.get("/v1/auth/me")).status_code == 401
    assert (await client.get("/v1/stream")).status_code == 401
