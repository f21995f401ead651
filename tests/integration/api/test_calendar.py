"""The calendar and observed breaks over HTTP, and what the planner makes of them."""

from datetime import date, datetime, time
from typing import Any

import pytest_asyncio

from shared.db.live.load import load_horizon
from shared.db.live.problem import live_problem
from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board
from tests.integration.api.conftest import Api, ApiClient, MakeTenant, TestTenant
from tests.integration.dispatcher.day import BAY, ZONE, at


@pytest_asyncio.fixture
async def admin(tenant_a: TestTenant) -> ApiClient:
    """Who keeps the calendar."""
    return await tenant_a.client(Role.ADMIN)


async def put(client: ApiClient, path: str, version: int, body: dict[str, Any]) -> Any:
    return await client.put(path, json=body, headers={"If-Match": f'"{version}"'})


async def test_a_year_tells_holidays_and_ramadan(admin: ApiClient) -> None:
    """2027: 30 days or 29 of Ramadan, National Day, and Eid still provisional."""
    year = (await admin.get("/v1/calendar/2027")).json()
    by_day = {one["day"]: one for one in year["days"]}
    assert by_day["2027-12-02"]["holiday"] == "National Day"
    assert by_day["2027-03-09"]["provisional"]
    fasted = [one for one in year["days"] if one["ramadan"]]
    assert len(fasted) in {29, 30}
    assert fasted[0]["day"] == "2027-02-08"
    assert fasted[0]["maghribAt"].startswith("18:")
    assert "2027-11-23" not in by_day
    assert (await admin.get("/v1/calendar/2099")).status_code == 422


async def test_the_tenant_moves_a_day_and_takes_it_back(admin: ApiClient) -> None:
    """With If-Match, from nothing said (0) to something to nothing."""
    path = "/v1/calendar/days/2028-02-10"
    before = (await admin.get(path)).json()
    assert (before["version"], before["ramadan"]) == (0, True)
    said = await put(admin, path, 0, {"ramadan": False, "holiday": "Founder's day"})
    assert said.status_code == 200, said.text
    assert (said.json()["ramadan"], said.json()["holiday"]) == (False, "Founder's day")
    assert (await put(admin, path, 0, {"ramadan": True})).status_code == 412
    again = await put(admin, path, said.json()["version"], {"iftarAt": "18:31:00"})
    assert (again.json()["ramadan"], again.json()["maghribAt"]) == (True, "18:31:00")
    year = (await admin.get("/v1/calendar/2028")).json()["days"]
    assert [one["day"] for one in year if one["overridden"]] == ["2028-02-10"]
    version = again.json()["version"]
    gone = await admin.delete(path, headers={"If-Match": f'"{version}"'})
    assert gone.status_code == 204
    assert (await admin.get(path)).json() == before
    assert (await admin.delete(path, headers={"If-Match": '"1"'})).status_code == 404


async def test_one_tenants_calendar_is_not_the_others(
    admin: ApiClient, tenant_b: TestTenant
) -> None:
    """What A says of a day, B does not read."""
    path = "/v1/calendar/days/2029-05-05"
    assert (await put(admin, path, 0, {"holiday": "Ours"})).status_code == 200
    other = await tenant_b.client(Role.ADMIN)
    assert (await other.get(path)).json()["holiday"] is None


async def test_breaks_reach_the_planner(api: Api, make_tenant: MakeTenant) -> None:
    """A therapist who fasts has the iftar break in their shift, on a day that the tenant says is
    of Ramadan; the other therapist has none; nobody books over it.
    """
    board = await make_board(api, make_tenant)
    admin = await board.tenant.client(Role.ADMIN)
    day = board.date
    await board.day.run(
        "UPDATE shift SET ends_at = :e WHERE shift_id = :s", e=at(day, 23), s=board.shifts[0]
    )
    path = f"/v1/therapists/{board.therapists[0]}/breaks"
    assert (await admin.get(path)).json()["version"] == 0
    asked = await put(admin, path, 0, {"fasting": True, "prayers": ["asr"]})
    assert asked.status_code == 200, asked.text
    maghrib = await put_ramadan(admin, day)
    [first, second] = [await breaks(api, board, shift) for shift in board.shifts]
    assert [one.duration_s for one in first] == [900, 1800]
    assert second == ()
    plan = await board.plan()
    assert plan["jobs"], "the day is planned again"
    await board.day.visit(day, (17, 20), BAY)
    await board.solve(api)
    sunset = datetime.combine(day, time.fromisoformat(maghrib), ZONE)
    drives = [
        (datetime.fromisoformat(stop["leaveAt"]), datetime.fromisoformat(stop["plannedArrival"]))
        for route in (await board.plan())["routes"]
        if route["shiftId"] == str(board.shifts[0])
        for stop in route["stops"]
    ]
    assert not [one for one in drives if one[0] <= sunset < one[1]]


async def put_ramadan(admin: ApiClient, day: date) -> str:
    """When the sun sets then."""
    answer = await put(admin, f"/v1/calendar/days/{day}", 0, {"ramadan": True})
    assert answer.status_code == 200, answer.text
    sunset: str = answer.json()["maghribAt"]
    return sunset


async def breaks(api: Api, board: Board, shift: Any) -> Any:
    """The breaks of a shift in the problem that the planner gets."""
    platform = api.platform
    async with platform.database.tenant_session(board.tenant.tenant_id) as session:
        horizon = await load_horizon(
            session, platform.keyring, platform.live.travel, board.tenant.tenant_id, board.date
        )
    parts = {one.id: one for one in live_problem(horizon).problem.shifts}
    return parts[str(shift)].breaks


async def test_who_observes_is_for_those_who_plan(tenant_a: TestTenant) -> None:
    """It tells of somebody's faith: agents do not read it."""
    agent = await tenant_a.client(Role.AGENT)
    somebody = "00000000-0000-7000-8000-000000000000"
    assert (await agent.get(f"/v1/therapists/{somebody}/breaks")).status_code == 403
    admin = await tenant_a.client(Role.ADMIN)
    assert (await admin.get(f"/v1/therapists/{somebody}/breaks")).status_code == 404
    wrong = await put(admin, f"/v1/therapists/{somebody}/breaks", 0, {"prayers": ["noon"]})
    assert wrong.status_code in {400, 422}
