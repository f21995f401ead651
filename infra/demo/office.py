"""The people at desks: agents with callers, the dispatcher, the clinician."""

from datetime import UTC, datetime, timedelta
from typing import Any

from infra.demo.client import Client
from infra.demo.dice import Dice
from infra.demo.patients import Person, invent
from infra.demo.town import quarters
from infra.demo.world import World

_EVERY_S = 8 * 60  # of their time, from one caller to the next, on average
_TRIES = 3


async def take_calls(world: World, agent: Client, rng: Dice) -> None:
    """Callers for ever: a request, offers, a hold, a visit; and the call list in between."""
    while True:
        await world.pace.pause(rng.expovariate(1 / _EVERY_S))
        person = invent(rng, rng.choice(quarters()), datetime.now(UTC).date())
        await _caller(world, agent, rng, person)
        await _call_back(world, agent)


async def _caller(world: World, agent: Client, rng: Dice, person: Person) -> None:
    answer = await agent.post("/v1/requests", _request(world, rng, person))
    if not answer.ok:
        world.tell("agent", f"cannot take a call: {answer.slug}")
        return
    request = answer.body
    world.tell("agent", f"notes a request for {request['service']}: {request['status']}")
    if request["status"] == "ready":
        await _book(world, agent, rng, request["id"], person)


def _request(world: World, rng: Dice, person: Person) -> dict[str, Any]:
    answers = world.harmless()
    child = person.guardian is not None
    if not child and rng.random() < 0.08:
        answers |= {"blood-thinners": True}
    service = "physiotherapy" if child else rng.choice(person.complaint.services).value
    body: dict[str, Any] = {
        "channel": "phone",
        "callerPhone": person.phone,
        "patient": {
            "name": person.name,
            "dateOfBirth": person.born.isoformat(),
            "gender": person.gender,
            "languages": list(person.languages),
        },
        "place": {"lat": person.point.lat, "lon": person.point.lon},
        "service": service,
        "complaint": person.complaint.text,
        "bodyRegions": [region.value for region in person.complaint.regions],
        "preferences": {},
        "screening": {"version": world.questionnaire, "answers": answers},
    }
    if person.guardian is not None:
        guardian = person.guardian
        contact = {"name": guardian.name, "relation": guardian.relation, "phone": guardian.phone}
        body["contacts"] = [contact]
    return body


async def _book(world: World, agent: Client, rng: Dice, request_id: str, person: Person) -> None:
    """One of the three best offers; when somebody was faster, one of the fresh ones."""
    found = await agent.get(f"/v1/requests/{request_id}/offers")
    offers = found.body.get("items", [])
    for _ in range(_TRIES):
        if not offers:
            break
        choice = rng.choice(offers[:3])
        hold = await agent.post(f"/v1/requests/{request_id}/holds", {"offerId": choice["id"]})
        if hold.ok:
            name, relation = person.speaker
            consent = {"givenBy": name, "relation": relation, "language": person.languages[0]}
            body = {"holdId": hold.body["id"], "consent": consent}
            visit = await agent.post(f"/v1/requests/{request_id}/visits", body)
            if visit.ok:
                by = (visit.body.get("therapist") or {}).get("name", "nobody yet")
                opens = visit.body["window"]["opensAt"][:16].replace("T", " ")
                world.tell("agent", f"books {opens} with {by}")
            else:
                world.tell("agent", f"cannot book: {visit.slug}")
            return
        offers = hold.body.get("offers", [])
    world.tell("agent", "has no window to offer")


async def _call_back(world: World, agent: Client) -> None:
    waiting = await agent.get("/v1/call-list")
    for one in waiting.body.get("items", [])[:1]:
        answer = {"answer": "agreed"}
        if (await agent.post(f"/v1/promises/{one['promiseId']}/answer", answer)).ok:
            world.tell("agent", "reaches a patient, who agrees to another hour")


async def decide(world: World, clinician: Client) -> None:
    """The oldest clearance, every twenty minutes."""
    while True:
        await world.pace.pause(20 * 60)
        waiting = await clinician.get("/v1/clearances", status="open")
        for one in waiting.body.get("items", [])[:1]:
            body = {
                "decision": "clear-with-conditions",
                "conditions": "Superficial needling only; compress for five minutes",
            }
            answer = await clinician.post(f"/v1/clearances/{one['id']}/decision", body)
            words = "clears a patient on conditions"
            world.tell("clinician", words if answer.ok else f"{words}: refused, {answer.slug}")


async def dispatch(world: World, dispatcher: Client, rng: Dice) -> None:
    """Publish what is a draft, replan what is left out, and report one therapist ill."""
    asked: set[str] = set()
    while True:
        plan = (await dispatcher.get(f"/v1/plans/{world.today}")).body
        if plan.get("status") == "draft" and plan.get("routes"):
            await _publish(world, dispatcher, world.today)
        fresh = {one["visitId"] for one in plan.get("unassigned", [])} - asked
        if fresh:
            asked |= fresh
            if (await dispatcher.post(f"/v1/plans/{world.today}/solve")).ok:
                world.tell("dispatcher", f"asks for a plan: {len(fresh)} visits have no stop")
        if world.fate.strikes(rng, "illness", 0.25):
            await _illness(world, dispatcher, plan.get("routes", []))
        await world.pace.pause(15 * 60)


async def _publish(world: World, dispatcher: Client, day: str) -> None:
    answer = await dispatcher.post(f"/v1/plans/{day}/publish")
    broken = answer.body.get("violations", [])
    if broken and all(one["class"] != "safety" for one in broken):
        body = {"acknowledge": [one["id"] for one in broken], "reason": "known to the dispatcher"}
        answer = await dispatcher.post(f"/v1/plans/{day}/publish", body)
    words = f"publishes {day}"
    world.tell("dispatcher", words if answer.ok else f"{words}: refused, {answer.slug}")


async def _illness(world: World, dispatcher: Client, routes: list[dict[str, Any]]) -> None:
    """Of whoever has the most visits ahead."""
    ahead = [
        (sum(s["status"] in {"dispatched", "accepted"} for s in r["stops"]), r) for r in routes
    ]
    ahead = [pair for pair in ahead if pair[0]]
    if not ahead:
        world.fate.left.add("illness")
        return
    _, route = max(ahead, key=lambda pair: pair[0])
    now = datetime.now(UTC)
    starts = max(now, datetime.fromisoformat(route["startsAt"])) + timedelta(seconds=30)
    body = {"from": starts.isoformat(), "to": route["endsAt"], "reason": "illness"}
    therapist = route["therapist"]
    answer = await dispatcher.post(f"/v1/therapists/{therapist['id']}/absences", body)
    freed = len(answer.body.get("freed", []))
    words = f"reports {therapist['name']} ill; {freed} visits need somebody else"
    world.tell("dispatcher", words if answer.ok else f"cannot report an illness: {answer.slug}")
