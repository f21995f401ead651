"""Age counts at the visit's start: what is offered to somebody who is nearly old enough."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.roles import Role
from tests.integration.api.booking import add_request, add_therapist, iso, offers
from tests.integration.api.conftest import ApiClient, MakeTenant

DUBAI = ZoneInfo("Asia/Dubai")


def twelve_years_before(day: date) -> date:
    """The birth date of who turns twelve on this day."""
    born = date(day.year - 12, 3, 1) if (day.month, day.day) == (2, 29) else None
    return born or day.replace(year=day.year - 12)


async def wish(agent: ApiClient, request_id: str, not_before: datetime) -> dict[str, Any]:
    """The request after the caller asked for no time before this."""
    path = f"/v1/requests/{request_id}"
    tag = {"If-Match": (await agent.get(path)).headers["ETag"]}
    sent = {"preferences": {"notBefore": iso(not_before)}}
    answer = await agent.patch(path, json=sent, headers=tag)
    assert answer.status_code == 200, answer.text
    changed: dict[str, Any] = answer.json()
    return changed


async def test_a_child_who_turns_twelve_is_needled_from_that_day(make_tenant: MakeTenant) -> None:
    """Before the birthday nothing is offered and the day is told; from it on windows are."""
    agent = await (tenant := await make_tenant("nearly-twelve")).client(Role.AGENT)
    now = datetime.now(DUBAI)
    birthday = datetime.combine(now.date() + timedelta(days=2), time(), DUBAI)
    await add_therapist(tenant, "Before", starts=birthday - timedelta(hours=12), hours=9)
    await add_therapist(tenant, "After", starts=birthday + timedelta(hours=9), hours=9)
    born = twelve_years_before(birthday.date()).isoformat()
    child = {"name": "Nearly Twelve", "dateOfBirth": born, "gender": "female", "languages": ["en"]}
    made = await add_request(agent, patient=child, service="dry-needling")
    assert made["status"] == "not-suitable"
    told = {one["service"]: one.get("notBefore") for one in made["screening"]["services"]}
    assert datetime.fromisoformat(told["dry-needling"]) == birthday
    assert told["physiotherapy"] is None
    refused = await agent.get(f"/v1/requests/{made['id']}/offers")
    assert refused.json()["type"] == "/problems/request-not-suitable"
    assert datetime.fromisoformat(refused.json()["notBefore"]) == birthday

    assert (await wish(agent, made["id"], birthday - timedelta(hours=1)))["status"] != "ready"
    assert (await wish(agent, made["id"], birthday))["status"] == "ready"
    until = birthday + timedelta(days=1)
    found = (await offers(agent, made["id"], **{"from": iso(now), "to": iso(until)}))["items"]
    assert found
    assert all(datetime.fromisoformat(one["startsAt"]) >= birthday for one in found)
    assert {one["therapist"]["name"] for one in found} == {"After"}
    early = await offers(agent, made["id"], **{"from": iso(now), "to": iso(birthday)})
    assert (early["items"], early["reason"]["code"]) == ([], "not_cleared")
    assert datetime.fromisoformat(early["notBefore"]) == birthday
    assert datetime.fromisoformat(early["nextPossible"]) >= birthday


async def test_a_wish_for_later_is_no_matter_of_age(make_tenant: MakeTenant) -> None:
    """Who asked for no earlier time themselves is not told that they are too young."""
    agent = await (tenant := await make_tenant("later")).client(Role.AGENT)
    soon = datetime.now(DUBAI) + timedelta(hours=4)
    await add_therapist(tenant, "Sara", starts=soon.replace(minute=0, second=0, microsecond=0))
    made = await add_request(agent)
    await wish(agent, made["id"], soon + timedelta(days=1))
    early = await offers(agent, made["id"], to=iso(soon + timedelta(hours=6)))
    assert (early["items"], early["reason"]["code"]) == ([], "window_closed")
    assert early.get("notBefore") is None
