"""Asking an online geocoder: only where the tenant allows it, on demand, with a bounded wait."""

import time
from collections.abc import AsyncIterator
from typing import Any

import pytest_asyncio

from services.api.app import create_app
from shared.domain.roles import Role
from shared.settings import load
from tests.integration.api.conftest import Api, ApiClient, TestTenant, serving
from tests.support.databases import DatabaseUrls
from tests.support.geocoding import FakeProvider, fake_provider

ONLINE = "OpenStreetMap (Nominatim)"


@pytest_asyncio.fixture(scope="module")
async def fake() -> AsyncIterator[FakeProvider]:
    """The provider's server."""
    async with fake_provider() as provider:
        yield provider


@pytest_asyncio.fixture(scope="module")
async def api(db_urls: DatabaseUrls, fake: FakeProvider) -> AsyncIterator[Api]:
    """An installation that may ask it."""
    env = {"ROUNDS_GEOCODER": "nominatim", "ROUNDS_GEOCODER_URL": fake.url}
    async with serving(create_app(load({**db_urls.env, **env})), db_urls) as running:
        yield running


async def sources(client: ApiClient, words: str, **more: Any) -> set[str]:
    """Where the candidates come from."""
    answer = await client.get("/v1/places", params={"q": words, **more})
    assert answer.status_code == 200, answer.text
    return {each["source"] for each in answer.json()["items"]}


async def can_ask(client: ApiClient, words: str) -> bool:
    """Whether the answer offers to ask the provider about these words."""
    answer = await client.get("/v1/places", params={"q": words})
    return bool(answer.json()["canAskOnline"])


async def test_asked_on_demand_where_the_tenant_allows_it(
    api: Api, tenant_a: TestTenant, fake: FakeProvider
) -> None:
    """Off by default; allowed, it is asked when the agent says so, and not for what is a point."""
    agent, admin = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.ADMIN)
    assert ONLINE not in await sources(agent, "mirdif villas", online="true")
    assert not await can_ask(agent, "mirdif villas")
    assert fake.asked == []
    tag = (await admin.get("/v1/tenant")).headers["ETag"]
    allowed = {"policies": {"onlineGeocoder": True}}
    changed = await admin.patch("/v1/tenant", json=allowed, headers={"If-Match": tag})
    assert changed.status_code == 200, changed.text
    assert ONLINE not in await sources(agent, "mirdif villas")
    assert await can_ask(agent, "mirdif villas")
    assert not await can_ask(agent, "25.0772, 55.1403")
    assert ONLINE in await sources(agent, "mirdif villas", online="true")
    assert fake.asked == ["mirdif villas"]
    await sources(agent, "25.0772, 55.1403", online="true")
    await sources(agent, "Abu Dhabi", online="true")
    assert fake.asked == ["mirdif villas"]


async def test_a_silent_provider_leaves_our_own_candidates(
    api: Api, tenant_a: TestTenant, fake: FakeProvider
) -> None:
    """They come within the bounded wait; the next question does not wait at all."""
    agent = await tenant_a.client(Role.AGENT)
    fake.mood = "silent"
    begun = time.monotonic()
    found = await sources(agent, "villas in mirdif", online="true")
    assert time.monotonic() - begun < 5
    assert found
    assert ONLINE not in found
    begun = time.monotonic()
    assert await sources(agent, "mirdif something", online="true")
    assert time.monotonic() - begun < 1.5
