"""kill -9 of everything at random points during 300 bookings: nothing acknowledged is lost."""

import asyncio
import itertools
import os
import random
import time
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import asyncpg
import httpx

from infra.local.stack import Stack
from shared.domain.roles import Role
from tests.support.clinic import CONSENT, Caller, Clinic, Json, iso, need, stops_of, unassigned_of
from tests.support.databases import RunningService
from tests.support.outages import kill_9, kill_valkey_with_its_data

BOOKINGS, CALLERS = 300, 6
LOST = 0.1
THERAPISTS, HOURS = 12, 12
SEED = int(os.environ.get("ROUNDS_FAULT_SEED", "20"))
GIVES_UP_AFTER_S = 60
SETTLES_WITHIN_S = 60

Answers = dict[str, bool | None]

_OVERLAPS = """
    SELECT count(*) FROM reservation a JOIN reservation b
      ON a.tenant_id = b.tenant_id AND a.therapist_id = b.therapist_id
     AND a.reservation_id < b.reservation_id AND a.active AND b.active
     AND tstzrange(a.leave_at, a.ends_at) && tstzrange(b.leave_at, b.ends_at)
"""


@dataclass
class Desk:
    """What the callers were told, and how often they had to ask again."""

    clinic: Clinic
    agent: Caller
    chance: random.Random
    answers: Answers
    version: str
    visits: dict[str, Json] = field(default_factory=dict)
    again: Counter[str] = field(default_factory=Counter)

    async def insist(self, url: str, body: Json) -> httpx.Response:
        """POST with one key until there is an answer that is one. A tenth of the answers is lost
        on the way, so that the caller asks again after the effect.
        """
        headers = {"Idempotency-Key": str(uuid4())}

        def ask() -> Awaitable[httpx.Response]:
            return self.agent.post(url, json=body, headers=headers)

        answer = await self._until_answered(ask, url)
        if answer.is_success and self.chance.random() < LOST:
            repeated = await self._until_answered(ask, url)
            assert (repeated.status_code, repeated.text) == (answer.status_code, answer.text)
        return answer

    async def look(self, url: str, **query: str) -> Json:
        """GET until answered."""
        return need(await self._until_answered(lambda: self.agent.get(url, params=query), url))

    async def _until_answered(
        self, ask: Callable[[], Awaitable[httpx.Response]], url: str
    ) -> httpx.Response:
        deadline = time.monotonic() + GIVES_UP_AFTER_S
        while True:
            try:
                answer = await ask()
                if answer.status_code != 503:
                    assert answer.status_code < 500, (url, answer.text)
                    return answer
                self.again["503"] += 1
            except httpx.TransportError as error:
                self.again[type(error).__name__] += 1
            assert time.monotonic() < deadline, f"{url} is not answered any more"
            await asyncio.sleep(0.1 + self.chance.random() / 5)

    async def book(self, number: int) -> None:
        """One caller, from the first word to the visit."""
        request = need(await self.insist("/v1/requests", self._asked(number)), 201)
        url = f"/v1/requests/{request['id']}"
        hold: Json | None = None
        while hold is None:
            begins = datetime.now(UTC) + timedelta(hours=self.chance.choice((2, 10, 20, 30)))
            items = (await self.look(f"{url}/offers", **{"from": iso(begins)}))["items"]
            if items:
                body = {"offerId": self.chance.choice(items)["id"]}
                answer = await self.insist(f"{url}/holds", body)
                hold = answer.json() if answer.status_code == 201 else None
                assert answer.status_code in {201, 409}, answer.text
        body = {"holdId": hold["id"], "consent": CONSENT}
        visit = need(await self.insist(f"{url}/visits", body), 201)
        self.visits[visit["id"]] = visit

    def _asked(self, number: int) -> Json:
        born = {"dateOfBirth": "1984-03-02", "gender": "male", "languages": ["en"]}
        return {
            "channel": "phone",
            "callerPhone": f"0501{number:06d}",
            "service": "physiotherapy",
            "complaint": "low back pain",
            "patient": {"name": f"Caller Number {number}", **born},
            "place": {
                "lat": 25.0772 + self.chance.uniform(-0.004, 0.004),
                "lon": 55.1403 + self.chance.uniform(0.002, 0.006),
            },
            "screening": {"version": self.version, "answers": self.answers},
        }


async def staffed(clinic: Clinic) -> None:
    """Short visits and enough hands, so that all 300 find a window."""
    admin = await clinic.client(Role.ADMIN)
    tenant = await admin.get("/v1/tenant")
    short = [{"service": "physiotherapy", "durationMinutes": 20}]
    headers = {"If-Match": tenant.headers["ETag"]}
    need(await admin.patch("/v1/tenant", json={"services": short}, headers=headers))
    first = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    for number in range(THERAPISTS):
        kinds = ("licence", "physiotherapy")
        one = await clinic.therapist(f"T{number}", first, HOURS, kinds=kinds)
        await clinic.shift(one.id, first + timedelta(hours=24), HOURS)


async def killings(stack: Stack, service: RunningService, desk: Desk) -> list[str]:
    """Each of the four, and those that hurt most twice, at random points; how often it was back."""
    kills: list[tuple[str, Callable[[], None]]] = [
        ("api", lambda: kill_9(service.supervisor, "api")),
        ("dispatcher", lambda: kill_9(service.supervisor, "dispatcher")),
        ("valkey", lambda: kill_valkey_with_its_data(stack)),
        ("postgres", lambda: kill_9(stack.supervisor, "postgres")),
    ]
    kills += [kills[0], kills[3]]
    desk.chance.shuffle(kills)
    points = sorted(desk.chance.sample(range(15, BOOKINGS - 15), len(kills)))
    for point, (_, kill) in zip(points, kills, strict=True):
        while len(desk.visits) < point:
            await asyncio.sleep(0.02)
        await asyncio.sleep(desk.chance.random() / 5)
        kill()
    return [name for name, _ in kills]


async def settled(clinic: Clinic, days: set[str]) -> dict[str, Json]:
    """The days' plans once no job is left for them."""
    deadline = time.monotonic() + SETTLES_WITHIN_S
    while True:
        plans = {day: await clinic.plan(day) for day in days}
        if all(not plan["jobs"] and plan["bound"] is not None for plan in plans.values()):
            return plans
        assert time.monotonic() < deadline, {day: plan["jobs"] for day, plan in plans.items()}
        await asyncio.sleep(0.5)


async def test_no_acknowledged_booking_is_lost(
    frail_stack: Stack, frail_service: RunningService, clinic: Clinic
) -> None:
    """Each is there exactly once, in the plan or named with its reason; nobody is in two places."""
    await staffed(clinic)
    agent = await clinic.client(Role.AGENT)
    asked = need(await agent.get("/v1/screening/questionnaire"))
    answers: Answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    desk = Desk(clinic, agent, random.Random(SEED), answers, asked["version"])
    numbers = itertools.count()

    async def caller() -> None:
        while (number := next(numbers)) < BOOKINGS:
            await desk.book(number)

    async with asyncio.TaskGroup() as group:
        killer = group.create_task(killings(frail_stack, frail_service, desk))
        for _ in range(CALLERS):
            group.create_task(caller())
    assert sum(desk.again.values()) > 0, "nobody noticed the kills"
    for name in ("api", "dispatcher"):
        assert frail_service.supervisor.restarts(name) >= killer.result().count(name)
    assert len(desk.visits) == BOOKINGS
    plans = await settled(clinic, {one["planDate"] for one in desk.visits.values()})
    await all_there(frail_service, clinic, desk)
    in_plans = Counter(itertools.chain.from_iterable(named_in(plan) for plan in plans.values()))
    assert {key: in_plans[key] for key in desk.visits} == dict.fromkeys(desk.visits, 1)
    assert set(in_plans) == set(desk.visits)


def named_in(plan: Json) -> list[str]:
    """Visits with a stop, and those with a reason that a plan found."""
    left = unassigned_of(plan)
    assert "not_planned_yet" not in left.values()
    return [*stops_of(plan), *left]


async def all_there(service: RunningService, clinic: Clinic, desk: Desk) -> None:
    """In the tables: one visit a request, those that were acknowledged, and no overlap."""
    sql = await asyncpg.connect(service.urls.superuser_url, ssl=False)
    try:
        rows = await sql.fetch(
            "SELECT visit_id, request_id FROM visit WHERE tenant_id = $1", clinic.tenant_id
        )
        overlaps = await sql.fetchval(_OVERLAPS)
        dead = await sql.fetch("SELECT kind, error FROM job WHERE status = 'dead'")
    finally:
        await sql.close()
    assert {str(row["visit_id"]): str(row["request_id"]) for row in rows} == {
        key: one["requestId"] for key, one in desk.visits.items()
    }
    assert len({row["request_id"] for row in rows}) == BOOKINGS
    assert overlaps == 0
    assert dead == []
