"""The API on a real Postgres, served by uvicorn on the tests' own loop, with people logged in."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
import pytest_asyncio
import uvicorn
from litestar import Litestar

from services.api.app import create_app
from services.api.auth.passwords import hash_password
from services.api.deps import Platform
from services.api.tenants.creation import NewMember, NewTenant, add_member, create_tenant
from shared.domain.roles import Role
from shared.domain.tenant import TenantId
from shared.settings import load
from tests.support.databases import DatabaseUrls

PASSWORD = "a long enough password"


class ApiClient(httpx.AsyncClient):
    """Sends a fresh Idempotency-Key with each POST unless the test names one."""

    async def request(self, method: str, url: Any, **kwargs: Any) -> httpx.Response:
        headers = httpx.Headers(kwargs.pop("headers", None))
        if method == "POST" and "Idempotency-Key" not in headers:
            headers["Idempotency-Key"] = str(uuid4())
        return await super().request(method, url, headers=headers, **kwargs)


@dataclass(slots=True)
class Api:
    """A running app and what it stands on."""

    url: str
    platform: Platform
    urls: DatabaseUrls
    clients: list[httpx.AsyncClient] = field(default_factory=list)

    def client(self, token: str | None = None) -> ApiClient:
        """A client, logged in with a bearer token or not at all."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        client = ApiClient(base_url=self.url, headers=headers, timeout=30)
        self.clients.append(client)
        return client


@dataclass(slots=True)
class TestTenant:
    """A tenant with one person per role; logins are made when first asked for."""

    __test__ = False

    api: Api
    tenant_id: TenantId
    slug: str
    user_ids: dict[Role, UUID] = field(default_factory=dict)
    _clients: dict[Role, ApiClient] = field(default_factory=dict)

    def email(self, role: Role) -> str:
        """Who has exactly this role."""
        return f"{role}@{self.slug}.example"

    async def client(self, role: Role) -> ApiClient:
        """The logged-in client of the person with this role."""
        if role not in self._clients:
            body = {"email": self.email(role), "password": PASSWORD}
            answer = await self.api.client().post("/v1/auth/login", json=body)
            assert answer.status_code == 200, answer.text
            self._clients[role] = self.api.client(answer.json()["accessToken"])
        return self._clients[role]


@asynccontextmanager
async def serving(app: Litestar, urls: DatabaseUrls) -> AsyncIterator[Api]:
    """The app on a free port of this process, until the block ends."""
    # TCP by name, or asyncio leaves Nagle's algorithm on: 40 ms a call, which production has not.
    with socket.socket(proto=socket.IPPROTO_TCP) as listening:
        listening.bind(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="on", access_log=False)
        server = uvicorn.Server(config)
        server.install_signal_handlers = lambda: None  # type: ignore[attr-defined]  # pytest keeps Ctrl-C
        running = asyncio.create_task(server.serve(sockets=[listening]))
        while not server.started:
            if running.done():
                await running
            await asyncio.sleep(0.01)
        port = listening.getsockname()[1]
        api = Api(f"http://127.0.0.1:{port}", app.state.platform, urls)
        yield api
        for client in api.clients:
            await client.aclose()
        server.should_exit = True
        await running


@pytest_asyncio.fixture(scope="module")
async def api(db_urls: DatabaseUrls) -> AsyncIterator[Api]:
    """The app of this module, on a database of its own."""
    async with serving(create_app(load(db_urls.env)), db_urls) as running:
        yield running


MakeTenant = Callable[[str], Awaitable[TestTenant]]


@pytest_asyncio.fixture(scope="module")
async def make_tenant(api: Api) -> MakeTenant:
    """Creates a tenant with a person for every role."""
    password_hash = await hash_password(PASSWORD)

    async def make(slug: str) -> TestTenant:
        platform = api.platform
        tenant_id = await create_tenant(platform.database, NewTenant(slug, slug.title(), demo=True))
        tenant = TestTenant(api, tenant_id, slug)
        async with platform.database.tenant_session(tenant_id) as session:
            for role in Role:
                member = NewMember(
                    tenant.email(role), role.title(), frozenset({role}), "en", password_hash
                )
                tenant.user_ids[role] = await add_member(
                    session, platform.system, tenant_id, member
                )
        return tenant

    return make


@pytest_asyncio.fixture(scope="module")
async def tenant_a(make_tenant: MakeTenant) -> TestTenant:
    """A tenant."""
    return await make_tenant("alpha")


@pytest_asyncio.fixture(scope="module")
async def tenant_b(make_tenant: MakeTenant) -> TestTenant:
    """Another tenant, which must never see the first one's rows."""
    return await make_tenant("beta")


@pytest.fixture
def facts() -> Path:
    """Files beside the repository that tests may read."""
    return Path(__file__).resolve().parents[4] / "shared"
