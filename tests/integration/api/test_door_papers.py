"""The needles' papers at the door: a check and a signature, before the first needle."""

from datetime import datetime, timedelta
from typing import Any

import pytest_asyncio

from tests.integration.api.booking import CONSENT, event, rows
from tests.integration.api.conftest import MakeTenant
from tests.integration.api.lived import Day, make_day, now


@pytest_asyncio.fixture(scope="module")
async def day(make_tenant: MakeTenant) -> Day:
    """Two therapists on long shifts, the plan published."""
    return await make_day(make_tenant, "door-papers")


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
