"""Booking throughput: request, hold and visit over HTTP, against the bare statements.

Each booking is made through the service on one database; its statements, recorded, are sent again
by a plain asyncpg loop to a copy of that database which has lived the same bookings. Both are
measured in turns, so that a busy machine slows both, and both on uvloop, as the service is run.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from time import perf_counter, process_time
from typing import Any
from uuid import uuid4

import asyncpg
import uvloop

from services.api.auth.passwords import hash_password
from services.api.deps import Platform
from services.api.tenants.creation import NewMember, NewTenant, add_member, create_tenant
from shared.domain.roles import Role
from shared.domain.tenant import TenantId
from shared.geo.communities import communities
from tests.bench.trace import Sent, Trace, replay
from tests.integration.api.booking import CONSENT, add_therapist, soon
from tests.integration.api.conftest import PASSWORD, Api, ApiClient, TestTenant
from tests.support.databases import DatabaseUrls
from tests.support.serving import serving
from tests.support.stacks import (
    embedded_stack,
    fresh_database,
    migrated_template,
    stack_folder,
)

THERAPISTS = 12
WARM_UP = 5
BOOKINGS = 60
LEAST_RATIO = 0.15
SLUG = "bench"
# Homes are the middles of small communities: the town, not the desert.
REACH_M = 2_000


@dataclass(frozen=True, slots=True)
class Took:
    """Seconds on the wall, and of this process's processor time."""

    wall_s: float
    cpu_s: float

    def __add__(self, other: "Took") -> "Took":
        return Took(self.wall_s + other.wall_s, self.cpu_s + other.cpu_s)


class Watch:
    """Started when it is made."""

    def __init__(self) -> None:
        self._began = perf_counter(), process_time()

    def stop(self) -> Took:
        """What went by since."""
        wall_s, cpu_s = self._began
        return Took(perf_counter() - wall_s, process_time() - cpu_s)


@dataclass(slots=True)
class Report:
    """What each booking took both, and the offers in between."""

    service: list[Took] = field(default_factory=list)
    bare: list[Took] = field(default_factory=list)
    offers: list[Took] = field(default_factory=list)
    statements: int = 0

    @property
    def ratio(self) -> float:
        """Throughput of the service over that of the bare statements."""
        return _total(self.bare).wall_s / _total(self.service).wall_s

    @property
    def passes(self) -> bool:
        """Whether the bound holds."""
        return self.ratio >= LEAST_RATIO

    def lines(self) -> list[str]:
        """What is printed."""
        each = self.statements / len(self.service)
        verdict = "ok" if self.passes else "TOO SLOW"
        return [
            f"bookings: {len(self.service)} of request + hold + visit, {each:.0f} statements each",
            f"service:  {_figures(self.service)}",
            f"bare:     {_figures(self.bare)}",
            f"offers:   {_figures(self.offers)}",
            f"ratio:    {self.ratio:.3f} (at least {LEAST_RATIO}) {verdict}",
        ]


def _figures(took: list[Took]) -> str:
    ordered = sorted(one.wall_s for one in took)
    middle = ordered[len(ordered) // 2] * 1000
    p99 = ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000
    rate = len(took) / _total(took).wall_s
    cpu = _total(took).cpu_s / len(took) * 1000
    return f"{rate:6.1f}/s, median {middle:6.1f} ms, p99 {p99:6.1f} ms, processor {cpu:5.1f} ms"


def _total(took: list[Took]) -> Took:
    return sum(took, Took(0.0, 0.0))


def measure_booking() -> Report:
    """Start an embedded stack, book, and say how long it took."""
    with _databases() as (lived, copied, whose):
        return uvloop.run(_measure(lived, copied, whose))


@contextmanager
def _databases() -> Iterator[tuple[DatabaseUrls, DatabaseUrls, TenantId]]:
    """A database with people, and its copy. Their servers are started from a loop of their own:
    uvloop starts no process as another user.
    """
    with stack_folder() as folder, asyncio.Runner() as ground:
        running = AsyncExitStack()
        stack = ground.run(running.enter_async_context(embedded_stack(folder)))
        try:
            template = ground.run(migrated_template(stack))
            lived = ground.run(fresh_database(stack, template))
            whose = ground.run(_people(lived))
            # Nobody is connected now: the copy has the same people and no bookings.
            name = lived.app_url.rsplit("/", 1)[1].split("?")[0]
            yield lived, ground.run(fresh_database(stack, name)), whose
        finally:
            ground.run(running.aclose())


async def _people(urls: DatabaseUrls) -> TenantId:
    async with _tenant(urls, None) as tenant:
        for i in range(THERAPISTS):
            home = {"lat": 25.07 + 0.01 * i, "lon": 55.15 + 0.02 * i}
            await add_therapist(tenant, f"Therapist {i}", starts=soon(), hours=14, home=home)
        return tenant.tenant_id


@asynccontextmanager
async def _tenant(urls: DatabaseUrls, known: TenantId | None) -> AsyncIterator[TestTenant]:
    async with serving(urls) as (url, platform):
        api = Api(url, platform, urls)
        whose = known or await _new_tenant(platform)
        yield TestTenant(api, whose, SLUG)
        for client in api.clients:
            await client.aclose()


async def _new_tenant(platform: Platform) -> TenantId:
    whose = await create_tenant(platform.database, NewTenant(SLUG, "Bench", demo=True))
    hashed = await hash_password(PASSWORD)
    async with platform.database.tenant_session(whose) as session:
        for role in (Role.AGENT, Role.ADMIN, Role.DISPATCHER):
            email, roles = f"{role}@{SLUG}.example", frozenset({role})
            member = NewMember(email, role, roles, "en", hashed)
            await add_member(session, platform.system, whose, member)
    return whose


async def _measure(lived: DatabaseUrls, copied: DatabaseUrls, whose: TenantId) -> Report:
    report, chance = Report(), random.Random(1)
    bare = await asyncpg.connect(copied.app_url, ssl=False, statement_cache_size=500)
    async with _tenant(lived, whose) as tenant:
        trace = Trace()
        trace.attach(tenant.api.platform.database.engine)
        trace.listening = True
        agent = await tenant.client(Role.AGENT)
        asked = (await agent.get("/v1/screening/questionnaire")).json()
        await replay(bare, trace.take())
        for i in range(WARM_UP + BOOKINGS):
            body = _caller(i, asked, chance)
            took, offered, sent = await _book(agent, body, trace)
            watch = Watch()
            await replay(bare, sent)
            bare_took = watch.stop()
            if i >= WARM_UP:
                report.service.append(took)
                report.bare.append(bare_took)
                report.offers.append(offered)
                report.statements += len(sent)
    await bare.close()
    return report


def _caller(i: int, asked: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    town = [one for one in communities() if one.reach_m <= REACH_M and not one.partly_sea]
    home = chance.choice(town).centre
    return {
        "channel": "phone",
        "callerPhone": f"0501{i:06d}",
        "service": "physiotherapy",
        "complaint": "neck pain",
        "diagnosis": "myofascial pain",
        "patient": {
            "name": f"Caller Number {i}",
            "dateOfBirth": "1984-03-02",
            "gender": "male",
            "languages": ["en"],
        },
        "place": {"lat": home.lat, "lon": home.lon},
        "screening": {
            "version": asked["version"],
            "answers": {q["id"]: not q["concernIf"] for q in asked["questions"]},
        },
    }


async def _book(
    agent: ApiClient, body: dict[str, Any], trace: Trace
) -> tuple[Took, Took, list[Sent]]:
    """What the three commands took, and the offers, and what was sent for the three."""
    watch = Watch()
    request = await _post(agent, "/v1/requests", body)
    took, sent = watch.stop(), trace.take()
    path = f"/v1/requests/{request['id']}"
    watch = Watch()
    found = (await agent.get(f"{path}/offers")).json()
    offered = watch.stop()
    trace.take()
    watch = Watch()
    held = await _post(agent, f"{path}/holds", {"offerId": found["items"][0]["id"]})
    await _post(agent, f"{path}/visits", {"holdId": held["id"], "consent": CONSENT})
    took += watch.stop()
    return took, offered, sent + trace.take()


async def _post(agent: ApiClient, path: str, body: dict[str, Any]) -> dict[str, Any]:
    answer = await agent.post(path, json=body, headers={"Idempotency-Key": str(uuid4())})
    if answer.status_code != 201:
        raise RuntimeError(f"POST {path}: {answer.status_code} {answer.text}")
    made: dict[str, Any] = answer.json()
    return made
