"""A tenant on running services, and what its people do over HTTP."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import httpx

from services.api.auth.passwords import hash_password
from services.api.tenants.creation import NewMember, NewTenant, add_member, create_tenant
from shared.db.system_session import SystemDoor
from shared.db.tenant_session import Database
from shared.domain.roles import Role
from shared.domain.tenant import TenantId
from tests.support.databases import DatabaseUrls

DUBAI = ZoneInfo("Asia/Dubai")
MARINA = {"lat": 25.0772, "lon": 55.1403}
BARSHA = {"lat": 25.1070, "lon": 55.2010}
CERTIFICATES = ("licence", "dry-needling", "physiotherapy", "chiropractic", "paediatric")
CONSENT = {"givenBy": "Probe Caller", "relation": "self", "language": "en"}
PASSWORD = "a long enough password"

Json = dict[str, Any]


def iso(instant: datetime) -> str:
    """As clients send it."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


class Caller(httpx.AsyncClient):
    """Sends a fresh Idempotency-Key with each POST unless the test names one."""

    async def request(self, method: str, url: Any, **kwargs: Any) -> httpx.Response:
        headers = httpx.Headers(kwargs.pop("headers", None))
        if method == "POST" and "Idempotency-Key" not in headers:
            headers["Idempotency-Key"] = str(uuid4())
        return await super().request(method, url, headers=headers, **kwargs)


def need(answer: httpx.Response, status: int = 200) -> Json:
    """The answer's body, if the status is the wanted one."""
    asked = answer.request
    assert answer.status_code == status, (asked.method, asked.url.path, answer.text)
    found: Json = answer.json() if answer.content else {}
    return found


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A therapist, the login and the shift."""

    id: str
    shift_id: str
    plan_date: str
    me: Caller


@dataclass(slots=True)
class Clinic:
    """One tenant with a person for each role; each call asserts that it was accepted."""

    base_url: str
    database: Database
    tenant_id: TenantId
    slug: str
    _password_hash: str
    _open: AsyncExitStack
    _logins: dict[str, Caller] = field(default_factory=dict)

    async def client(self, role: Role) -> Caller:
        """The logged-in client of whoever has just this role."""
        return await self.login(f"{role}@{self.slug}.example")

    async def login(self, email: str) -> Caller:
        """A client with this person's token."""
        if email not in self._logins:
            guest = await self._open.enter_async_context(Caller(base_url=self.base_url))
            body = {"email": email, "password": PASSWORD}
            told = need(await guest.post("/v1/auth/login", json=body))
            guest.headers["Authorization"] = f"Bearer {told['accessToken']}"
            guest.timeout = httpx.Timeout(30)
            self._logins[email] = guest
        return self._logins[email]

    async def member(self, email: str, role: Role, therapist_id: UUID | None = None) -> None:
        """Somebody who can log in."""
        async with self.database.tenant_session(self.tenant_id) as session:
            who = NewMember(
                email, role.title(), frozenset({role}), "en", self._password_hash, therapist_id
            )
            await add_member(session, SystemDoor(self.database), self.tenant_id, who)

    async def therapist(
        self,
        name: str,
        starts: datetime,
        hours: float = 9,
        *,
        gender: str = "female",
        kinds: tuple[str, ...] = CERTIFICATES,
        home: dict[str, float] | None = None,
    ) -> OnDuty:
        """A therapist with verified certificates, a login and one shift."""
        admin = await self.client(Role.ADMIN)
        body = {"name": name, "gender": gender, "home": home or MARINA, "languages": ["en", "ar"]}
        made = need(await admin.post("/v1/therapists", json=body), 201)
        for kind in kinds:
            proof = {"kind": kind, "issuer": "DHA", "number": f"{kind}-1"}
            proof["validFrom"] = "2020-01-01T00:00:00+04:00"
            url = f"/v1/therapists/{made['id']}/certificates"
            held = need(await admin.post(url, json=proof), 201)
            verified = await admin.post(f"/v1/certificates/{held['id']}/verify")
            assert verified.status_code in (200, 201), verified.text
        email = f"{name.lower()}@{self.slug}.example"
        await self.member(email, Role.THERAPIST, UUID(made["id"]))
        shift = await self.shift(made["id"], starts, hours)
        return OnDuty(made["id"], shift["id"], shift["planDate"], await self.login(email))

    async def shift(self, therapist_id: str, starts: datetime, hours: float) -> Json:
        """A working interval."""
        dispatcher = await self.client(Role.DISPATCHER)
        body = {"therapistId": therapist_id, "startsAt": iso(starts)}
        body["endsAt"] = iso(starts + timedelta(hours=hours))
        return need(await dispatcher.post("/v1/shifts", json=body), 201)

    async def asked(self, **changes: Any) -> Json:
        """The body of a phone request: a man of 42 in the Marina whom nothing worries; `answers`
        are laid over the harmless ones.
        """
        agent = await self.client(Role.AGENT)
        asked = need(await agent.get("/v1/screening/questionnaire"))
        answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
        answers.update(changes.pop("answers", {}))
        body = {
            "channel": "phone",
            "callerPhone": "0501234567",
            "service": "physiotherapy",
            "complaint": "low back pain for two weeks",
            "diagnosis": "myofascial pain",
            "patient": {
                "name": changes.pop("name", "Probe Caller"),
                "dateOfBirth": "1984-03-02",
                "gender": "male",
                "languages": ["en"],
            },
            "place": MARINA,
            "preferences": {},
            "screening": {"version": asked["version"], "answers": answers},
        }
        return {**body, **changes}

    async def request(self, **changes: Any) -> Json:
        """A request as logged by an agent."""
        agent = await self.client(Role.AGENT)
        return need(await agent.post("/v1/requests", json=await self.asked(**changes)), 201)

    async def offers(self, request_id: str, **query: str) -> list[Json]:
        """What can be offered, at least one window."""
        agent = await self.client(Role.AGENT)
        found = need(await agent.get(f"/v1/requests/{request_id}/offers", params=query))
        assert found["items"], found
        items: list[Json] = found["items"]
        return items

    async def hold(self, request_id: str, offer_id: str) -> Json:
        """A held offer."""
        agent = await self.client(Role.AGENT)
        body = {"offerId": offer_id}
        return need(await agent.post(f"/v1/requests/{request_id}/holds", json=body), 201)

    async def book(self, request_id: str, hold_id: str) -> Json:
        """The booked visit, with verbal consent."""
        agent = await self.client(Role.AGENT)
        body = {"holdId": hold_id, "consent": CONSENT}
        return need(await agent.post(f"/v1/requests/{request_id}/visits", json=body), 201)

    async def booked(
        self, choose: Callable[[list[Json]], Json] = lambda items: items[0], /, **changes: Any
    ) -> Json:
        """From a call to a visit."""
        query = {k: changes.pop(k) for k in ("from", "to") if k in changes}
        made = await self.request(**changes)
        offer = choose(await self.offers(made["id"], **query))
        held = await self.hold(made["id"], offer["id"])
        return await self.book(made["id"], held["id"])

    async def visit(self, visit_id: str) -> Json:
        """As a dispatcher sees it."""
        dispatcher = await self.client(Role.DISPATCHER)
        return need(await dispatcher.get(f"/v1/visits/{visit_id}"))

    async def plan(self, day: str) -> Json:
        """The live plan."""
        dispatcher = await self.client(Role.DISPATCHER)
        return need(await dispatcher.get(f"/v1/plans/{day}"))

    async def solved(self, day: str, seconds: float = 45) -> Json:
        """The plan once nothing is left to do for it."""
        deadline = time.monotonic() + seconds
        while True:
            plan = await self.plan(day)
            if not plan["jobs"] and plan["solvedAt"] and plan["bound"] is not None:
                return plan
            assert time.monotonic() < deadline, f"not planned in {seconds} s: {brief(plan)}"
            await asyncio.sleep(0.3)


def brief(plan: Json) -> Json:
    """What a failed wait should show of a plan."""
    names = ("date", "generation", "status", "bound", "solvedAt", "jobs", "unassigned")
    return {name: plan[name] for name in names}


def stops_of(plan: Json) -> dict[str, tuple[str, Json]]:
    """Each visit's shift and stop; a visit with two stops fails."""
    found: dict[str, tuple[str, Json]] = {}
    for route in plan["routes"]:
        for stop in route["stops"]:
            assert stop["visitId"] not in found, f"{stop['visitId']} has two stops"
            if stop["kind"] == "visit":
                found[stop["visitId"]] = (route["shiftId"], stop)
    return found


def unassigned_of(plan: Json) -> dict[str, str]:
    """Each visit without a stop, and the code of its reason."""
    return {one["visitId"]: one["reason"]["code"] for one in plan["unassigned"]}


@asynccontextmanager
async def open_clinic(base_url: str, urls: DatabaseUrls, slug: str) -> AsyncIterator[Clinic]:
    """A new tenant on the services' database, with somebody for every role but therapist."""
    database = Database(urls.app_url, 4)
    try:
        wanted = NewTenant(slug, slug.title(), demo=True)
        tenant_id = await create_tenant(database, wanted)
        async with AsyncExitStack() as stack:
            password_hash = await hash_password(PASSWORD)
            clinic = Clinic(base_url, database, tenant_id, slug, password_hash, stack)
            for role in set(Role) - {Role.THERAPIST}:
                await clinic.member(f"{role}@{slug}.example", role)
            yield clinic
    finally:
        await database.close()
