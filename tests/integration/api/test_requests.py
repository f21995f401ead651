"""Requests over HTTP: kept at once, judged per service, completed later."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from shared.domain.roles import Role
from tests.integration.api.conftest import ApiClient, TestTenant

MARINA = {"lat": 25.0772, "lon": 55.1403}


async def questions(client: ApiClient, **narrowed: Any) -> dict[str, Any]:
    """The active questionnaire."""
    answer = await client.get("/v1/screening/questionnaire", params=narrowed)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def body(client: ApiClient, **changes: Any) -> dict[str, Any]:
    """A man of 42 with nothing that worries; `answers` are laid over the harmless ones. Nobody
    knows him from an earlier call: what he said then would count.
    """
    asked = await questions(client)
    answers = {q["id"]: not q["concernIf"] for q in asked["questions"]}
    answers.update(changes.pop("answers", {}))
    sent = {
        "channel": "phone",
        "callerPhone": "0501234567",
        "service": "dry-needling",
        "complaint": "low back pain for two weeks",
        "patient": {
            "name": f"Probe {uuid4().hex[:12]}",
            "dateOfBirth": "1984-03-02",
            "gender": "male",
            "languages": ["en"],
        },
        "place": MARINA,
        "preferences": {},
        "screening": {"version": asked["version"], "answers": answers},
    }
    if "patientId" in changes:
        del sent["patient"]
    return {**sent, **changes}


async def create(client: ApiClient, **changes: Any) -> dict[str, Any]:
    """The created request."""
    answer = await client.post("/v1/requests", json=await body(client, **changes))
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


def outcomes(request: dict[str, Any]) -> dict[str, str | None]:
    """The outcome per service; None where it is not told yet."""
    return {s["service"]: s["outcome"] for s in request["screening"]["services"]}


async def test_harmless_answers_clear_the_request(tenant_a: TestTenant) -> None:
    """A healthy man in the Marina is ready for needling."""
    made = await create(await tenant_a.client(Role.AGENT))
    assert made["status"] == "ready"
    assert made["screening"]["outcome"] == "cleared"
    assert made["missing"] == []
    community = made["place"]["community"]
    assert community["number"] == 392
    assert community["names"]["en"] == community["name"]
    assert "\u0600" <= community["names"]["ar"][0] <= "\u06ff"


async def test_a_phone_number_is_kept_found_and_completed(tenant_a: TestTenant) -> None:
    """Channel and phone make a request; it is found by the number and becomes bookable."""
    agent = await tenant_a.client(Role.AGENT)
    kept = await agent.post("/v1/requests", json={"channel": "phone", "callerPhone": "0559876543"})
    assert kept.status_code == 201
    assert kept.json()["status"] == "incomplete"
    assert kept.json()["screening"] is None
    assert set(kept.json()["missing"]) >= {"patient.name", "place", "service", "screening"}
    found = await agent.get("/v1/requests", params={"phone": "+971 55 987 6543"})
    assert [one["id"] for one in found.json()["items"]] == [kept.json()["id"]]
    rest = await body(agent)
    rest.pop("channel")
    rest.pop("callerPhone")
    done = await agent.patch(
        f"/v1/requests/{kept.json()['id']}",
        json=rest,
        headers={"If-Match": kept.headers["ETag"]},
    )
    assert done.status_code == 200, done.text
    assert done.json()["status"] == "ready"


async def test_the_outcome_is_per_service(tenant_a: TestTenant) -> None:
    """On blood thinners needling waits for a clinician while physiotherapy is cleared."""
    made = await create(await tenant_a.client(Role.AGENT), answers={"blood-thinners": True})
    assert made["status"] == "needs-clinician"
    assert outcomes(made)["dry-needling"] == "needs-clinician"
    assert outcomes(made)["physiotherapy"] == "cleared"


async def test_a_child_of_eleven_is_not_needled(tenant_a: TestTenant) -> None:
    """Needling is not suitable; physiotherapy is, with a guardian."""
    born = (datetime.now(UTC).date() - timedelta(days=365 * 11 + 40)).isoformat()
    child = {"name": "Small Child", "dateOfBirth": born, "gender": "female", "languages": ["ar"]}
    made = await create(await tenant_a.client(Role.AGENT), patient=child)
    assert made["status"] == "not-suitable"
    assert outcomes(made)["physiotherapy"] == "cleared"


async def test_an_emergency_stops_whatever_is_unanswered(tenant_a: TestTenant) -> None:
    """One red flag is enough, and the words to say come with it."""
    agent = await tenant_a.client(Role.AGENT)
    version = (await questions(agent))["version"]
    answer = await agent.post(
        "/v1/requests",
        json={
            "channel": "phone",
            "callerPhone": "0501112223",
            "screening": {"version": version, "answers": {"saddle-numbness": True}},
        },
    )
    assert answer.status_code == 201, answer.text
    assert answer.json()["status"] == "emergency"
    assert answer.json()["screening"]["emergency"]["number"] == "998"
    watching = await tenant_a.client(Role.SUPERVISOR)
    found = (await watching.get("/v1/incidents")).json()["items"]
    [alarm] = [one for one in found if one["requestId"] == answer.json()["id"]]
    assert (alarm["kind"], alarm["visitId"], alarm["therapistId"]) == ("emergency", None, None)
    mild = await body(agent)
    again = await agent.patch(
        f"/v1/requests/{answer.json()['id']}",
        json={"screening": mild["screening"], "service": "dry-needling"},
        headers={"If-Match": answer.headers["ETag"]},
    )
    assert again.json()["status"] == "emergency"


async def test_an_unanswered_question_leaves_it_incomplete(tenant_a: TestTenant) -> None:
    """A missing key is not an answer."""
    agent = await tenant_a.client(Role.AGENT)
    sent = await body(agent)
    del sent["screening"]["answers"]["blood-thinners"]
    answer = await agent.post("/v1/requests", json=sent)
    assert answer.json()["status"] == "incomplete"
    assert answer.json()["screening"]["unanswered"] == ["blood-thinners"]


async def test_no_outcome_is_told_before_all_is_answered(tenant_a: TestTenant) -> None:
    """*Cleared* waits for the last answer, for each service; something worse is told at once."""
    agent = await tenant_a.client(Role.AGENT)
    sent = await body(agent)
    del sent["screening"]["answers"]["needle-fear"]
    made = (await agent.post("/v1/requests", json=sent)).json()
    assert made["screening"]["outcome"] is None
    assert outcomes(made)["dry-needling"] is None
    assert outcomes(made)["physiotherapy"] == "cleared", "nobody is asked that for physiotherapy"
    sent["screening"]["answers"]["blood-thinners"] = True
    worse = (await agent.post("/v1/requests", json=sent)).json()
    assert worse["screening"]["outcome"] == "needs-clinician"


async def test_unknown_is_never_harmless(tenant_a: TestTenant) -> None:
    """Nobody knows whether there are blood thinners: a clinician decides."""
    made = await create(await tenant_a.client(Role.AGENT), answers={"blood-thinners": None})
    assert made["status"] == "needs-clinician"


async def test_milder_answers_do_not_undo_a_worry(tenant_a: TestTenant) -> None:
    """Once blood thinners were named, only a clinician's decision makes needling bookable."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    made = await create(agent, answers={"blood-thinners": True})
    version = (await questions(agent))["version"]
    changed = await agent.patch(
        f"/v1/requests/{made['id']}",
        json={"screening": {"version": version, "answers": {"blood-thinners": False}}},
        headers={"If-Match": f'"{made["version"]}"'},
    )
    assert changed.json()["status"] == "needs-clinician"
    queue = (await clinician.get("/v1/clearances")).json()["items"]
    mine = next(c for c in queue if c["requestId"] == made["id"])
    assert "blood-thinners" in [reason["code"] for reason in mine["reasons"]]
    decided = await clinician.post(
        f"/v1/clearances/{mine['id']}/decision", json={"decision": "clear"}
    )
    assert decided.status_code == 200, decided.text
    assert decided.json()["request"]["status"] == "ready"
    twice = await clinician.post(
        f"/v1/clearances/{mine['id']}/decision", json={"decision": "refuse"}
    )
    assert twice.status_code == 409


@pytest.mark.parametrize(
    ("decision", "status"),
    [
        ({"decision": "clear"}, "ready"),
        ({"decision": "clear-with-conditions", "conditions": "superficial only"}, "ready"),
        ({"decision": "convert", "convertTo": "physiotherapy"}, "ready"),
        ({"decision": "refuse", "conditions": "not with this dose"}, "not-suitable"),
    ],
)
async def test_a_clinician_decides(
    tenant_a: TestTenant, decision: dict[str, Any], status: str
) -> None:
    """Each decision moves the request where it leads; an agent may not decide."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    made = await create(agent, answers={"blood-thinners": True})
    queue = (await clinician.get("/v1/clearances")).json()["items"]
    mine = next(c for c in queue if c["requestId"] == made["id"])
    path = f"/v1/clearances/{mine['id']}/decision"
    assert (await agent.post(path, json=decision)).status_code == 403
    decided = await clinician.post(path, json=decision)
    assert decided.status_code == 200, decided.text
    assert decided.json()["request"]["status"] == status
    if "convertTo" in decision:
        assert decided.json()["request"]["service"] == "physiotherapy"


@pytest.mark.parametrize("worry", [{"blood-thinners": True}, {"chest-pain": True}])
async def test_a_new_request_does_not_launder_a_worry(
    tenant_a: TestTenant, worry: dict[str, bool]
) -> None:
    """The same patient calls again with harmless answers: a clinician still decides."""
    agent, clinician = await tenant_a.client(Role.AGENT), await tenant_a.client(Role.CLINICIAN)
    first = await create(agent)
    who = {"patientId": first["patientId"]}
    assert first["status"] == "ready"
    assert (await create(agent, **who))["status"] == "ready"
    await create(agent, answers=worry, **who)
    again = await create(agent, **who)
    assert again["status"] == "needs-clinician"
    held = (await agent.get(f"/v1/requests/{first['id']}")).json()
    assert held["status"] == "needs-clinician"
    queue = (await clinician.get("/v1/clearances", params={"limit": "100"})).json()["items"]
    mine = next(c for c in queue if c["requestId"] == again["id"])
    assert next(iter(worry)) in [reason["code"] for reason in mine["reasons"]]
    await clinician.post(f"/v1/clearances/{mine['id']}/decision", json={"decision": "clear"})
    for request in (first, again):
        now = (await agent.get(f"/v1/requests/{request['id']}")).json()
        assert now["status"] == "ready"
    assert (await create(agent, **who))["status"] == "ready"


async def test_no_man_is_asked_about_pregnancy(tenant_a: TestTenant) -> None:
    """At most twelve questions on the phone, and only those that are due."""
    agent = await tenant_a.client(Role.AGENT)
    due = {"service": "dry-needling", "dateOfBirth": "1984-03-02"}
    man = await questions(agent, gender="male", **due)
    woman = await questions(agent, gender="female", **due)
    assert len(man["questions"]) <= 12
    assert len(woman["questions"]) <= 12
    extra = {q["id"] for q in woman["questions"]} - {q["id"] for q in man["questions"]}
    assert extra == {"pregnancy"}
    assert man["approved"] is False


async def test_vague_words_are_kept_and_a_pin_is_asked_for(tenant_a: TestTenant) -> None:
    """A community is too large to drive to; the words stay with the request."""
    made = await create(await tenant_a.client(Role.AGENT), place={"text": "near Al Barsha"})
    assert made["placeText"] == "near Al Barsha"
    assert "place" in made["missing"]
    assert made["status"] == "incomplete"


async def test_another_tenant_sees_nothing(tenant_a: TestTenant, tenant_b: TestTenant) -> None:
    """A foreign request and an absent one answer alike."""
    made = await create(await tenant_a.client(Role.AGENT))
    other = await tenant_b.client(Role.AGENT)
    assert (await other.get(f"/v1/requests/{made['id']}")).status_code == 404


async def test_a_stale_change_is_refused(tenant_a: TestTenant) -> None:
    """412 for an old version, 428 without one."""
    agent = await tenant_a.client(Role.AGENT)
    made = await create(agent)
    path = f"/v1/requests/{made['id']}"
    assert (await agent.patch(path, json={"complaint": "x"})).status_code == 428
    stale = await agent.patch(path, json={"complaint": "x"}, headers={"If-Match": '"0"'})
    assert stale.status_code == 412


async def test_a_cancelled_request_stays_cancelled(tenant_a: TestTenant) -> None:
    """Nothing moves it again."""
    agent = await tenant_a.client(Role.AGENT)
    made = await create(agent)
    path = f"/v1/requests/{made['id']}"
    gone = await agent.post(f"{path}/cancel", json={"reason": "went to hospital"})
    assert gone.json()["status"] == "cancelled"
    again = await agent.patch(
        path, json={"complaint": "x"}, headers={"If-Match": gone.headers["ETag"]}
    )
    assert again.status_code == 409
