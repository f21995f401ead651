"""People on shift and callers, made through the API: what offers, holds and visits need."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import text

from services.api.auth.passwords import hash_password
from services.api.tenants.creation import NewMember, add_member
from shared.db.live.load import load_horizon
from shared.db.live.publish import publish_routes
from shared.domain.roles import Role
from tests.integration.api.conftest import PASSWORD, ApiClient, TestTenant

MARINA = {"lat": 25.0772, "lon": 55.1403}
BARSHA = {"lat": 25.1070, "lon": 55.2010}
NEEDLING = ("licence", "dry-needling", "physiotherapy", "paediatric")


def iso(instant: datetime) -> str:
    """As clients send it."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def soon(hours: float = 0) -> datetime:
    """A whole hour a while ahead: far from what is frozen."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return now + timedelta(hours=4 + hours)


@dataclass(slots=True)
class OnShift:
    """A therapist and their shift."""

    id: str
    shift_id: str
    plan_date: str


async def add_therapist(
    tenant: TestTenant,
    name: str,
    *,
    gender: str = "female",
    kinds: tuple[str, ...] = NEEDLING,
    starts: datetime | None = None,
    hours: float = 9,
    home: dict[str, float] | None = None,
    languages: tuple[str, ...] = ("en", "ar"),
) -> OnShift:
    """A therapist with verified certificates and one shift."""
    admin = await tenant.client(Role.ADMIN)
    dispatcher = await tenant.client(Role.DISPATCHER)
    body = {
        "name": name,
        "gender": gender,
        "home": home or MARINA,
        "languages": list(languages),
    }
    made = _created(await admin.post("/v1/therapists", json=body))
    for kind in kinds:
        proof = {
            "kind": kind,
            "issuer": "DHA",
            "number": f"{kind}-1",
            "validFrom": "2020-01-01T00:00:00+04:00",
        }
        held = _created(await admin.post(f"/v1/therapists/{made['id']}/certificates", json=proof))
        verified = await admin.post(f"/v1/certificates/{held['id']}/verify")
        assert verified.status_code in (200, 201), verified.text
    begins = starts or soon()
    shift = {
        "therapistId": made["id"],
        "startsAt": iso(begins),
        "endsAt": iso(begins + timedelta(hours=hours)),
    }
    placed = _created(await dispatcher.post("/v1/shifts", json=shift))
    return OnShift(made["id"], placed["id"], placed["planDate"])


def _created(answer: Any) -> dict[str, Any]:
    assert answer.status_code == 201, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def add_request(agent: ApiClient, **changes: Any) -> dict[str, Any]:
    """A caller of 42 with a diagnosis and nothing that worries, in the Marina, for physiotherapy;
    `answers` are laid over the harmless ones.
    """
    asked = (await agent.get("/v1/screening/questionnaire")).json()
    answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    answers.update(changes.pop("answers", {}))
    body = {
        "channel": "phone",
        "callerPhone": "0501234567",
        "service": "physiotherapy",
        "complaint": "low back pain for two weeks",
        "diagnosis": "myofascial pain",
        "patient": {
            "name": "Probe Caller",
            "dateOfBirth": "1984-03-02",
            "gender": "male",
            "languages": ["en"],
        },
        "place": MARINA,
        "preferences": {},
        "screening": {"version": asked["version"], "answers": answers},
    }
    return _created(await agent.post("/v1/requests", json={**body, **changes}))


async def offers(agent: ApiClient, request_id: str, **query: str) -> dict[str, Any]:
    """What can be offered."""
    answer = await agent.get(f"/v1/requests/{request_id}/offers", params=query)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def hold(agent: ApiClient, request_id: str, offer: dict[str, Any]) -> dict[str, Any]:
    """The held offer."""
    body = {"offerId": offer["id"]}
    return _created(await agent.post(f"/v1/requests/{request_id}/holds", json=body))


CONSENT = {"givenBy": "Probe Caller", "relation": "self", "language": "en"}


async def book(
    agent: ApiClient, request_id: str, hold_id: str, consent: dict[str, str] | None = CONSENT
) -> dict[str, Any]:
    """The booked visit."""
    body: dict[str, Any] = {"holdId": hold_id}
    if consent is not None:
        body["consent"] = consent
    return _created(await agent.post(f"/v1/requests/{request_id}/visits", json=body))


async def booked(agent: ApiClient, **changes: Any) -> dict[str, Any]:
    """From a call to a visit, taking the best offer."""
    consent = changes.pop("consent", CONSENT)
    request = await add_request(agent, **changes)
    found = await offers(agent, request["id"])
    assert found["items"], found
    held = await hold(agent, request["id"], found["items"][0])
    return await book(agent, request["id"], held["id"], consent)


async def as_therapist(tenant: TestTenant, therapist_id: str) -> ApiClient:
    """The logged-in phone of this therapist."""
    platform = tenant.api.platform
    email = f"{therapist_id}@{tenant.slug}.example"
    async with platform.database.tenant_session(tenant.tenant_id) as session:
        hashed = await hash_password(PASSWORD)
        member = NewMember(
            email, "T", frozenset({Role.THERAPIST}), "en", hashed, UUID(therapist_id)
        )
        await add_member(session, platform.system, tenant.tenant_id, member)
    body = {"email": email, "password": PASSWORD}
    answer = await tenant.api.client().post("/v1/auth/login", json=body)
    assert answer.status_code == 200, answer.text
    return tenant.api.client(answer.json()["accessToken"])


async def rows(tenant: TestTenant, statement: str, **scope: Any) -> list[Any]:
    """What the database holds, as the application role sees it; also for small changes."""
    database = tenant.api.platform.database
    async with database.tenant_session(tenant.tenant_id) as session:
        found = await session.execute(text(statement), scope)
        return list(found) if found.returns_rows else []


async def publish(tenant: TestTenant, plan_date: str) -> None:
    """The day as a dispatcher publishes it: all its routes, and the plan from then on."""
    live, day = tenant.api.platform.live, date.fromisoformat(plan_date)
    async with tenant.api.platform.database.tenant_session(tenant.tenant_id) as session:
        scope = {"day": day}
        await session.execute(
            text("UPDATE plan SET status = 'published' WHERE plan_date = :day"), scope
        )
        horizon = await load_horizon(session, live.keyring, live.travel, tenant.tenant_id, day)
        await publish_routes(session, horizon, horizon.shifts)


async def event(client: ApiClient, visit_id: str, type_: str, at: datetime, **more: Any) -> Any:
    """The answer to an event."""
    body = {"type": type_, "occurredAt": iso(at), "clientEventId": str(uuid4()), **more}
    return await client.post(f"/v1/visits/{visit_id}/events", json=body)
