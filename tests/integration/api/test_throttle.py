"""Guessing is slowed down over HTTP, in all processes together and without Valkey."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from urllib.parse import urlsplit
from uuid import uuid4

import httpx
from redis.asyncio import Redis

from infra.local.ports import free_port
from services.api.app import create_app
from services.api.attempts import WINDOW_S
from services.api.auth.throttle import ACCOUNT_LIMIT
from services.api.pins.limiter import MISSES
from services.api.problem import MEDIA_TYPE
from shared.domain.roles import Role
from shared.settings import load
from tests.integration.api.conftest import PASSWORD, Api, MakeTenant, serving
from tests.support.databases import DatabaseUrls
from tests.support.stacks import forget_attempts


async def guess(api: Api, email: str, times: int) -> set[int]:
    """The statuses of so many wrong passwords from a browser that nobody knows."""
    body = {"email": email, "password": "guess"}
    answers = [await api.client().post("/v1/auth/login", json=body) for _ in range(times)]
    return {answer.status_code for answer in answers}


async def log_in(api: Api, email: str) -> tuple[int, str | None]:
    """The status of the right password from an unknown browser, and what Retry-After says."""
    body = {"email": email, "password": PASSWORD}
    return told(await api.client().post("/v1/auth/login", json=body))


def told(answer: httpx.Response) -> tuple[int, str | None]:
    """Status and Retry-After; a 429 is a problem that says how long to wait."""
    again = answer.headers.get("retry-after")
    if answer.status_code == 429:
        assert answer.json()["type"] == "/problems/too-many-attempts"
        assert answer.headers["content-type"] == MEDIA_TYPE
        assert 0 < int(again or 0) <= WINDOW_S + 1
    return answer.status_code, again


async def wrong_tokens(api: Api, times: int) -> list[int]:
    """The statuses of so many pin links that nobody made, one after another."""
    client = api.client()
    answers = [await client.get(f"/v1/public/pins/{uuid4()}") for _ in range(times)]
    return [told(answer)[0] for answer in answers]


@asynccontextmanager
async def cuttable(target: str) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """An address that leads to the Valkey at `target` until the event is set: then whoever is
    connected is thrown out, and nobody gets in any more.
    """
    there = urlsplit(target)
    cut, open_ends = asyncio.Event(), set[asyncio.StreamWriter]()

    async def flow(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            sink.write(data)
            await sink.drain()
        sink.close()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        back, forth = await asyncio.open_connection(there.hostname, there.port)
        open_ends.update((writer, forth))
        await asyncio.gather(flow(reader, forth), flow(back, writer), return_exceptions=True)

    async def watch() -> None:
        await cut.wait()
        server.close()
        for end in open_ends:
            end.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    watching = asyncio.create_task(watch())
    port = server.sockets[0].getsockname()[1]
    yield target.replace(f":{there.port}/", f":{port}/"), cut
    cut.set()
    await watching


async def test_two_processes_count_together(
    api: Api, make_tenant: MakeTenant, db_urls: DatabaseUrls
) -> None:
    """Half of the guesses at each of two: then both say 429 and for how long, also to a third
    that was not running at the time; nobody else is slowed down.
    """
    tenant = await make_tenant("balanced")
    email, other = tenant.email(Role.AGENT), tenant.email(Role.CLINICIAN)
    settings = load(db_urls.env)
    async with serving(create_app(settings), db_urls) as second:
        assert await guess(api, email, ACCOUNT_LIMIT // 2) == {401}
        assert await guess(second, email, ACCOUNT_LIMIT - ACCOUNT_LIMIT // 2 - 1) == {401}
        assert (await log_in(api, email))[0] == 200
        assert await guess(second, email, 1) == {401}
        for one in (api, second):
            status, again = await log_in(one, email)
            assert (status, 0 < int(again or 0) <= WINDOW_S) == (429, True)
    async with serving(create_app(settings), db_urls) as third:
        assert (await log_in(third, email))[0] == 429
        assert (await log_in(third, other))[0] == 200


async def test_without_valkey_each_process_counts_alone(
    make_tenant: MakeTenant, db_urls: DatabaseUrls
) -> None:
    """Whoever is right gets in, and guessing is still slowed down."""
    tenant = await make_tenant("lonely")
    email = tenant.email(Role.AGENT)
    settings = replace(load(db_urls.env), valkey_url=f"redis://127.0.0.1:{free_port()}")
    async with serving(create_app(settings), db_urls) as alone:
        assert (await log_in(alone, email))[0] == 200
        assert await guess(alone, email, ACCOUNT_LIMIT) == {401}
        status, again = await log_in(alone, email)
        assert (status, 0 < int(again or 0) <= WINDOW_S) == (429, True)


async def test_what_one_process_counted_survives_a_valkey_that_lost_its_data(
    api: Api, make_tenant: MakeTenant, db_urls: DatabaseUrls
) -> None:
    """The counts in memory go on where those in Valkey begin anew."""
    tenant = await make_tenant("emptied")
    email = tenant.email(Role.AGENT)
    assert await guess(api, email, ACCOUNT_LIMIT) == {401}
    async with serving(create_app(load(db_urls.env)), db_urls) as second:
        valkey = Redis.from_url(db_urls.valkey_url)
        async with valkey:
            keys = await valkey.keys("rounds:attempts:*")
            assert keys
            assert all([0 < await valkey.ttl(key) <= WINDOW_S for key in keys])
            await valkey.delete(*keys)
        assert (await log_in(api, email))[0] == 429
        assert (await log_in(second, email))[0] == 200


async def test_those_that_come_at_once_are_counted_too(api: Api, make_tenant: MakeTenant) -> None:
    """Sixty guesses in the same instant learn no more than those one after another."""
    tenant = await make_tenant("crowded")
    body = {"email": tenant.email(Role.AGENT), "password": "guess"}
    client = api.client()
    answers = await asyncio.gather(*(client.post("/v1/auth/login", json=body) for _ in range(60)))
    statuses = [told(answer)[0] for answer in answers]
    assert set(statuses) == {401, 429}
    assert ACCOUNT_LIMIT <= statuses.count(401) <= ACCOUNT_LIMIT + 8  # those on their way then


async def test_admins_are_not_flooded_with_alerts(api: Api) -> None:
    """A new password may be asked for a few times, by nobody too; then 429, and not for others."""
    client, body = api.client(), {"email": f"{uuid4()}@nobody.example"}
    asked = [await client.post("/v1/auth/reset/request", json=body) for _ in range(4)]
    assert [told(answer)[0] for answer in asked] == [202, 202, 202, 429]
    other = {"email": f"{uuid4()}@nobody.example"}
    assert (await client.post("/v1/auth/reset/request", json=other)).status_code == 202


async def test_pin_links_are_guessed_in_all_processes_together(db_urls: DatabaseUrls) -> None:
    """Half of the misses at each of two: then both say 429, and so does a third one."""
    await forget_attempts(db_urls.valkey_url)
    settings = load(db_urls.env)
    async with (
        serving(create_app(settings), db_urls) as first,
        serving(create_app(settings), db_urls) as second,
    ):
        assert set(await wrong_tokens(first, MISSES // 2)) == {404}
        assert set(await wrong_tokens(second, MISSES - MISSES // 2)) == {404}
        assert await wrong_tokens(first, 1) == [429]
        assert await wrong_tokens(second, 1) == [429]
    async with serving(create_app(settings), db_urls) as third:
        assert await wrong_tokens(third, 1) == [429]
        pin = {"lat": 25.0772, "lon": 55.1403}
        sent = await third.client().post(f"/v1/public/pins/{uuid4()}", json=pin)
        assert told(sent)[0] == 429


async def test_a_valkey_that_dies_shuts_nobody_out_and_lets_nobody_guess(
    make_tenant: MakeTenant, db_urls: DatabaseUrls
) -> None:
    """For logins and pin links alike each process goes on with what it counted itself."""
    tenant = await make_tenant("bereft")
    email = tenant.email(Role.AGENT)
    await forget_attempts(db_urls.valkey_url)
    async with cuttable(db_urls.valkey_url) as (url, cut):
        settings = replace(load(db_urls.env), valkey_url=url)
        async with serving(create_app(settings), db_urls) as one:
            assert set(await wrong_tokens(one, MISSES // 2)) == {404}
            assert await guess(one, email, ACCOUNT_LIMIT - 1) == {401}
            cut.set()
            assert (await log_in(one, email))[0] == 200
            assert await guess(one, email, 1) == {401}
            assert (await log_in(one, email))[0] == 429
            assert set(await wrong_tokens(one, MISSES - MISSES // 2)) == {404}
            assert await wrong_tokens(one, 1) == [429]
        async with serving(create_app(settings), db_urls) as fresh:
            assert (await log_in(fresh, email))[0] == 200
            assert await wrong_tokens(fresh, 1) == [404]
