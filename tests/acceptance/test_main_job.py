"""DESIGN 1 from the call to the closed visit, over HTTP against api and dispatcher."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from shared.domain.roles import Role
from tests.support.clinic import (
    BARSHA,
    Clinic,
    Json,
    OnDuty,
    iso,
    need,
    stops_of,
    unassigned_of,
)

WRITTEN = {"kind": "written", "givenBy": "Probe Caller", "relation": "self", "language": "en"}


def at_the_hour(hours: float) -> datetime:
    """A whole hour, so many hours from the present one."""
    now = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    return now + timedelta(hours=hours)


async def needling_by_phone(clinic: Clinic, **changes: Any) -> Json:
    """1 to 4: a number only, then the rest; cleared, offered, held, booked."""
    agent = await clinic.client(Role.AGENT)
    first = {"channel": "phone", "callerPhone": "0501234567"}
    request = need(await agent.post("/v1/requests", json=first), 201)
    assert request["status"] == "incomplete"
    found = need(await agent.get("/v1/requests", params={"phone": "+971501234567"}))
    assert request["id"] in {one["id"] for one in found["items"]}
    rest = await clinic.asked(service="dry-needling", **changes)
    del rest["channel"]
    url = f"/v1/requests/{request['id']}"
    version = {"If-Match": f'"{request["version"]}"'}
    request = need(await agent.patch(url, json=rest, headers=version))
    assert (request["status"], request["missing"]) == ("ready", [])
    assert request["screening"]["outcome"] == "cleared"
    offer = (await clinic.offers(request["id"]))[0]
    held = await clinic.hold(request["id"], offer["id"])
    visit = await clinic.book(request["id"], held["id"])
    assert visit["therapist"]["id"] == offer["therapist"]["id"]
    assert (visit["status"], visit["dispatchable"]) == ("booked", True)
    assert visit["promise"]["status"] == "agreed"
    assert visit["promise"]["opensAt"] == visit["window"]["opensAt"] == offer["startsAt"]
    return visit


async def told(clinic: Clinic, therapist: OnDuty, visit_id: str) -> Json:
    """6: the therapist's stop as published, fetched and acknowledged."""
    route = need(await therapist.me.get("/v1/me/route"))
    stops = {stop["visitId"]: stop for stop in route["stops"]}
    assert visit_id in stops, route
    body = {"routeVersion": route["routeVersion"]}
    need(await therapist.me.post("/v1/me/route/acknowledge", json=body), 204)
    again = need(await therapist.me.get("/v1/me/route", params={"date": route["date"]}))
    assert again["acknowledgedVersion"] == route["routeVersion"] > 0
    stop: Json = stops[visit_id]
    assert stop["navigation"]["google"].startswith("https://")
    assert stop["papersNeeded"] == ["door-check", "written"]
    return stop


async def door_papers(clinic: Clinic) -> Json:
    """What the patient answers and signs at the door."""
    agent = await clinic.client(Role.AGENT)
    who = {"service": "dry-needling", "gender": "male", "dateOfBirth": "1984-03-02"}
    asked = need(await agent.get("/v1/screening/questionnaire", params={**who, "askWhen": "door"}))
    answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    assert answers
    answered = {"version": asked["version"], "answers": answers}
    return {"doorAnswers": answered, "consents": [WRITTEN]}


async def report(me: OnDuty, visit_id: str, type_: str, status: int = 200, **more: Any) -> Json:
    """One fact, now, under an id of its own."""
    now = datetime.now(UTC)
    body = {"type": type_, "occurredAt": iso(now), "clientEventId": f"{type_}-{uuid4()}"}
    url = f"/v1/visits/{visit_id}/events"
    return need(await me.me.post(url, json={**body, **more}), status)


async def drive_and_treat(clinic: Clinic, me: OnDuty, visit_id: str) -> None:
    """7 and 8: from accept to the end; needles wait for their papers."""
    moved = (("accept", "accepted"), ("depart", "en-route"), ("arrive", "arrived"))
    for type_, status in moved:
        assert (await report(me, visit_id, type_))["visit"]["status"] == status
    refused = await report(me, visit_id, "start", 409)
    assert refused["type"] == "/problems/papers-missing"
    assert (await clinic.visit(visit_id))["status"] == "arrived"
    started = await report(me, visit_id, "start", papers=await door_papers(clinic))
    assert started["visit"]["status"] == "in-progress"
    counted = {"in": 6, "out": 6}
    ended = await report(me, visit_id, "complete", needles=counted, note="Felt better")
    assert ended["applied"]
    visit = await clinic.visit(visit_id)
    assert visit["status"] == "done"
    assert all(visit["actual"].values()), visit["actual"]
    types = [event["type"] for event in visit["events"]]
    assert {"booked", "published", "accept", "depart", "arrive", "start", "complete"} <= {*types}


async def start_shift(me: OnDuty) -> None:
    """The therapist says so."""
    url = f"/v1/me/shifts/{me.shift_id}/events"
    body = {"type": "shift-start", "occurredAt": iso(datetime.now(UTC)), "clientEventId": "on"}
    assert need(await me.me.post(url, json=body))["status"] == "started"


async def test_a_call_becomes_a_treated_patient(clinic: Clinic) -> None:
    """A phone request is booked, planned by itself, published, driven, treated and closed."""
    sara = await clinic.therapist("Sara", at_the_hour(-1))
    visit = await needling_by_phone(clinic)
    day = visit["planDate"]
    plan = await clinic.solved(day)
    assert stops_of(plan)[visit["id"]][0] == sara.shift_id
    assert 0 <= plan["bound"] <= plan["cost"]
    assert plan["gap"] >= 0
    assert plan["publishedAt"] is None
    assert need(await sara.me.get("/v1/me/route"))["stops"] == []
    dispatcher = await clinic.client(Role.DISPATCHER)
    done = need(await dispatcher.post(f"/v1/plans/{day}/publish", json={}))
    assert (done["visits"], done["notDispatched"]) == (1, [])
    await told(clinic, sara, visit["id"])
    await start_shift(sara)
    await drive_and_treat(clinic, sara, visit["id"])
    closed = await clinic.visit(visit["id"])
    assert closed["promise"] == visit["promise"]
    after = stops_of(await clinic.solved(day))
    assert after[visit["id"]][1]["status"] == "done"


async def replanned(clinic: Clinic, day: str, visit_ids: set[str]) -> Json:
    """The plan once each of the visits has a stop or a reason that a plan found."""
    deadline = time.monotonic() + 45
    while True:
        plan = await clinic.plan(day)
        placed, left = stops_of(plan), unassigned_of(plan)
        if not plan["jobs"] and all(
            key in placed or left.get(key, "not_planned_yet") != "not_planned_yet"
            for key in visit_ids
        ):
            return plan
        assert time.monotonic() < deadline, (plan["jobs"], left)
        await asyncio.sleep(0.3)


async def in_the_plan(clinic: Clinic, day: str, promised: dict[str, Json]) -> None:
    """Each promise is kept: the same words to the patient, and a start inside the window."""
    placed = stops_of(await clinic.plan(day))
    for key, promise in promised.items():
        now = (await clinic.visit(key))["promise"]
        assert now == promise, "a promise was changed without asking"
        start = datetime.fromisoformat(placed[key][1]["plannedStart"])
        opens, closes = (datetime.fromisoformat(promise[n]) for n in ("opensAt", "closesAt"))
        assert opens <= start <= closes


@dataclass(frozen=True, slots=True)
class TwoRoutes:
    """Sara with a patient under way and two to come, Omar with two patients of his own."""

    day: str
    sara: OnDuty
    omar: OnDuty
    begun: Json
    hers: Json
    only_her: Json
    his: list[Json]


async def two_routes(clinic: Clinic) -> TwoRoutes:
    """Booked and planned."""
    starts = at_the_hour(-1)
    sara = await clinic.therapist("Sara", starts)
    begun = await needling_by_phone(clinic)
    later = {"from": iso(at_the_hour(3))}
    hers = await clinic.booked(name="Second Patient", **later)
    for_women = {"therapistGender": "female"}
    only_her = await clinic.booked(
        name="Third Patient", place=BARSHA, preferences=for_women, **later
    )
    omar = await clinic.therapist("Omar", starts, gender="male", home=BARSHA)
    his = [
        await clinic.booked(name=f"His {n}", preferences={"therapistGender": "male"})
        for n in range(2)
    ]
    assert {one["therapist"]["id"] for one in (begun, hers, only_her)} == {sara.id}
    assert {one["therapist"]["id"] for one in his} == {omar.id}
    await clinic.solved(begun["planDate"])
    return TwoRoutes(begun["planDate"], sara, omar, begun, hers, only_her, his)


async def test_an_ill_therapist_in_the_middle(clinic: Clinic) -> None:
    """What she still had goes to the other by itself or is named with its reason; the treated
    patient and the other's promises stay as they are, and the day ends as it would have.
    """
    it = await two_routes(clinic)
    dispatcher = await clinic.client(Role.DISPATCHER)
    need(await dispatcher.post(f"/v1/plans/{it.day}/publish", json={}))
    await told(clinic, it.sara, it.begun["id"])
    await start_shift(it.sara)
    await drive_and_treat(clinic, it.sara, it.begun["id"])

    away = {"from": iso(datetime.now(UTC)), "to": iso(at_the_hour(12)), "reason": "illness"}
    ill = need(await dispatcher.post(f"/v1/therapists/{it.sara.id}/absences", json=away), 201)
    assert it.only_her["id"] in ill["freed"]
    assert it.begun["id"] not in ill["freed"]
    plan = await replanned(clinic, it.day, {it.hers["id"], it.only_her["id"]})
    assert stops_of(plan)[it.hers["id"]][0] == it.omar.shift_id
    assert unassigned_of(plan).keys() == {it.only_her["id"]}
    assert unassigned_of(plan)[it.only_her["id"]] == "therapist_absent"
    assert stops_of(plan)[it.begun["id"]][1]["status"] == "done"
    kept = {one["id"]: one["promise"] for one in (it.hers, *it.his)}
    await in_the_plan(clinic, it.day, kept)
    assert (await clinic.visit(it.only_her["id"]))["promise"] == it.only_her["promise"]

    route = need(await it.omar.me.get("/v1/me/route"))
    assert {stop["visitId"] for stop in route["stops"]} == set(kept)
    await start_shift(it.omar)
    for type_ in ("accept", "depart", "arrive", "start", "complete"):
        await report(it.omar, it.hers["id"], type_)
    assert (await clinic.visit(it.hers["id"]))["status"] == "done"
