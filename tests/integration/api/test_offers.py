"""Offers: only what a certified therapist can keep, or a reason and the next possible time."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import (
    BARSHA,
    add_request,
    add_therapist,
    booked,
    iso,
    offers,
    rows,
    soon,
)
from tests.integration.api.conftest import MakeTenant, TestTenant


def at(value: str) -> datetime:
    """An instant of the API."""
    return datetime.fromisoformat(value)


async def test_offers_are_windows_that_the_shift_can_keep(make_tenant: MakeTenant) -> None:
    """On the grid, an hour long, inside the shift, spread out, and nothing is written."""
    tenant = await make_tenant("grid")
    agent = await tenant.client(Role.AGENT)
    begins = soon()
    therapist = await add_therapist(tenant, "Sara", starts=begins, hours=9)
    request = await add_request(agent)
    before = await _written(tenant)
    items = (await offers(agent, request["id"]))["items"]
    assert await _written(tenant) == before
    assert 3 <= len(items) <= 12
    windows = sorted((at(one["startsAt"]), at(one["endsAt"])) for one in items)
    for opens, closes in windows:
        assert closes - opens == timedelta(hours=1)
        assert opens.minute in (0, 30)
        assert closes > begins
        assert opens <= begins + timedelta(hours=8)
    assert all(one[1] <= two[0] for one, two in pairwise(windows))
    assert {one["therapist"]["id"] for one in items} == {therapist.id}
    assert all(one["addedTravelS"] >= 0 for one in items)


async def _written(tenant: TestTenant) -> tuple[Any, ...]:
    counts = await rows(
        tenant,
        "SELECT (SELECT count(*) FROM hold), (SELECT count(*) FROM reservation),"
        " (SELECT coalesce(max(generation), 0) FROM plan), (SELECT count(*) FROM job)",
    )
    return tuple(counts[0])


async def test_only_certified_therapists_are_offered(make_tenant: MakeTenant) -> None:
    """Nobody who may needle: an empty list that says so."""
    tenant = await make_tenant("skills")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Physio Only", kinds=("licence", "physiotherapy"))
    needling = await offers(agent, (await add_request(agent, service="dry-needling"))["id"])
    assert needling["items"] == []
    assert needling["reason"]["code"] == "no_skill"
    assert needling["nextPossible"] is None
    physio = await offers(agent, (await add_request(agent))["id"])
    assert physio["items"]


async def test_wishes_about_the_therapist_are_kept(make_tenant: MakeTenant) -> None:
    """Gender, a name, and who is refused: only matching therapists, or the reason."""
    tenant = await make_tenant("wishes")
    agent = await tenant.client(Role.AGENT)
    sara = await add_therapist(tenant, "Sara")
    omar = await add_therapist(tenant, "Omar", gender="male")

    async def offered(**preferences: Any) -> set[str]:
        request = await add_request(agent, preferences=preferences)
        return {one["therapist"]["id"] for one in (await offers(agent, request["id"]))["items"]}

    assert await offered(therapistGender="female") == {sara.id}
    assert await offered(therapistGender="male") == {omar.id}
    assert await offered(therapistId=omar.id) == {omar.id}
    assert await offered(refusedTherapistIds=[sara.id]) == {omar.id}
    assert await offered(refusedTherapistIds=[sara.id, omar.id]) == set()
    both = await add_request(agent, preferences={"therapistGender": "male", "language": "ru"})
    found = await offers(agent, both["id"])
    assert found["items"], "a language is a wish, not a wall"


async def test_a_booked_time_is_not_offered_again(make_tenant: MakeTenant) -> None:
    """What is promised to one patient is kept when another asks."""
    tenant = await make_tenant("full")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Sara", hours=1.5)
    await booked(agent)
    request = await add_request(
        agent,
        callerPhone="0507654321",
        patient={
            "name": "Somebody Else",
            "dateOfBirth": "1990-01-01",
            "gender": "female",
            "languages": ["en"],
        },
        place=BARSHA,
    )
    found = await offers(agent, request["id"])
    assert found["items"] == []
    assert found["reason"]["code"] == "window_closed"


async def test_an_empty_range_says_when_it_would_be_possible(make_tenant: MakeTenant) -> None:
    """The shift is the day after tomorrow: not in the asked hours, but named."""
    tenant = await make_tenant("later")
    agent = await tenant.client(Role.AGENT)
    starts = soon(40)
    await add_therapist(tenant, "Sara", starts=starts)
    request = await add_request(agent)
    until = datetime.now(UTC) + timedelta(hours=6)
    found = await offers(agent, request["id"], to=iso(until))
    assert found["items"] == []
    assert found["reason"]["code"] == "no_shift_hours"
    next_possible = at(found["nextPossible"])
    assert starts - timedelta(hours=1) <= next_possible <= starts + timedelta(hours=1)


async def test_the_range_is_checked_by_name(tenant_a: TestTenant) -> None:
    """`from` before now counts as now; what cannot be a range is 422."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    request = await add_request(agent)
    path = f"/v1/requests/{request['id']}/offers"
    past = iso(datetime.now(UTC) - timedelta(days=3))
    assert (await offers(agent, request["id"], **{"from": past}))["items"]
    for query, field in (
        ({"to": past}, "to"),
        ({"from": "yesterday"}, "from"),
        ({"from": iso(soon(5)), "to": iso(soon(1))}, "to"),
        ({"to": iso(soon(24 * 40))}, "to"),
    ):
        answer = await agent.get(path, params=query)
        assert answer.status_code == 422, answer.text
        assert answer.json()["errors"][0]["field"] == field


async def test_only_ready_requests_get_offers(tenant_a: TestTenant) -> None:
    """Incomplete: 409 with what is missing; emergency and not suitable: 409."""
    agent = await tenant_a.client(Role.AGENT)
    bare = await agent.post("/v1/requests", json={"channel": "phone", "callerPhone": "0509999999"})
    answer = await agent.get(f"/v1/requests/{bare.json()['id']}/offers")
    assert answer.status_code == 409, answer.text
    assert {"patient", "place", "service", "screening"} <= set(answer.json()["missing"])
    questions = (await agent.get("/v1/screening/questionnaire")).json()["questions"]
    red = next(q for q in questions if q["class"] == "emergency")
    stopped = await add_request(agent, answers={red["id"]: red["concernIf"]})
    assert (await agent.get(f"/v1/requests/{stopped['id']}/offers")).status_code == 409
    child = {
        "name": "Small Child",
        "dateOfBirth": (soon() - timedelta(days=365 * 9)).date().isoformat(),
        "gender": "female",
        "languages": ["en"],
    }
    young = await add_request(agent, patient=child, service="dry-needling")
    refused = await agent.get(f"/v1/requests/{young['id']}/offers")
    assert refused.json()["type"] == "/problems/request-not-suitable"


async def test_a_child_is_offered_paediatric_therapists_only(make_tenant: MakeTenant) -> None:
    """Below 18 at the visit's start the paediatric certificate is needed."""
    tenant = await make_tenant("child")
    agent = await tenant.client(Role.AGENT)
    await add_therapist(tenant, "Adults", kinds=("licence", "physiotherapy"))
    both = await add_therapist(tenant, "Children too")
    child = {
        "name": "Small Child",
        "dateOfBirth": (soon() - timedelta(days=365 * 10)).date().isoformat(),
        "gender": "female",
        "languages": ["en"],
    }
    request = await add_request(agent, patient=child)
    found = await offers(agent, request["id"])
    assert {one["therapist"]["id"] for one in found["items"]} == {both.id}


async def test_a_night_shift_serves_after_the_day_has_changed(make_tenant: MakeTenant) -> None:
    """A shift over 04:00 belongs whole to the day on which it starts, and its windows too."""
    tenant = await make_tenant("night")
    agent = await tenant.client(Role.AGENT)
    today = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    evening = (today + timedelta(days=1)).replace(hour=18)  # 22:00 in Dubai
    night = await add_therapist(tenant, "Night", starts=evening, hours=9)
    request = await add_request(agent)
    after_four = evening + timedelta(hours=6, minutes=30)
    found = await offers(
        agent,
        request["id"],
        **{"from": iso(after_four), "to": iso(after_four + timedelta(hours=2))},
    )
    assert found["items"]
    body = {"offerId": found["items"][0]["id"]}
    held = await agent.post(f"/v1/requests/{request['id']}/holds", json=body)
    assert held.status_code == 201, held.text
    assert held.json()["planDate"] == night.plan_date


async def test_another_tenants_request_is_absent(
    tenant_a: TestTenant, tenant_b: TestTenant
) -> None:
    """404, as for an id that never was."""
    request = await add_request(await tenant_a.client(Role.AGENT))
    other = await tenant_b.client(Role.AGENT)
    assert (await other.get(f"/v1/requests/{request['id']}/offers")).status_code == 404
    therapist = await tenant_a.client(Role.THERAPIST)
    assert (await therapist.get(f"/v1/requests/{request['id']}/offers")).status_code == 403
