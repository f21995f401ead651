"""The day as it goes: facts over HTTP, stored always, applied as far as they count."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio

from shared.domain.roles import Role
from tests.integration.api.booking import (
    CONSENT,
    OnShift,
    add_therapist,
    as_therapist,
    booked,
    event,
    iso,
    publish,
    rows,
)
from tests.integration.api.conftest import ApiClient, MakeTenant, TestTenant


@dataclass(slots=True)
class Day:
    """A published day of two therapists, each with a phone."""

    tenant: TestTenant
    agent: ApiClient
    dispatcher: ApiClient
    sara: OnShift
    omar: OnShift
    phone: ApiClient
    other_phone: ApiClient

    async def visit(self, **changes: Any) -> dict[str, Any]:
        """A dispatched visit of Sara's."""
        wishes = {"preferences": {"therapistId": self.sara.id}}
        made = await booked(self.agent, **{**wishes, **changes})
        assert made["status"] == "dispatched", made
        return made

    async def read(self, visit_id: str) -> dict[str, Any]:
        """The visit as the dispatcher sees it."""
        found: dict[str, Any] = (await self.dispatcher.get(f"/v1/visits/{visit_id}")).json()
        return found


@pytest_asyncio.fixture(scope="module")
async def day(make_tenant: MakeTenant) -> Day:
    """Two therapists on long shifts, the plan published."""
    tenant = await make_tenant("lived")
    agent, dispatcher = await tenant.client(Role.AGENT), await tenant.client(Role.DISPATCHER)
    sara = await add_therapist(tenant, "Sara", hours=16)
    omar = await add_therapist(tenant, "Omar", gender="male", hours=16)
    await booked(agent)
    await publish(tenant, sara.plan_date)
    phone, other = await as_therapist(tenant, sara.id), await as_therapist(tenant, omar.id)
    return Day(tenant, agent, dispatcher, sara, omar, phone, other)


def now() -> datetime:
    """The phone's clock."""
    return datetime.now(UTC)


async def test_a_visit_is_lived(day: Day) -> None:
    """Accept, depart, arrive, start, complete: each moves the status and leaves its time."""
    visit = await day.visit()
    said = []
    for type_ in ("accept", "depart", "arrive", "start", "complete"):
        answer = await event(
            day.phone, visit["id"], type_, now(), position={"lat": 25.08, "lon": 55.14}
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["applied"]
        said.append(answer.json()["status"])
    assert said == ["accepted", "en-route", "arrived", "in-progress", "done"]
    after = await day.read(visit["id"])
    assert all(after["actual"].values()), after["actual"]
    assert [e["type"] for e in after["events"]][-5:] == [
        "accept",
        "depart",
        "arrive",
        "start",
        "complete",
    ]


async def test_the_same_event_again_changes_nothing(day: Day) -> None:
    """By `clientEventId`, whatever the Idempotency-Key: the same answer, one row."""
    visit = await day.visit()
    body = {"type": "accept", "occurredAt": iso(now()), "clientEventId": str(uuid4())}
    first = await day.phone.post(f"/v1/visits/{visit['id']}/events", json=body)
    again = await day.phone.post(f"/v1/visits/{visit['id']}/events", json=body)
    assert (first.status_code, again.json()) == (200, first.json())
    kept = await rows(
        day.tenant,
        "SELECT 1 FROM visit_event WHERE visit_id = :id AND type = 'accept'",
        id=visit["id"],
    )
    assert len(kept) == 1


async def test_late_events_are_ordered_by_when_they_happened(day: Day) -> None:
    """A phone that was offline sends arrival before departure: the status is the last fact's."""
    visit = await day.visit()
    at = now()
    arrived = await event(day.phone, visit["id"], "arrive", at + timedelta(seconds=30))
    assert arrived.json()["status"] == "arrived"
    departed = await event(day.phone, visit["id"], "depart", at + timedelta(seconds=10))
    assert departed.json()["status"] == "arrived"
    assert (await day.read(visit["id"]))["actual"]["departed"] is not None


async def test_what_no_fact_can_be_is_refused_by_name(day: Day) -> None:
    """The future, an unknown type, a delay without minutes, a time without offset: 422."""
    visit = await day.visit()
    future = await event(day.phone, visit["id"], "accept", now() + timedelta(minutes=5))
    assert (future.status_code, future.json()["errors"][0]["field"]) == (422, "occurredAt")
    delay = await event(day.phone, visit["id"], "delay", now())
    assert (delay.status_code, delay.json()["errors"][0]["field"]) == (422, "minutes")
    unknown = await event(day.phone, visit["id"], "vanish", now())
    assert (unknown.status_code, unknown.json()["errors"][0]["field"]) == (422, "type")


async def test_a_declined_visit_goes_to_somebody_else(day: Day) -> None:
    """It loses its stop, waits for a replan, and is not given to the same therapist again."""
    visit = await day.visit(preferences={})
    phone = day.phone if visit["therapist"]["id"] == day.sara.id else day.other_phone
    answer = await event(phone, visit["id"], "decline", now())
    assert (answer.status_code, answer.json()["status"]) == (200, "booked"), answer.text
    after = await day.read(visit["id"])
    assert after["therapist"] is None
    refused = await rows(
        day.tenant, "SELECT refused_therapist_ids FROM visit WHERE visit_id = :id", id=visit["id"]
    )
    assert [str(one) for one in refused[0][0]] == [visit["therapist"]["id"]]
    assert await rows(day.tenant, "SELECT 1 FROM job WHERE kind = 'solve-horizon'")


async def test_a_report_from_a_former_therapist_is_kept_but_not_applied(day: Day) -> None:
    """Their phone is told that it does not count; a person is told that they treated."""
    visit = await day.visit()
    body = {"reason": "somebody else should go"}
    freed = await day.dispatcher.post(f"/v1/visits/{visit['id']}/unassign", json=body)
    assert freed.status_code == 200
    answer = await event(day.phone, visit["id"], "start", now())
    assert answer.status_code == 200, answer.text
    assert (answer.json()["applied"], answer.json()["status"]) == (False, "booked")
    kinds = await rows(day.tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit["id"])
    assert [row.kind for row in kinds] == ["other-therapist"]
    stranger = await event(day.other_phone, visit["id"], "accept", now())
    assert stranger.status_code == 404


async def test_a_delay_moves_the_predictions_and_names_who_is_late(day: Day) -> None:
    """The planned start stays, the predicted one moves past the window, and the visit is late."""
    visit = await day.visit()
    answer = await event(day.phone, visit["id"], "delay", now(), minutes=300)
    assert answer.status_code == 200, answer.text
    after = await day.read(visit["id"])
    assert after["plannedStart"] == visit["plannedStart"]
    assert after["lateS"] > 0


async def test_needling_starts_only_with_its_papers(day: Day) -> None:
    """Stored with 409 and an incident; the papers that come later apply it at its own time."""
    visit = await day.visit(service="dry-needling")
    at = now()
    early = await event(day.phone, visit["id"], "start", at)
    assert early.status_code == 409, early.text
    problem = early.json()
    assert problem["type"] == "/problems/papers-missing"
    assert set(problem["missing"]) == {"door-check", "written"}
    assert problem["visit"]["status"] == "dispatched"
    stored = (await day.read(visit["id"]))["events"][-1]
    assert (stored["type"], stored["applied"]) == ("start", False)
    open_incidents = await rows(
        day.tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit["id"]
    )
    assert [row.kind for row in open_incidents] == ["papers-missing"]
    papers = await _papers(day)
    late = await event(day.phone, visit["id"], "start", at + timedelta(seconds=1), papers=papers)
    assert late.status_code == 200, late.text
    assert late.json()["status"] == "in-progress"
    started = (await day.read(visit["id"]))["actual"]["started"]
    assert datetime.fromisoformat(started) == at


async def test_needling_starts_at_once_with_papers_in_the_same_call(day: Day) -> None:
    """Door check and written consent travel with the start."""
    visit = await day.visit(service="dry-needling")
    answer = await event(day.phone, visit["id"], "start", now(), papers=await _papers(day))
    assert (answer.status_code, answer.json()["applied"]) == (200, True), answer.text
    done = await event(day.phone, visit["id"], "complete", now(), needles={"in": 8, "out": 7})
    assert done.json()["status"] == "done"
    kinds = await rows(day.tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit["id"])
    assert [row.kind for row in kinds] == ["needle-count"]


async def test_written_consent_alone_can_complete_the_papers(day: Day) -> None:
    """The door check came with the start, the signature after it: then the start counts."""
    visit = await day.visit(service="dry-needling")
    papers = {**await _papers(day), "consents": []}
    early = await event(day.phone, visit["id"], "start", now(), papers=papers)
    assert early.status_code == 409
    assert early.json()["missing"] == ["written"]
    signed = await day.phone.post(
        f"/v1/visits/{visit['id']}/consents", json={"kind": "written", **CONSENT}
    )
    assert signed.status_code == 201, signed.text
    assert (await day.read(visit["id"]))["status"] == "in-progress"


async def test_a_worse_answer_at_the_door_ends_the_visit(day: Day) -> None:
    """The visit becomes unfit, nobody is needled, and somebody is told."""
    visit = await day.visit(service="dry-needling")
    papers = await _papers(day, worry=frozenset({"block", "clinician"}))
    answer = await event(day.phone, visit["id"], "start", now(), papers=papers)
    assert answer.status_code == 409, answer.text
    said = answer.json()
    assert said["type"] == "/problems/door-check-failed"
    assert said["reasons"]
    for reason in said["reasons"]:
        assert reason["text"]["en"] in said["detail"]
        assert reason["text"]["ar"]
    assert said["detail"].endswith("call the clinic.")
    assert said["emergencyNumber"] is None
    after = await day.read(visit["id"])
    assert (after["status"], after["actual"]["started"]) == ("unfit", None)
    kinds = await rows(day.tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit["id"])
    assert "door-check" in {row.kind for row in kinds}


async def test_an_emergency_at_the_door_is_not_one_on_the_phone(day: Day) -> None:
    """The therapist is told whom to call, and the incident says where it was found."""
    visit = await day.visit(service="dry-needling")
    papers = await _papers(day, worry=frozenset({"emergency"}))
    answer = await event(day.phone, visit["id"], "start", now(), papers=papers)
    assert answer.status_code == 409, answer.text
    assert answer.json()["emergencyNumber"] == "998"
    kinds = await rows(day.tenant, "SELECT kind FROM incident WHERE visit_id = :id", id=visit["id"])
    found = {row.kind for row in kinds}
    assert "door-emergency" in found
    assert "emergency" not in found


async def test_ends_that_nobody_planned_free_the_rest_of_the_time(day: Day) -> None:
    """No-show, cannot-enter and unfit close the visit and ask for a replan."""
    for type_ in ("no-show", "cannot-enter", "unfit"):
        visit = await day.visit()
        before = await rows(day.tenant, "SELECT max(generation) AS g FROM plan")
        answer = await event(day.phone, visit["id"], type_, now())
        assert answer.json()["status"] == type_, answer.text
        after = await rows(day.tenant, "SELECT max(generation) AS g FROM plan")
        assert after[0].g > before[0].g


async def test_a_correction_takes_a_fact_back(day: Day) -> None:
    """A mistaken no-show never was: the visit is where it had been."""
    visit = await day.visit()
    key = str(uuid4())
    await day.phone.post(
        f"/v1/visits/{visit['id']}/events",
        json={"type": "no-show", "occurredAt": iso(now()), "clientEventId": key},
    )
    assert (await day.read(visit["id"]))["status"] == "no-show"
    answer = await event(day.phone, visit["id"], "correct", now(), corrects=key)
    assert (answer.status_code, answer.json()["status"]) == (200, "dispatched"), answer.text
    wrong = await event(day.phone, visit["id"], "accept", now())
    await event(day.dispatcher, visit["id"], "correct", now(), corrects=wrong.json()["id"])
    assert (await day.read(visit["id"]))["status"] == "dispatched"


async def test_a_dispatcher_reports_for_the_therapist(day: Day) -> None:
    """By phone: the fact is the therapist's, whoever typed it."""
    visit = await day.visit()
    answer = await event(day.dispatcher, visit["id"], "accept", now())
    assert (answer.status_code, answer.json()["status"]) == (200, "accepted"), answer.text
    kept = await rows(
        day.tenant,
        "SELECT therapist_id FROM visit_event WHERE visit_id = :id AND type = 'accept'",
        id=visit["id"],
    )
    assert str(kept[0].therapist_id) == day.sara.id


async def _papers(day: Day, *, worry: frozenset[str] = frozenset()) -> dict[str, Any]:
    """The door check, which asks everything again, harmless or with one worry of such a class; a
    signature.
    """
    asked = (await day.agent.get("/v1/screening/questionnaire")).json()
    answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    if worry:
        # No question of the door alone is about an emergency; what the phone asks is asked again.
        when = "phone" if "emergency" in worry else "door"
        grave = next(q for q in asked["questions"] if q["askWhen"] == when and q["class"] in worry)
        answers[grave["id"]] = grave["concernIf"]
    return {
        "doorAnswers": {"version": asked["version"], "answers": answers},
        "consents": [{"kind": "written", **CONSENT}],
    }
