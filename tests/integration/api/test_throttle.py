"""Guessed passwords are slowed down over HTTP, in all processes together and without Valkey."""

from dataclasses import replace

from redis.asyncio import Redis

from infra.local.ports import free_port
from services.api.app import create_app
from services.api.auth.throttle import ACCOUNT_LIMIT, WINDOW_S
from shared.domain.roles import Role
from shared.settings import load
from tests.integration.api.conftest import PASSWORD, Api, MakeTenant, serving
from tests.support.databases import DatabaseUrls


async def guess(api: Api, email: str, times: int) -> set[int]:
    """The statuses of so many wrong passwords from a browser that nobody knows."""
    body = {"email": email, "password": "guess"}
    answers = [await api.client().post("/v1/auth/login", json=body) for _ in range(times)]
    return {answer.status_code for answer in answers}


async def log_in(api: Api, email: str) -> tuple[int, str | None]:
    """The status of the right password from an unknown browser, and what Retry-After says."""
    body = {"email": email, "password": PASSWORD}
    answer = await api.client().post("/v1/auth/login", json=body)
    if answer.status_code == 429:
        assert answer.json()["type"] == "/problems/too-many-attempts"
    return answer.status_code, answer.headers.get("retry-after")


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
            keys = await valkey.keys("rounds:throttle:*")
            assert keys
            assert all([0 < await valkey.ttl(key) <= WINDOW_S for key in keys])
            await valkey.delete(*keys)
        assert (await log_in(api, email))[0] == 429
        assert (await log_in(second, email))[0] == 200
