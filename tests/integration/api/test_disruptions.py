"""Bad days over HTTP: what is at risk is told at once, and the day is planned again."""

from typing import Any

import pytest
import pytest_asyncio

from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board
from tests.integration.api.booking import rows
from tests.integration.api.conftest import Api, MakeTenant, TestTenant
from tests.integration.dispatcher.day import at

OASIS, COMMUNITY = (25.12, 55.38), 626


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A solved tomorrow with one visit in Silicon Oasis that must begin at noon."""
    board = await make_board(api, make_tenant)
    board.visits.append(await board.day.visit(board.date, (12, 12.2), OASIS))
    async with api.platform.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    await board.solve(api)
    return board


def rain(board: Board, **more: Any) -> dict[str, Any]:
    return {
        "startsAt": at(board.date, 9).isoformat(),
        "endsAt": at(board.date, 14).isoformat(),
        "factor": 6,
        "reason": "Flooded underpass",
        "circle": {"lat": OASIS[0], "lon": OASIS[1], "radiusM": 3000},
        **more,
    }


async def test_what_is_at_risk_is_told_at_once(board: Board) -> None:
    """The noon visit, its window, when the therapist will be there, how late; a replan starts."""
    answer = await board.dispatcher.post("/v1/travel/disruptions", json=rain(board))
    assert answer.status_code == 201, answer.text
    said = answer.json()
    [noon] = [one for one in said["atRisk"] if one["visitId"] == str(board.visits[-1])]
    assert noon["lateS"] > 0
    assert noon["eta"] > noon["etaBefore"]
    assert noon["window"]["closesAt"].startswith(f"{board.date}T12:12")
    assert len(said["jobs"]) == 1
    plan = await board.plan()
    [stop] = [s for r in plan["routes"] for s in r["stops"] if s["visitId"] == noon["visitId"]]
    assert stop["lateS"] == noon["lateS"]
    assert plan["jobs"][0]["id"] == said["jobs"][0]
    told = await rows(
        board.tenant, "SELECT topic, payload FROM outbox WHERE topic IN ('travel.changed', 'alert')"
    )
    assert {row.topic for row in told} == {"travel.changed", "alert"}
    [changed] = [row.payload for row in told if row.topic == "travel.changed"]
    assert changed["id"] == said["disruption"]["id"]
    assert noon["visitId"] in {one["visitId"] for one in changed["atRisk"]}


async def test_the_replan_keeps_who_will_be_late_and_improves_the_rest(
    api: Api, board: Board
) -> None:
    """So much rain that nobody can be there at noon: the visit keeps its stop, planned as it was
    promised and predicted late, and a visit that comes in meanwhile is placed all the same.
    """
    far_and_wide = {"lat": OASIS[0], "lon": OASIS[1], "radiusM": 6000}
    poured = rain(board, factor=10, circle=far_and_wide, startsAt=at(board.date, 7).isoformat())
    assert (await board.dispatcher.post("/v1/travel/disruptions", json=poured)).status_code == 201
    more = await board.day.visit(board.date, (14, 17), (25.2, 55.27), changed=True)
    await board.solve(api)
    plan = await board.plan()
    stops = {s["visitId"]: s for r in plan["routes"] for s in r["stops"]}
    assert set(stops) == {str(one) for one in (*board.visits, more)}
    noon = stops[str(board.visits[-1])]
    assert noon["plannedStart"] <= noon["window"]["closesAt"] < noon["predictedStart"]
    assert noon["lateS"] > 0


async def test_dry_run_tells_the_same_and_changes_nothing(board: Board) -> None:
    """What if it rained over its community?"""
    wanted = rain(board, circle=None, communities=[COMMUNITY], dryRun=True)
    answer = await board.dispatcher.post("/v1/travel/disruptions", json=wanted)
    assert answer.status_code == 200, answer.text
    assert str(board.visits[-1]) in {one["visitId"] for one in answer.json()["atRisk"]}
    assert answer.json()["disruption"] is None
    assert (await board.dispatcher.get("/v1/travel/disruptions")).json()["items"] == []
    assert (await board.plan())["jobs"] == []


async def test_a_listed_bad_day_names_its_communities(board: Board) -> None:
    """By number and in both languages, as every other answer does."""
    wanted = rain(board, circle=None, communities=[COMMUNITY])
    assert (await board.dispatcher.post("/v1/travel/disruptions", json=wanted)).status_code == 201
    [listed] = (await board.dispatcher.get("/v1/travel/disruptions")).json()["items"]
    [named] = listed["communities"]
    assert named["number"] == COMMUNITY
    assert named["names"]["en"] == named["name"]
    assert named["names"]["ar"]


async def test_ending_it_makes_travel_as_ever(board: Board) -> None:
    """It is listed with its version, ended by that, and then nobody is late any more."""
    made = (await board.dispatcher.post("/v1/travel/disruptions", json=rain(board))).json()
    [listed] = (await board.dispatcher.get("/v1/travel/disruptions")).json()["items"]
    assert listed == made["disruption"]
    url = f"/v1/travel/disruptions/{listed['id']}"
    assert (await board.dispatcher.delete(url)).status_code == 428
    stale = await board.dispatcher.delete(url, headers={"If-Match": '"7"'})
    assert stale.status_code == 412
    gone = await board.dispatcher.delete(url, headers={"If-Match": f'"{listed["version"]}"'})
    assert gone.status_code == 204, gone.text
    late = {s["lateS"] for r in (await board.plan())["routes"] for s in r["stops"]}
    assert late == {0}


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"endsAt": "2020-01-01T00:00:00Z"}, "endsAt"),
        ({"startsAt": "2026-01-01T00:00:00"}, "startsAt"),
        ({"circle": None}, "communities"),
        ({"communities": [7]}, "communities"),
        ({"factor": 0.5}, "factor"),
    ],
)
async def test_nonsense_is_named(
    api: Api, make_tenant: MakeTenant, wrong: dict[str, Any], field: str
) -> None:
    """422 with the field."""
    board = await make_board(api, make_tenant)
    answer = await board.dispatcher.post("/v1/travel/disruptions", json=rain(board, **wrong))
    assert answer.status_code in {400, 422}, answer.text
    assert field in {one["field"] for one in answer.json()["errors"]}


async def test_another_tenants_rain_is_not_ours(
    api: Api, board: Board, tenant_b: TestTenant
) -> None:
    """Neither seen nor ended by anybody else."""
    made = (await board.dispatcher.post("/v1/travel/disruptions", json=rain(board))).json()
    stranger = await tenant_b.client(Role.DISPATCHER)
    assert (await stranger.get("/v1/travel/disruptions")).json()["items"] == []
    url = f"/v1/travel/disruptions/{made['disruption']['id']}"
    assert (await stranger.delete(url, headers={"If-Match": '"1"'})).status_code == 404
