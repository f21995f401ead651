"""The needles' papers at the door: a check and a signature, before the first needle."""

from datetime import datetime, timedelta
from typing import Any

import pytest
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
    assert await _incidents(day, visit) == ["papers-missing"]
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
    assert await _incidents(day, visit) == ["needle-count"]


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
    assert await _incidents(day, visit) == ["door-check"], "nobody has needled"


@pytest.mark.parametrize(
    ("last", "said"),
    [
        ("complete", {"needles": {"in": 5, "out": 5}}),
        ("complete", {}),
        ("stopped", {}),
        ("unfit", {"needles": {"in": 1, "out": 1}}),
    ],
)
async def test_needles_after_a_stop_at_the_door_are_told(
    day: Day, last: str, said: dict[str, Any]
) -> None:
    """A phone without a network shows no refusal: what was done in spite of it has an incident of
    its own, with or without papers that look better.
    """
    visit = await day.visit(service="dry-needling")
    papers = await _papers(day, worry=frozenset({"block", "clinician"}))
    assert (await event(day.phone, visit["id"], "start", now(), papers=papers)).status_code == 409
    better = await event(day.phone, visit["id"], "start", now(), papers=await _papers(day))
    assert (better.status_code, better.json()["applied"]) == (200, False), better.text
    assert await _incidents(day, visit) == ["door-check"]
    await event(day.phone, visit["id"], last, now(), **said)
    assert await _incidents(day, visit) == ["door-check", "papers-missing"]


async def test_a_session_that_ends_with_a_bad_door_check_is_needling(day: Day) -> None:
    """Completed, with answers that forbid it: both incidents, since the needles were used."""
    visit = await day.visit(service="dry-needling")
    papers = await _papers(day, worry=frozenset({"block", "clinician"}))
    done = await event(day.phone, visit["id"], "complete", now(), papers=papers)
    assert done.status_code == 409, done.text
    assert await _incidents(day, visit) == ["door-check", "papers-missing"]


async def test_needles_of_a_session_that_was_broken_off_need_papers_too(day: Day) -> None:
    """Stopped in the middle with needles counted, and no papers at all."""
    visit = await day.visit(service="dry-needling")
    answer = await event(day.phone, visit["id"], "stopped", now(), needles={"in": 2, "out": 2})
    assert (answer.status_code, answer.json()["status"]) == (200, "stopped"), answer.text
    assert await _incidents(day, visit) == ["papers-missing"]


async def test_an_end_that_is_told_twice_is_no_alarm(day: Day) -> None:
    """Papers were there: a second end under an id of its own changes nothing and alarms nobody."""
    visit = await day.visit(service="dry-needling")
    await event(day.phone, visit["id"], "start", now(), papers=await _papers(day))
    for applied in (True, False):
        done = await event(day.phone, visit["id"], "complete", now(), needles={"in": 4, "out": 4})
        assert done.json()["applied"] is applied, done.text
    assert await _incidents(day, visit) == []


async def test_a_session_that_became_another_is_no_needling(day: Day) -> None:
    """Booked for needles, treated by hand instead: neither end of it needs papers."""
    visit = await day.visit(service="dry-needling")
    await event(day.phone, visit["id"], "converted", now(), convertedTo="physiotherapy")
    for _ in range(2):
        done = await event(day.phone, visit["id"], "complete", now())
        assert (done.status_code, done.json()["status"]) == (200, "converted"), done.text
    assert await _incidents(day, visit) == []


async def test_an_emergency_at_the_door_is_not_one_on_the_phone(day: Day) -> None:
    """The therapist is told whom to call, and the incident says where it was found."""
    visit = await day.visit(service="dry-needling")
    papers = await _papers(day, worry=frozenset({"emergency"}))
    answer = await event(day.phone, visit["id"], "start", now(), papers=papers)
    assert answer.status_code == 409, answer.text
    assert answer.json()["emergencyNumber"] == "998"
    assert await _incidents(day, visit) == ["door-emergency"]


async def _incidents(day: Day, visit: dict[str, Any]) -> list[str]:
    """The kinds of what was opened about the visit, sorted."""
    said = "SELECT kind FROM incident WHERE visit_id = :id ORDER BY kind"
    return [row.kind for row in await rows(day.tenant, said, id=visit["id"])]


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
