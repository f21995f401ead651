"""No path over HTTP leads from a worry to a booked needling visit without a clinician. Safety."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from shared.domain.roles import Role
from tests.support.clinic import BARSHA, CONSENT, Clinic, Json, iso, need

THINNERS = {"blood-thinners": True}
CHEST_PAIN = {"chest-pain": True}


async def staffed(clinic: Clinic) -> None:
    """Somebody who could come, so that a refusal is never for want of people."""
    starts = datetime.now(UTC).replace(minute=0, second=0, microsecond=0) + timedelta(hours=4)
    await clinic.therapist("Sara", starts)


async def worried(clinic: Clinic, answers: Json = THINNERS, **more: Any) -> Json:
    """A needling request that must not be booked."""
    made = await clinic.request(service="dry-needling", answers=answers, **more)
    assert made["status"] in {"needs-clinician", "emergency"}
    return made


async def change(clinic: Clinic, request_id: str, **what: Any) -> Json:
    """PATCH at the present version."""
    agent = await clinic.client(Role.AGENT)
    url = f"/v1/requests/{request_id}"
    now = need(await agent.get(url))
    headers = {"If-Match": f'"{now["version"]}"'}
    return need(await agent.patch(url, json=what, headers=headers))


async def answered(clinic: Clinic, answers: Json) -> Json:
    """Answers as PATCH takes them."""
    whole = (await clinic.asked(answers=answers))["screening"]
    return {"screening": {**whole, "answers": {**whole["answers"], **answers}}}


async def clearance(clinic: Clinic, request_id: str) -> Json:
    """The open question to a clinician."""
    clinician = await clinic.client(Role.CLINICIAN)
    queue = need(await clinician.get("/v1/clearances"))["items"]
    (mine,) = [one for one in queue if one["requestId"] == request_id]
    found: Json = mine
    return found


async def decide(clinic: Clinic, request_id: str, **decision: Any) -> Json:
    """What the clinician says."""
    clinician = await clinic.client(Role.CLINICIAN)
    mine = await clearance(clinic, request_id)
    url = f"/v1/clearances/{mine['id']}/decision"
    return need(await clinician.post(url, json=decision))


async def try_to_book(clinic: Clinic, request_id: str) -> httpx.Response:
    """Offers, hold, booking, as far as it goes; the first refusal, or the booking's answer."""
    agent = await clinic.client(Role.AGENT)
    url = f"/v1/requests/{request_id}"
    found = await agent.get(f"{url}/offers")
    if found.status_code != 200 or not found.json()["items"]:
        return found
    body = {"offerId": found.json()["items"][0]["id"]}
    held = await agent.post(f"{url}/holds", json=body)
    if held.status_code != 201:
        return held
    return await agent.post(f"{url}/visits", json={"holdId": held.json()["id"], "consent": CONSENT})


async def no_needles(clinic: Clinic, request_id: str) -> None:
    """What can be booked is not needling, and there is no needling visit of this request."""
    got = await try_to_book(clinic, request_id)
    assert got.status_code != 201 or got.json()["service"] != "dry-needling", got.text
    dispatcher = await clinic.client(Role.DISPATCHER)
    visits = need(await dispatcher.get("/v1/visits"))["items"]
    assert not [
        one for one in visits if one["requestId"] == request_id and one["service"] == "dry-needling"
    ]


async def test_an_emergency_has_no_way_back(clinic: Clinic) -> None:
    """No offer, no hold with another request's offer, no better answers, no other service."""
    await staffed(clinic)
    agent = await clinic.client(Role.AGENT)
    stopped = await worried(clinic, CHEST_PAIN)
    assert stopped["status"] == "emergency"
    url = f"/v1/requests/{stopped['id']}"
    refused = await agent.get(f"{url}/offers")
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/request-emergency")
    fine = await clinic.request(service="dry-needling", name="Somebody Else")
    theirs = (await clinic.offers(fine["id"]))[0]["id"]
    assert (await agent.post(f"{url}/holds", json={"offerId": theirs})).status_code in {409, 422}
    held = await clinic.hold(fine["id"], theirs)
    body = {"holdId": held["id"], "consent": CONSENT}
    assert (await agent.post(f"{url}/visits", json=body)).status_code in {404, 409}
    for what in (
        await answered(clinic, {"chest-pain": False}),
        {"service": "physiotherapy"},
        {"service": "dry-needling"},
    ):
        assert (await change(clinic, stopped["id"], **what))["status"] == "emergency"
    await no_needles(clinic, stopped["id"])
    clinician = await clinic.client(Role.CLINICIAN)
    assert stopped["id"] not in str(need(await clinician.get("/v1/clearances")))


async def test_an_emergency_told_after_the_booking_stops_the_visit(clinic: Clinic) -> None:
    """The booked visit is cancelled, and another window cannot be held for it."""
    await staffed(clinic)
    visit = await clinic.booked(service="dry-needling")
    await change(clinic, visit["requestId"], **await answered(clinic, CHEST_PAIN))
    assert (await clinic.visit(visit["id"]))["status"] == "cancelled"
    await no_needles_left(clinic, visit["requestId"])


async def no_needles_left(clinic: Clinic, request_id: str) -> None:
    """Nothing can be booked, and what was is cancelled."""
    refused = await try_to_book(clinic, request_id)
    assert refused.status_code == 409, refused.text


async def test_a_clinical_hold_is_no_booking(clinic: Clinic) -> None:
    """It keeps the window for the clinician's answer; only that makes it a visit."""
    await staffed(clinic)
    agent = await clinic.client(Role.AGENT)
    asked = await worried(clinic)
    held = await clinic.hold(asked["id"], (await clinic.offers(asked["id"]))[0]["id"])
    assert held["kind"] == "clinical"
    url = f"/v1/requests/{asked['id']}/visits"
    body = {"holdId": held["id"], "consent": CONSENT}
    refused = await agent.post(url, json=body)
    assert (refused.status_code, refused.json()["type"]) == (
        409,
        "/problems/request-needs-clinician",
    )
    await decide(clinic, asked["id"], decision="clear")
    visit = need(await agent.post(url, json=body), 201)
    assert visit["service"] == "dry-needling"


async def milder_answers(clinic: Clinic, request_id: str) -> None:
    await change(clinic, request_id, **await answered(clinic, {"blood-thinners": False}))


async def unknown_answer(clinic: Clinic, request_id: str) -> None:
    await change(clinic, request_id, **await answered(clinic, {"blood-thinners": None}))


async def other_service_and_back(clinic: Clinic, request_id: str) -> None:
    await change(clinic, request_id, service="physiotherapy")
    await change(clinic, request_id, service="dry-needling")


async def other_service_held_then_back(clinic: Clinic, request_id: str) -> None:
    """The held physiotherapy window must not become needling."""
    agent = await clinic.client(Role.AGENT)
    await change(clinic, request_id, service="physiotherapy")
    held = await clinic.hold(request_id, (await clinic.offers(request_id))[0]["id"])
    await change(clinic, request_id, service="dry-needling")
    body = {"holdId": held["id"], "consent": CONSENT}
    refused = await agent.post(f"/v1/requests/{request_id}/visits", json=body)
    assert refused.status_code == 409, refused.text


async def other_patient(clinic: Clinic, request_id: str) -> None:
    """A second person's particulars on the same request, the same answers."""
    born = {"name": "Another Person", "dateOfBirth": "1990-01-01", "gender": "male"}
    await change(clinic, request_id, patient=born)


async def decided_for_chiropractic(clinic: Clinic, request_id: str) -> None:
    """A clinician's word on another service says nothing about needles."""
    await change(clinic, request_id, service="chiropractic")
    await decide(clinic, request_id, decision="clear", scope=["chiropractic"])
    await change(clinic, request_id, service="dry-needling")


async def refused_by_clinician(clinic: Clinic, request_id: str) -> None:
    await decide(clinic, request_id, decision="refuse", conditions="not with this dose")


async def refused_then_milder(clinic: Clinic, request_id: str) -> None:
    await refused_by_clinician(clinic, request_id)
    await milder_answers(clinic, request_id)


async def converted(clinic: Clinic, request_id: str) -> None:
    """Converted to physiotherapy, then asked for as needling again."""
    await decide(clinic, request_id, decision="convert", convertTo="physiotherapy")
    await change(clinic, request_id, service="dry-needling")


async def expired(clinic: Clinic, request_id: str) -> None:
    soon = datetime.now(UTC) + timedelta(seconds=1.5)
    await decide(clinic, request_id, decision="clear", expiresAt=iso(soon))
    await asyncio.sleep(2)


async def cleared_before_another_worry(clinic: Clinic, request_id: str) -> None:
    """The decision covers what the clinician saw, not what turns up afterwards."""
    await decide(clinic, request_id, decision="clear")
    await change(clinic, request_id, **await answered(clinic, {"weakened-immunity": True}))


Trick = Callable[[Clinic, str], Any]
TRICKS: tuple[Trick, ...] = (
    milder_answers,
    unknown_answer,
    other_service_and_back,
    other_service_held_then_back,
    other_patient,
    decided_for_chiropractic,
    refused_by_clinician,
    refused_then_milder,
    converted,
    expired,
    cleared_before_another_worry,
)


@pytest.mark.parametrize("trick", TRICKS)
async def test_no_trick_gets_needles_without_a_decision(clinic: Clinic, trick: Trick) -> None:
    """Whatever is tried with the request, needling is not bookable."""
    await staffed(clinic)
    asked = await worried(clinic)
    await trick(clinic, asked["id"])
    await no_needles(clinic, asked["id"])


async def test_a_physiotherapy_visit_does_not_become_needling(clinic: Clinic) -> None:
    """Booked as physiotherapy, changed to needling, rescheduled: refused, the visit as it was."""
    await staffed(clinic)
    agent = await clinic.client(Role.AGENT)
    asked = await worried(clinic, place=BARSHA)
    await change(clinic, asked["id"], service="physiotherapy")
    held = await clinic.hold(asked["id"], (await clinic.offers(asked["id"]))[0]["id"])
    visit = await clinic.book(asked["id"], held["id"])
    assert visit["service"] == "physiotherapy"
    url = f"/v1/requests/{asked['id']}"
    now = need(await agent.get(url))
    headers = {"If-Match": f'"{now["version"]}"'}
    await agent.patch(url, json={"service": "dry-needling"}, headers=headers)
    found = await agent.get(f"{url}/offers")
    for offer in found.json()["items"][:3] if found.status_code == 200 else ():
        again = await agent.post(f"{url}/holds", json={"offerId": offer["id"]})
        if again.status_code != 201:
            continue
        body = {"holdId": again.json()["id"], "reason": "another day"}
        await agent.post(f"/v1/visits/{visit['id']}/reschedule", json=body)
    after = await clinic.visit(visit["id"])
    assert after["service"] == "physiotherapy"


async def test_with_the_decision_it_works(clinic: Clinic) -> None:
    """Cleared by a clinician, needling is booked, and dispatchable."""
    await staffed(clinic)
    asked = await worried(clinic)
    agent = await clinic.client(Role.AGENT)
    mine = await clearance(clinic, asked["id"])
    url = f"/v1/clearances/{mine['id']}/decision"
    assert (await agent.post(url, json={"decision": "clear"})).status_code == 403
    told = await decide(clinic, asked["id"], decision="clear")
    assert told["request"]["status"] == "ready"
    visit = need(await try_to_book(clinic, asked["id"]), 201)
    assert (visit["service"], visit["dispatchable"]) == ("dry-needling", True)
