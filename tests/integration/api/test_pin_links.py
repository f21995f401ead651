"""A patient sends, by a link without login, where they are; the agent sees it at once."""

import time
from typing import Any
from uuid import uuid4

import httpx
from sqlalchemy import text

from services.api.pins.limiter import MISSES
from shared.domain.roles import Role
from tests.integration.api.booking import (
    BARSHA,
    add_request,
    add_therapist,
    booked,
    hold,
    offers,
    rows,
)
from tests.integration.api.conftest import Api, ApiClient, TestTenant
from tests.integration.api.test_corrections import person
from tests.integration.api.test_stream import listening

MARINA = {"lat": 25.0772, "lon": 55.1403}


async def asked(agent: ApiClient, **more: Any) -> dict[str, Any]:
    """A new request."""
    body = {"channel": "phone", "callerPhone": "0501234567", **more}
    answer = await agent.post("/v1/requests", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def link(agent: ApiClient, request_id: str, **body: int) -> dict[str, Any]:
    """A fresh pin link, with its token."""
    answer = await agent.post(f"/v1/requests/{request_id}/pin-links", json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return {**made, "token": made["url"].rpartition("/pin/")[2]}


async def send(api: Api, token: str, **pin: float) -> httpx.Response:
    """What the phone does: no login, no key."""
    async with httpx.AsyncClient(base_url=api.url) as phone:
        return await phone.post(f"/v1/public/pins/{token}", json={**MARINA, **pin})


async def test_pin_reaches_the_agents_stream_and_the_request(
    api: Api, tenant_a: TestTenant
) -> None:
    """Within 3 seconds the stream says so, and the request has a confirmed, precise place."""
    agent = await tenant_a.client(Role.AGENT)
    request = await asked(agent, patient={"name": "Huda"}, place={"text": "near the mosque"})
    assert request["place"] is None
    made = await link(agent, request["id"])
    async with listening(agent) as stream:
        begun = time.monotonic()
        assert (await send(api, made["token"], accuracyM=12)).status_code == 204
        heard = []
        while "pin.landed" not in heard:
            _, topic, data = await stream.next(3)
            heard.append(topic)
        assert time.monotonic() - begun < 3
    assert data["id"] == request["id"]
    place = (await agent.get(f"/v1/requests/{request['id']}")).json()["place"]
    assert place["id"] == data["placeId"]
    assert (place["lat"], place["precisionM"], place["confirmed"]) == (25.0772, 12, True)
    (told,) = (await agent.get(f"/v1/requests/{request['id']}/pin-links")).json()["items"]
    assert (told["state"], told["placeId"]) == ("used", place["id"])


async def test_the_page_tells_nothing_of_the_patient(api: Api, tenant_a: TestTenant) -> None:
    """Only who asks, where they serve and whether the link is open."""
    agent = await tenant_a.client(Role.AGENT)
    request = await asked(agent, patient={"name": "Secret Name"})
    made = await link(agent, request["id"])
    shown = await api.client().get(f"/v1/public/pins/{made['token']}")
    assert shown.status_code == 200
    assert set(shown.json()) == {"tenant", "area", "state", "expiresAt"}
    assert (shown.json()["area"], shown.json()["state"]) == ("Dubai", "open")


async def test_a_link_works_once(api: Api, tenant_a: TestTenant) -> None:
    """The second pin is refused kindly, and the place stays as it was."""
    agent = await tenant_a.client(Role.AGENT)
    request = await asked(agent)
    made = await link(agent, request["id"])
    assert (await send(api, made["token"])).status_code == 204
    again = await send(api, made["token"], lat=25.09)
    assert (again.status_code, again.json()["type"]) == (409, "/problems/pin-link-used")
    assert (await agent.get(f"/v1/requests/{request['id']}")).json()["place"]["lat"] == 25.0772


async def test_outside_and_rough_pins_leave_the_link_open(api: Api, tenant_a: TestTenant) -> None:
    """Abu Dhabi and a fix to two kilometres are told kindly; then the right pin is taken."""
    agent = await tenant_a.client(Role.AGENT)
    made = await link(agent, (await asked(agent))["id"])
    outside = await send(api, made["token"], lat=24.4539, lon=54.3773)
    assert outside.status_code == 422
    assert "outside Dubai" in outside.json()["errors"][0]["message"]
    rough = await send(api, made["token"], accuracyM=2000)
    assert rough.json()["errors"][0]["field"] == "accuracyM"
    assert (await send(api, made["token"], accuracyM=40)).status_code == 204


async def test_revoked_expired_and_replaced_links_are_closed(
    api: Api, tenant_a: TestTenant
) -> None:
    """Each answers 409 with its reason; a new link of the request closes the earlier one."""
    agent = await tenant_a.client(Role.AGENT)
    request = (await asked(agent))["id"]
    first, second = await link(agent, request), await link(agent, request)
    assert (await send(api, first["token"])).json()["type"] == "/problems/pin-link-revoked"
    gone = await agent.delete(f"/v1/pin-links/{second['id']}", headers={"If-Match": '"1"'})
    assert gone.status_code == 204
    assert (await send(api, second["token"])).json()["type"] == "/problems/pin-link-revoked"
    third = await link(agent, request)
    async with api.platform.database.tenant_session(tenant_a.tenant_id) as session:
        late = text("UPDATE pin_link SET expires_at = now() WHERE pin_link_id = :id")
        await session.execute(late, {"id": third["id"]})
    assert (await send(api, third["token"])).json()["type"] == "/problems/pin-link-expired"


async def test_a_cancelled_request_takes_no_pin(api: Api, tenant_a: TestTenant) -> None:
    """Neither a new link nor a pin of the old one."""
    agent = await tenant_a.client(Role.AGENT)
    request = (await asked(agent))["id"]
    made = await link(agent, request)
    await agent.post(f"/v1/requests/{request}/cancel", json={"reason": "x"})
    assert (await send(api, made["token"])).status_code == 409
    again = await agent.post(f"/v1/requests/{request}/pin-links", json={})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/request-over")


async def test_a_pin_corrects_the_place_and_keeps_how_to_get_in(
    api: Api, tenant_a: TestTenant
) -> None:
    """Close to a confirmed place it moves it; far from it, it is another place."""
    agent = await tenant_a.client(Role.AGENT)
    place = {**MARINA, "unit": "12", "entryNotes": "blue door"}
    request = await asked(agent, place=place)
    near = await link(agent, request["id"])
    assert (await send(api, near["token"], lat=25.0790)).status_code == 204
    after = (await agent.get(f"/v1/requests/{request['id']}")).json()["place"]
    assert (after["id"], after["unit"], after["lat"]) == (request["place"]["id"], "12", 25.079)
    far = await link(agent, request["id"])
    assert (await send(api, far["token"], lat=25.19, lon=55.27)).status_code == 204
    other = (await agent.get(f"/v1/requests/{request['id']}")).json()["place"]
    assert other["id"] != after["id"]
    assert other["unit"] is None


async def test_a_pin_corrects_a_booked_visits_place(api: Api, tenant_a: TestTenant) -> None:
    """The visit keeps its place, which moves; its route is timed again or it leaves it."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Sara")
    visit = await booked(agent, patient=person())
    request, times = visit["requestId"], "SELECT travel_s FROM stop WHERE visit_id = :id"
    place = (await agent.get(f"/v1/requests/{request}")).json()["place"]["id"]
    [before] = await rows(tenant_a, times, id=visit["id"])
    made = await link(agent, request)
    sent = await send(api, made["token"], **BARSHA)
    assert sent.status_code == 204, sent.text
    after = (await agent.get(f"/v1/visits/{visit['id']}")).json()["place"]
    assert (after["id"], after["lat"]) == (place, BARSHA["lat"])
    left = await rows(tenant_a, times, id=visit["id"])
    assert not left or left[0].travel_s != before.travel_s


async def test_a_pin_far_from_a_held_windows_place_gives_the_window_back(
    api: Api, tenant_a: TestTenant
) -> None:
    """The window was true for another door: its hold runs out at once."""
    agent = await tenant_a.client(Role.AGENT)
    await add_therapist(tenant_a, "Mira")
    request = await add_request(agent, patient=person())
    found = (await offers(agent, request["id"]))["items"]
    await hold(agent, request["id"], found[0])
    near = request["place"]
    made = await link(agent, request["id"])
    moved = {"lat": near["lat"] + 0.006, "lon": near["lon"]}
    assert (await send(api, made["token"], **moved)).status_code == 204
    lapsed = "SELECT expires_at <= clock_timestamp() AS over FROM hold WHERE request_id = :id"
    assert [row.over for row in await rows(tenant_a, lapsed, id=request["id"])] == [True]


async def test_guessing_is_slowed_down(api: Api, tenant_a: TestTenant) -> None:
    """Unknown tokens are 404, and after many from one address 429."""
    agent = await tenant_a.client(Role.AGENT)
    real = (await link(agent, (await asked(agent))["id"]))["token"]
    turned = real[:-4] + ("AAAA" if real[-4:] != "AAAA" else "BBBB")
    assert (await send(api, turned)).status_code == 404
    codes = {(await send(api, str(uuid4()))).status_code for _ in range(MISSES + 1)}
    assert codes == {404, 429}
