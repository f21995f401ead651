"""What bad input gets: a status, the field, and a sentence that says what would be right."""

import dataclasses
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from shared.domain.roles import Role
from tests.support.clinic import CONSENT, Clinic, Json, iso, need, open_clinic
from tests.support.databases import RunningService

PAST = "2020-03-01T09:00:00+04:00"
AHEAD = "2031-03-01T09:00:00Z"
LATER_PAST = "2020-03-01T10:00:00+04:00"
NOBODY = str(uuid4())


@dataclass(frozen=True)
class Bad:
    """A call with one thing wrong; `says` are words that the sentence must hold."""

    field: str
    changes: Json = dataclasses.field(default_factory=dict)
    says: tuple[str, ...] = ()
    method: str = "POST"
    url: str = "/v1/requests"
    role: Role = Role.AGENT

    def __str__(self) -> str:
        return f"{self.method} {self.url} {self.field} {self.changes}"


def wish(**what: Any) -> Json:
    """A request's preferences."""
    return {"preferences": what}


REQUESTS = (
    Bad("callerPhone", {"callerPhone": "12"}),
    Bad("callerPhone", {"callerPhone": ""}),
    Bad("callerPhone", {"callerPhone": 501234567}, ("a text", "whole number")),
    Bad("channel", {"channel": "fax"}, ("phone", "whatsapp", "web", "api")),
    Bad("service", {"service": "massage"}, ("dry-needling", "physiotherapy")),
    Bad("bodyRegions.0", {"bodyRegions": ["wing"]}, ("neck",)),
    Bad("patient.dateOfBirth", {"patient": {"name": "X", "dateOfBirth": "2031-01-01"}}),
    Bad("patient.dateOfBirth", {"patient": {"name": "X", "dateOfBirth": "1784-01-01"}}),
    Bad("patient.dateOfBirth", {"patient": {"name": "X", "dateOfBirth": "3 March"}}),
    Bad("patient.gender", {"patient": {"name": "X", "gender": "man"}}, ("female", "male")),
    Bad("patient.age", {"patient": {"name": "X", "age": 42}}),
    Bad("place", {"place": {"lat": 24.4539, "lon": 54.3773}}, ("Dubai",)),
    Bad("place", {"place": {"lat": 25.07}}),
    Bad("place.lat", {"place": {"lat": 125.0, "lon": 55.1}}),
    Bad("screening.version", {"screening": {"version": "99", "answers": {}}}, ("1",)),
    Bad("screening.answers", {"screening": {"version": "1", "answers": {"chest-pain": "no"}}}),
    Bad("preferences.notAfter", wish(notBefore=PAST, notAfter=LATER_PAST), ("past",)),
    Bad("preferences.notAfter", wish(notAfter=PAST), ("past",)),
    Bad("preferences.notBefore", wish(notBefore="2031-03-01T09:00:00"), ("offset",)),
    Bad("preferences.notAfter", wish(notBefore=AHEAD, notAfter="2031-03-01T09:00:00")),
    Bad("preferences.notAfter", wish(notBefore=AHEAD, notAfter="2031-02-28T09:00:00Z")),
    Bad("preferences.therapistGender", wish(therapistGender="any"), ("female", "male")),
    Bad("contacts.0.phone", {"contacts": [{"name": "Y", "relation": "mother", "phone": "1"}]}),
    Bad("contacts.0.relation", {"contacts": [{"name": "Y", "relation": ""}]}, ("empty",)),
    Bad("contacts.0.name", {"contacts": [{"name": " ", "relation": "mother"}]}, ("empty",)),
    Bad("tenant", {"tenant": NOBODY}),
)


@pytest.fixture
def absence() -> Json:
    """From tomorrow on."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return {"from": iso(tomorrow), "to": iso(tomorrow + timedelta(hours=8)), "reason": "illness"}


def named(answer: httpx.Response, wanted: str, says: tuple[str, ...] = ()) -> None:
    """A 422 problem whose errors name the field, each with a sentence."""
    assert answer.status_code == 422, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    said = {one["field"]: one["message"] for one in errors}
    assert any(name == wanted or name.startswith(f"{wanted}.") for name in said), (wanted, said)
    sentence = next(text for name, text in said.items() if name.startswith(wanted))
    assert sentence.endswith((".", "?"))
    assert all(word in sentence for word in says), (says, sentence)


@pytest.mark.parametrize("bad", REQUESTS, ids=str)
async def test_a_request_with_one_wrong_value(shared_clinic: Clinic, bad: Bad) -> None:
    """422 by its field, and nothing is kept of the call."""
    agent = await shared_clinic.client(Role.AGENT)
    phone = "+971509999999"
    body = {**await shared_clinic.asked(callerPhone=phone), **bad.changes}
    named(await agent.post("/v1/requests", json=body), bad.field, bad.says)
    found = need(await agent.get("/v1/requests", params={"phone": phone}))
    assert found["items"] == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"from": "tomorrow"}, "from"),
        ({"from": "2031-03-01T09:00:00"}, "from"),
        ({"to": LATER_PAST}, "to"),
        ({"from": PAST, "to": LATER_PAST}, "to"),
        ({"from": "2031-03-02T09:00:00Z", "to": "2031-03-01T09:00:00Z"}, "to"),
    ],
)
async def test_offers_for_no_time_at_all(
    shared_clinic: Clinic, query: dict[str, str], field: str
) -> None:
    """A window in the past, backwards, without an offset or no time: 422 by its name."""
    agent = await shared_clinic.client(Role.AGENT)
    made = await shared_clinic.request()
    named(await agent.get(f"/v1/requests/{made['id']}/offers", params=query), field)


async def test_calls_around_a_booking(shared_clinic: Clinic) -> None:
    """Forged offers, strange holds, wrong consents, unreasoned cancels, events of tomorrow."""
    clinic = shared_clinic
    agent, dispatcher = await clinic.client(Role.AGENT), await clinic.client(Role.DISPATCHER)
    made = await clinic.request(name="Around Booking")
    url = f"/v1/requests/{made['id']}"
    named(await agent.post(f"{url}/holds", json={"offerId": "forged"}), "offerId")
    named(await agent.post(f"{url}/holds", json={}), "offerId")
    offer = (await clinic.offers(made["id"]))[0]
    other = await clinic.request(name="Other Person")
    theirs = await agent.post(f"/v1/requests/{other['id']}/holds", json={"offerId": offer["id"]})
    assert theirs.status_code in {409, 422}, theirs.text
    held = await clinic.hold(made["id"], offer["id"])
    body = {"holdId": held["id"], "consent": CONSENT}
    answer = await agent.post(f"/v1/requests/{other['id']}/visits", json=body)
    assert answer.status_code == 404, answer.text
    wrong = {**body, "consent": {**CONSENT, "relation": "friend"}}
    named(await agent.post(f"{url}/visits", json=wrong), "consent.relation", ("self", "mother"))
    wrong = {**body, "consent": {**CONSENT, "givenBy": " "}}
    named(await agent.post(f"{url}/visits", json=wrong), "consent.givenBy")
    named(await agent.post(f"{url}/visits", json={"consent": CONSENT}), "holdId")
    visit = await clinic.book(made["id"], held["id"])
    at = f"/v1/visits/{visit['id']}"
    named(await agent.post(f"{at}/cancel", json={"reason": " "}), "reason")
    named(await agent.post(f"{at}/reschedule", json={"reason": "x"}), "holdId")
    event = {"type": "accept", "clientEventId": "1"}
    tomorrow = iso(datetime.now(UTC) + timedelta(days=1))
    for occurred in (tomorrow, "yesterday", "2026-11-22T09:00:00"):
        sent = {**event, "occurredAt": occurred}
        named(await dispatcher.post(f"{at}/events", json=sent), "occurredAt")
    sent = {**event, "occurredAt": iso(datetime.now(UTC)), "type": "vanish"}
    named(await dispatcher.post(f"{at}/events", json=sent), "type", ("accept", "no-show"))
    guardian = {"kind": "guardian", **CONSENT}
    named(await dispatcher.post(f"{at}/consents", json=guardian), "relation")


async def test_the_days_of_therapists(shared_clinic: Clinic, absence: Json) -> None:
    """Shifts, absences, plans and pages that cannot be."""
    clinic = shared_clinic
    dispatcher = await clinic.client(Role.DISPATCHER)
    (therapist, *_) = need(await dispatcher.get("/v1/therapists"))["items"]
    times = {"startsAt": absence["to"], "endsAt": absence["from"]}
    shift = {"therapistId": therapist["id"], **times}
    named(await dispatcher.post("/v1/shifts", json=shift), "endsAt")
    far = iso(datetime.now(UTC) + timedelta(days=3))
    named(await dispatcher.post("/v1/shifts", json={**shift, "endsAt": far}), "endsAt")
    url = f"/v1/therapists/{therapist['id']}/absences"
    back = {**absence, "from": absence["to"], "to": absence["from"]}
    named(await dispatcher.post(url, json=back), "to")
    gone = {**absence, "from": PAST, "to": LATER_PAST}
    named(await dispatcher.post(url, json=gone), "to", ("over",))
    why = {**absence, "reason": "ill"}
    named(await dispatcher.post(url, json=why), "reason", ("illness",))
    moved = await dispatcher.get("/v1/plans/2026-02-30")
    assert moved.status_code in {404, 422}, moved.text
    named(await dispatcher.get("/v1/visits", params={"cursor": "zz"}), "cursor")
    named(await dispatcher.get("/v1/visits", params={"limit": "many"}), "limit")
    named(await dispatcher.get("/v1/visits", params={"status": "lost"}), "status", ("booked",))


async def test_an_open_question_cannot_be_held(shared_clinic: Clinic) -> None:
    """One question unanswered: incomplete, named, and neither offered nor held."""
    agent = await shared_clinic.client(Role.AGENT)
    body = await shared_clinic.asked(service="dry-needling", name="Half Answered")
    del body["screening"]["answers"]["blood-thinners"]
    made = need(await agent.post("/v1/requests", json=body), 201)
    assert made["status"] == "incomplete"
    assert made["screening"]["unanswered"] == ["blood-thinners"]
    url = f"/v1/requests/{made['id']}"
    refused = await agent.get(f"{url}/offers")
    assert (refused.status_code, refused.json()["missing"]) == (409, ["blood-thinners"])
    other = await shared_clinic.request(service="dry-needling", name="All Answered")
    offer = (await shared_clinic.offers(other["id"]))[0]["id"]
    held = await agent.post(f"{url}/holds", json={"offerId": offer})
    assert held.status_code in {409, 422}, held.text


async def test_keys_and_versions(shared_clinic: Clinic) -> None:
    """The same key with another body: 422. A stale version: 412; none: 428; the right one: 200."""
    agent = await shared_clinic.client(Role.AGENT)
    key = {"Idempotency-Key": str(uuid4())}
    body = await shared_clinic.asked(name="Keyed Person")
    made = need(await agent.post("/v1/requests", json=body, headers=key), 201)
    again = await agent.post("/v1/requests", json=body, headers=key)
    assert (again.status_code, again.json()["id"]) == (201, made["id"])
    other = await agent.post("/v1/requests", json={**body, "complaint": "x"}, headers=key)
    assert other.status_code == 422
    assert other.json()["type"] == "/problems/idempotency-key-reused"
    url, what = f"/v1/requests/{made['id']}", {"complaint": "neck pain"}
    assert (await agent.patch(url, json=what)).status_code == 428
    now = {"If-Match": f'"{made["version"]}"'}
    changed = need(await agent.patch(url, json=what, headers=now))
    stale = await agent.patch(url, json={"complaint": "knee pain"}, headers=now)
    assert stale.status_code == 412, stale.text
    assert need(await agent.get(url))["complaint"] == changed["complaint"] == "neck pain"


def with_ids_of_nobody(sent: Json) -> Json:
    """The same body with ids that no tenant has."""
    return {
        key: with_ids_of_nobody(value)
        if isinstance(value, dict)
        else str(uuid4())
        if key.endswith("Id")
        else value
        for key, value in sent.items()
    }


async def test_the_other_tenants_ids_in_a_body(
    service: RunningService, shared_clinic: Clinic
) -> None:
    """Where a body names a row, another tenant's is as absent as one that never was."""
    slug = f"c{uuid4().hex[:10]}"
    async with open_clinic(service.base_url, service.urls, slug) as strangers:
        starts = datetime.now(UTC) + timedelta(hours=2)
        them = await strangers.therapist("Stranger", starts)
        visit = await strangers.booked()
        asked = await strangers.request(name="Their Second")
        held = await strangers.hold(asked["id"], (await strangers.offers(asked["id"]))[0]["id"])
        agent = await shared_clinic.client(Role.AGENT)
        dispatcher = await shared_clinic.client(Role.DISPATCHER)
        mine = await shared_clinic.request(name="Mine")
        body = await shared_clinic.asked()
        calls = (
            (agent, "/v1/requests", {**body, "patientId": visit["patient"]["id"]}),
            (agent, "/v1/requests", {**body, "placeId": visit["place"]["id"]}),
            (agent, "/v1/requests", {**body, "preferences": {"therapistId": them.id}}),
            (agent, f"/v1/requests/{mine['id']}/visits", {"holdId": held["id"]}),
            (
                dispatcher,
                f"/v1/plans/{them.plan_date}/moves",
                {"visitId": visit["id"], "shiftId": them.shift_id, "dryRun": True},
            ),
            (
                dispatcher,
                "/v1/shifts",
                {
                    "therapistId": them.id,
                    "startsAt": iso(starts),
                    "endsAt": iso(starts + timedelta(hours=1)),
                },
            ),
        )
        for who, url, sent in calls:
            absent = with_ids_of_nobody(sent)
            answers = [await who.post(url, json=one) for one in (sent, absent)]
            assert {one.status_code for one in answers} <= {404, 422}, answers[0].text
            assert len({one.status_code for one in answers}) == 1, url
