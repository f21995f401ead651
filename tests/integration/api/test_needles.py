"""Needles over HTTP: nobody is needled whom anybody has given a reason not to needle."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any
from uuid import uuid4

import pytest
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

_NUMBERS = count(10_000)


@dataclass(slots=True)
class Clinic:
    """A published day of a therapist who needles and one who does not."""

    tenant: TestTenant
    agent: ApiClient
    dispatcher: ApiClient
    sara: OnShift
    omar: OnShift
    saras: ApiClient
    omars: ApiClient

    async def visit(self, whose: OnShift, service: str, **changes: Any) -> dict[str, Any]:
        """A dispatched visit of this therapist, of a patient of its own: what was said about one
        patient holds for all of their requests.
        """
        number = next(_NUMBERS)
        wishes = {
            "preferences": {"therapistId": whose.id},
            "service": service,
            "callerPhone": f"05012{number:05}",
            "patient": {
                "name": f"Probe Caller {number}",
                "dateOfBirth": "1984-03-02",
                "gender": "male",
                "languages": ["en"],
            },
        }
        made = await booked(self.agent, **{**wishes, **changes})
        assert made["status"] == "dispatched", made
        return made

    async def status(self, visit_id: str) -> str:
        """What the visit is now."""
        found = (await self.dispatcher.get(f"/v1/visits/{visit_id}")).json()
        return str(found["status"])

    async def incidents(self, visit_id: str) -> list[str]:
        """The kinds of what was opened about the visit."""
        found = await rows(
            self.tenant, "SELECT kind FROM incident WHERE visit_id = :id ORDER BY at", id=visit_id
        )
        return [row.kind for row in found]

    async def papers(self, worries: tuple[str, ...] = ()) -> dict[str, Any]:
        """A door check, harmless but for these questions, and a signature."""
        asked = (await self.agent.get("/v1/screening/questionnaire")).json()
        answers = {q["id"]: (q["id"] in worries) is q["concernIf"] for q in asked["questions"]}
        return {
            "doorAnswers": {"version": asked["version"], "answers": answers},
            "consents": [{"kind": "written", **CONSENT}],
        }

    async def worsen(self, request_id: str) -> None:
        """The caller rings again: blood thinners."""
        asked = (await self.agent.get("/v1/screening/questionnaire")).json()
        answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
        screening = {"version": asked["version"], "answers": {**answers, "blood-thinners": True}}
        request = await self.agent.get(f"/v1/requests/{request_id}")
        changed = await self.agent.patch(
            f"/v1/requests/{request_id}",
            json={"screening": screening},
            headers={"If-Match": request.headers["ETag"]},
        )
        assert changed.status_code == 200, changed.text

    async def clear(self, request_id: str, conditions: str | None = None) -> None:
        """A clinician has read all of it and says yes to needles, perhaps on conditions."""
        clinician = await self.tenant.client(Role.CLINICIAN)
        queue = (await clinician.get("/v1/clearances?limit=200")).json()["items"]
        asked = next(one for one in queue if one["requestId"] == request_id)
        on_terms = {"decision": "clear-with-conditions", "conditions": conditions}
        said = {"decision": "clear"} if conditions is None else on_terms
        decided = await clinician.post(f"/v1/clearances/{asked['id']}/decision", json=said)
        assert decided.status_code == 200, decided.text
        kept = await rows(
            self.tenant, "SELECT * FROM clearance WHERE clearance_id = :id", id=asked["id"]
        )
        assert "superficial" not in repr(kept), "clinical words are sealed"


@pytest_asyncio.fixture(scope="module")
async def clinic(make_tenant: MakeTenant) -> Clinic:
    """Two therapists on long shifts, the plan published."""
    tenant = await make_tenant("needles")
    agent, dispatcher = await tenant.client(Role.AGENT), await tenant.client(Role.DISPATCHER)
    sara = await add_therapist(tenant, "Sara", hours=16)
    omar = await add_therapist(tenant, "Omar", hours=16, kinds=("licence", "physiotherapy"))
    await booked(agent)
    await publish(tenant, sara.plan_date)
    saras, omars = await as_therapist(tenant, sara.id), await as_therapist(tenant, omar.id)
    return Clinic(tenant, agent, dispatcher, sara, omar, saras, omars)


def now() -> datetime:
    """The phone's clock."""
    return datetime.now(UTC)


async def test_a_finding_at_the_door_is_not_corrected_away(clinic: Clinic) -> None:
    """The correction is kept and does not count, by the phone's id, the system's or ours."""
    visit = await clinic.visit(clinic.sara, "dry-needling")
    papers = await clinic.papers(("blood-thinners",))
    stopped = await event(clinic.saras, visit["id"], "start", now(), papers=papers)
    assert stopped.json()["type"] == "/problems/door-check-failed", stopped.text
    [unfit] = await rows(
        clinic.tenant,
        "SELECT event_id, client_event_id FROM visit_event WHERE visit_id = :id AND type = 'unfit'",
        id=visit["id"],
    )
    for target in (unfit.client_event_id, str(unfit.event_id)):
        answer = await event(clinic.saras, visit["id"], "correct", now(), corrects=target)
        assert (answer.status_code, answer.json()["applied"]) == (200, False), answer.text
        assert answer.json()["status"] == "unfit"
    again = await event(clinic.saras, visit["id"], "start", now(), papers=await clinic.papers())
    assert again.json()["visit" if again.status_code == 409 else "status"] != "in-progress"
    assert await clinic.status(visit["id"]) == "unfit"


async def test_a_cancellation_is_not_corrected_away(clinic: Clinic) -> None:
    """What a desk has done is undone by no report, whoever types it."""
    visit = await clinic.visit(clinic.sara, "physiotherapy")
    body = {"reason": "the patient asked"}
    done = await clinic.agent.post(f"/v1/visits/{visit['id']}/cancel", json=body)
    assert done.status_code == 200, done.text
    [cancelled] = await rows(
        clinic.tenant,
        "SELECT event_id FROM visit_event WHERE visit_id = :id AND type = 'cancelled'",
        id=visit["id"],
    )
    answer = await event(
        clinic.dispatcher, visit["id"], "correct", now(), corrects=f"system:{cancelled.event_id}"
    )
    assert answer.json()["applied"] is False, answer.text
    assert await clinic.status(visit["id"]) == "cancelled"


async def test_worse_answers_after_the_booking_stop_the_needles(clinic: Clinic) -> None:
    """Whatever is said at the door: 409 with an incident, until a clinician has decided."""
    visit = await clinic.visit(clinic.sara, "dry-needling")
    await event(clinic.saras, visit["id"], "arrive", now())
    await clinic.worsen(visit["requestId"])
    started = await event(clinic.saras, visit["id"], "start", now(), papers=await clinic.papers())
    assert started.status_code == 409, started.text
    assert started.json()["missing"] == ["screening"]
    assert await clinic.status(visit["id"]) != "in-progress"
    assert "papers-missing" in await clinic.incidents(visit["id"])


async def test_a_clinicians_word_lets_them_start(clinic: Clinic) -> None:
    """The papers are there already: the next start counts, and the one that waited with it."""
    visit = await clinic.visit(clinic.sara, "dry-needling")
    await event(clinic.saras, visit["id"], "arrive", now())
    await clinic.worsen(visit["requestId"])
    early = await event(clinic.saras, visit["id"], "start", now(), papers=await clinic.papers())
    assert early.status_code == 409, early.text
    await clinic.clear(visit["requestId"])
    started = await event(clinic.saras, visit["id"], "start", now())
    assert started.status_code == 200, started.text
    assert await clinic.status(visit["id"]) == "in-progress"


async def test_the_visit_shows_the_gate_that_publishing_asks(clinic: Clinic) -> None:
    """A screening that became worse is missing, however long it was to be valid."""
    visit = await clinic.visit(clinic.sara, "dry-needling")
    await clinic.worsen(visit["requestId"])
    shown = (await clinic.dispatcher.get(f"/v1/visits/{visit['id']}")).json()
    assert shown["missingForDispatch"] == ["screening"]
    assert shown["dispatchable"] is False


@pytest.mark.parametrize("certified", [True, False])
async def test_converting_to_needles_takes_what_needles_take(
    clinic: Clinic, *, certified: bool
) -> None:
    """Without papers 409 and an incident, and the visit goes on as it was; with them it converts,
    unless the therapist is not certified.
    """
    whose, phone = (clinic.sara, clinic.saras) if certified else (clinic.omar, clinic.omars)
    visit = await clinic.visit(whose, "physiotherapy")
    assert (await event(phone, visit["id"], "start", now())).status_code == 200
    at = now()
    early = await event(phone, visit["id"], "converted", at, convertedTo="dry-needling")
    assert early.status_code == 409, early.text
    lacking = [] if certified else ["certificate"]
    assert early.json()["missing"] == ["door-check", "written", *lacking]
    assert await clinic.status(visit["id"]) == "in-progress"
    assert await clinic.incidents(visit["id"]) == ["papers-missing"]
    late = await event(
        phone,
        visit["id"],
        "converted",
        at + timedelta(milliseconds=1),
        convertedTo="dry-needling",
        papers=await clinic.papers(),
    )
    if certified:
        assert late.status_code == 200, late.text
        assert await clinic.status(visit["id"]) == "converted"
        done = await event(phone, visit["id"], "complete", now(), needles={"in": 4, "out": 4})
        assert done.status_code == 200, done.text
        assert await clinic.incidents(visit["id"]) == ["papers-missing"]
    else:
        assert (late.status_code, late.json()["missing"]) == (409, ["certificate"]), late.text
        assert await clinic.status(visit["id"]) == "in-progress"


async def test_a_bad_door_check_forbids_the_conversion_only(clinic: Clinic) -> None:
    """The visit is still the physiotherapy that it was."""
    visit = await clinic.visit(clinic.sara, "physiotherapy")
    await event(clinic.saras, visit["id"], "start", now())
    papers = await clinic.papers(("blood-thinners",))
    answer = await event(
        clinic.saras, visit["id"], "converted", now(), convertedTo="dry-needling", papers=papers
    )
    assert (answer.status_code, answer.json()["missing"]) == (409, ["door-check"]), answer.text
    assert await clinic.status(visit["id"]) == "in-progress"


async def test_needles_where_none_belong_are_told(clinic: Clinic) -> None:
    """The visit is over all the same, and somebody looks at it."""
    visit = await clinic.visit(clinic.sara, "physiotherapy")
    await event(clinic.saras, visit["id"], "start", now())
    done = await event(clinic.saras, visit["id"], "complete", now(), needles={"in": 3, "out": 3})
    assert (done.status_code, done.json()["status"]) == (200, "done"), done.text
    assert await clinic.incidents(visit["id"]) == ["needles-not-cleared"]


async def test_an_event_id_is_given_once(clinic: Clinic) -> None:
    """Another fact under a known id is not taken for the first one: 409 with what is stored."""
    visit = await clinic.visit(clinic.sara, "physiotherapy")
    at = now()
    body = {"type": "accept", "occurredAt": iso(at), "clientEventId": str(uuid4())}
    url = f"/v1/visits/{visit['id']}/events"
    first = await clinic.saras.post(url, json=body)
    assert first.status_code == 200, first.text
    for other in ({"type": "arrive"}, {"occurredAt": iso(at - timedelta(minutes=1))}):
        refused = await clinic.saras.post(url, json={**body, **other})
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/event-id-reused")
        stored = refused.json()["stored"]
        assert (stored["id"], stored["type"]) == (first.json()["id"], "accept")
    assert await clinic.status(visit["id"]) == "accepted"


async def test_who_treats_knows_why_and_on_what_terms(clinic: Clinic) -> None:
    """Complaint, diagnosis, regions and the clinician's conditions are on the route and the visit;
    the agent's visit leaves them out.
    """
    visit = await clinic.visit(clinic.sara, "dry-needling", bodyRegions=["lower-back"])
    await clinic.worsen(visit["requestId"])
    await clinic.clear(visit["requestId"], conditions="Only superficial needles.")
    route = (await clinic.saras.get("/v1/me/route")).json()
    [stop] = [one for one in route["stops"] if one["visitId"] == visit["id"]]
    known = {
        "complaint": "low back pain for two weeks",
        "diagnosis": "myofascial pain",
        "bodyRegions": ["lower-back"],
        "conditions": ["Only superficial needles."],
    }
    assert {name: stop[name] for name in known} == known
    clinician = await clinic.tenant.client(Role.CLINICIAN)
    for client in (clinic.saras, clinic.dispatcher, clinician):
        shown = (await client.get(f"/v1/visits/{visit['id']}")).json()
        assert {name: shown[name] for name in known} == known
    shown = (await clinic.agent.get(f"/v1/visits/{visit['id']}")).json()
    assert {shown[name] for name in known} == {None}
