"""The simulation's client keeps trying, and does nothing twice."""

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from infra.demo.client import Client, LoginRefused
from infra.demo.dice import dice
from infra.demo.world import Fate, Pace

Step = httpx.Response | Exception
TOKEN = {"accessToken": "t", "role": "agent"}


class Server:
    """Answers logins, and everything else by a script."""

    def __init__(self, *script: Step, login: int = 200) -> None:
        self.script: list[Step] = list(script)
        self.login = login
        self.seen: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/v1/auth/login":
            return httpx.Response(self.login, json=TOKEN)
        self.seen.append(request)
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step

    @property
    def keys(self) -> Sequence[str]:
        return [request.headers["Idempotency-Key"] for request in self.seen]


def _client(server: Callable[[httpx.Request], httpx.Response]) -> Client:
    return Client(
        "http://demo", "a@marsa.demo", "word", httpx.MockTransport(server), first_wait_s=0.001
    )


async def test_a_lost_answer_is_asked_for_again_under_the_same_key() -> None:
    """A dropped connection and a 503 lead to the same call once more, not to a second act."""
    server = Server(
        httpx.ConnectError("gone"), httpx.Response(503), httpx.Response(201, json={"id": "1"})
    )
    async with _client(server) as client:
        answer = await client.post("/v1/requests", {"channel": "phone"})
    assert (answer.status, answer.body) == (201, {"id": "1"})
    assert len(server.keys) == 3
    assert len(set(server.keys)) == 1


async def test_a_conflict_is_an_answer() -> None:
    """A 409 is for the caller to deal with, with its slug and the fresh offers."""
    body = {"type": "/problems/hold-taken", "offers": [{"id": "2"}]}
    server = Server(httpx.Response(409, json=body))
    async with _client(server) as client:
        answer = await client.post("/v1/requests/1/holds", {"offerId": "1"})
    assert not answer.ok
    assert answer.slug == "hold-taken"
    assert answer.body["offers"] == [{"id": "2"}]


async def test_an_expired_login_is_renewed() -> None:
    """After a 401 the client logs in once more and repeats the call."""
    server = Server(httpx.Response(401), httpx.Response(200, json={"items": []}))
    async with _client(server) as client:
        assert (await client.get("/v1/call-list")).ok
    assert len(server.seen) == 2


async def test_a_wrong_password_ends_it() -> None:
    """Nobody hammers the door."""
    with pytest.raises(LoginRefused, match=r"a@marsa\.demo"):
        async with _client(Server(login=401)):
            pass


async def test_each_post_has_a_key_of_its_own() -> None:
    """Two acts are two keys."""
    server = Server(httpx.Response(200, json={}), httpx.Response(200, json={}))
    async with _client(server) as client:
        await client.post("/v1/a", {})
        await client.post("/v1/a")
    assert len(set(server.keys)) == 2
    assert json.loads(server.seen[1].content) == {}


async def test_the_pace_runs_as_many_times_as_fast() -> None:
    """At speed 3600 an hour takes a second, and a far moment is waited for in parts."""
    pace = Pace(36_000)
    began = datetime.now(UTC)
    assert await pace.until(pace.now + timedelta(minutes=10))
    assert not await pace.until(pace.now + timedelta(days=1), at_most_s=60)
    assert datetime.now(UTC) - began < timedelta(seconds=5)
    assert pace.now - began > timedelta(minutes=10)


def test_an_accident_happens_once() -> None:
    """Fate strikes the first whom chance meets, and nobody after that."""
    fate, rng = Fate(), dice(1)
    assert [fate.strikes(rng, "illness", 1.0) for _ in range(3)] == [True, False, False]
    assert not fate.strikes(rng, "no-show", 0.0)
