"""The day as it goes: facts over HTTP, stored always, applied as far as they count."""

from datetime import timedelta
from uuid import uuid4

import pytest_asyncio

from tests.integration.api.booking import event, iso, rows
from tests.integration.api.conftest import MakeTenant
from tests.integration.api.lived import Day, make_day, now


@pytest_asyncio.fixture(scope="module")
async def day(make_tenant: MakeTenant) -> Day:
    """Two therapists on long shifts, the plan published."""
    return await make_day(make_tenant, "lived")


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


async def test_an_events_id_may_be_any_text_of_255_characters(day: Day) -> None:
    """Also in a script of four bytes a character, and with a space; one more is refused."""
    visit = await day.visit()
    longest = "🩺" * 254 + " "
    kept = await event(day.phone, visit["id"], "accept", now(), clientEventId=longest)
    assert kept.status_code == 200, kept.text
    longer = await event(day.phone, visit["id"], "depart", now(), clientEventId=f"{longest}x")
    assert (longer.status_code, longer.json()["errors"][0]["field"]) == (422, "clientEventId")


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
