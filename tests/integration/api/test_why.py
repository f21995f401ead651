"""Why a visit has no stop and what would help; why a placed one is where it is; over HTTP."""

from uuid import uuid4

import pytest_asyncio

from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board
from tests.integration.api.booking import BARSHA as BARSHA_PLACE
from tests.integration.api.booking import add_request, add_therapist, soon
from tests.integration.api.conftest import Api, MakeTenant
from tests.integration.dispatcher.day import DEIRA, at


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow."""
    return await make_board(api, make_tenant)


async def test_what_would_make_an_unassigned_visit_fit(api: Api, board: Board) -> None:
    """Once planned it carries its blockers by rule with names, and proven changes."""
    late = await board.day.visit(board.date, (18.5, 19), DEIRA)
    told = "UPDATE visit SET unassigned_reason = 'no_shift_hours' WHERE visit_id = :v"
    await board.day.run(told, v=late)
    async with api.platform.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    unassigned = (await board.plan())["unassigned"]
    [left_out] = [one for one in unassigned if one["visitId"] == str(late)]
    [blocker] = left_out["blockers"]
    assert blocker["shifts"] == 2
    assert {one["id"] for one in blocker["therapists"]} == {str(t) for t in board.therapists}
    assert blocker["text"].endswith(".")
    kinds = {one["kind"] for one in left_out["suggestions"]}
    assert kinds & {"start-earlier", "start-later"}
    for one in left_out["suggestions"]:
        assert one["therapist"]["name"] in one["text"]
        assert one["shiftId"] in {str(shift) for shift in board.shifts}
        assert one["addedCost"] >= 0
    why = (await board.dispatcher.get(f"/v1/visits/{late}/why")).json()
    assert why["suggestions"] == left_out["suggestions"]
    assert (why["movable"], why["shiftId"], why["addedCost"]) == (True, None, None)


async def test_a_visit_that_waits_for_its_first_plan(board: Board) -> None:
    """Nothing is explained before the planner has looked; who asks is told where it would go."""
    plan = await board.plan()
    assert all(one["blockers"] == [] and one["suggestions"] is None for one in plan["unassigned"])
    told = (await board.dispatcher.get(f"/v1/visits/{board.visits[0]}/why")).json()
    assert [one["kind"] for one in told["suggestions"]] == ["place"]
    assert [one["rule"] for one in told["blockers"]] == ["too_costly"]


async def test_why_a_placed_visit_is_where_it_is(board: Board) -> None:
    """Its therapist, its cost, and the other therapist with what they would cost more."""
    move = {"visitId": str(board.visits[0]), "shiftId": str(board.shifts[0]), "position": 0}
    moved = await board.dispatcher.post(f"/v1/plans/{board.date}/moves", json=move)
    assert moved.status_code == 200, moved.text
    told = (await board.dispatcher.get(f"/v1/visits/{board.visits[0]}/why")).json()
    assert told["movable"]
    assert told["addedCost"] > 0
    others = set(map(str, board.shifts)) - {told["shiftId"]}
    assert told["shiftId"] == str(board.shifts[0])
    assert {one["shiftId"] for one in told["runnersUp"]} == others
    assert all(one["extraCost"] != 0 for one in told["runnersUp"])
    assert told["suggestions"] == []


async def test_nobody_explains_what_is_not_there(board: Board) -> None:
    """404 for a visit of nobody, 403 for a therapist."""
    path = f"/v1/visits/{uuid4()}/why"
    assert (await board.dispatcher.get(path)).status_code == 404
    assert (await board.therapist.get(path)).status_code == 403


async def test_what_each_wish_costs(make_tenant: MakeTenant) -> None:
    """A woman comes in the evening only, anyone sooner; each wish alone, then all at once."""
    tenant = await make_tenant("wish-costs")
    agent, dispatcher = await tenant.client(Role.AGENT), await tenant.client(Role.DISPATCHER)
    sara = await add_therapist(tenant, "Sara", starts=soon(5), hours=4)
    omar = await add_therapist(tenant, "Omar", gender="male", home=BARSHA_PLACE)
    asked = {"therapistGender": "female", "language": "en"}
    request = await add_request(agent, preferences=asked)
    path = f"/v1/requests/{request['id']}/offers/wishes"
    answer = await dispatcher.get(path)
    assert answer.status_code == 200, answer.text
    items = {one["wish"]: one for one in answer.json()["items"]}
    assert list(items) == ["as-asked", "gender", "language", "all", "later-day"]
    assert items["as-asked"]["soonest"]["therapist"]["id"] == sara.id
    assert items["gender"]["soonest"]["therapist"]["id"] == omar.id
    assert items["gender"]["soonest"]["startsAt"] < items["as-asked"]["soonest"]["startsAt"]
    assert items["language"]["soonest"]["therapist"]["id"] == sara.id
    assert items["all"]["cheapest"]["addedTravelS"] <= items["gender"]["cheapest"]["addedTravelS"]
    assert items["later-day"]["soonest"] is None


async def test_a_wish_that_blocks_is_named_and_asked_about(api: Api, board: Board) -> None:
    """Two women on shift, a man asked for: the blocker is the gender, and one of them is
    suggested.
    """
    wanted = board.visits[0]
    await board.day.run(
        "UPDATE visit SET therapist_gender = 'male', unassigned_reason = 'gender_not_available'"
        " WHERE visit_id = :v",
        v=wanted,
    )
    async with api.platform.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    why = (await board.dispatcher.get(f"/v1/visits/{wanted}/why")).json()
    assert [(one["rule"], one["shifts"]) for one in why["blockers"]] == [("gender", 2)]
    assert [one["kind"] for one in why["suggestions"]] == ["any-gender"]
    assert why["suggestions"][0]["therapist"]["id"] in {str(one) for one in board.therapists}


async def test_no_certificate_no_suggestion(api: Api, board: Board) -> None:
    """Whose certificate does not cover the whole visit is a blocker and never suggested."""
    late = await board.day.visit(board.date, (17.5, 17.6), DEIRA)
    await board.day.run("UPDATE visit SET unassigned_reason = 'no_shift_hours'")
    await board.day.run("UPDATE certificate SET valid_to = :t", t=at(board.date, 20))
    await board.day.run("UPDATE shift SET ends_at = :t", t=at(board.date, 24))
    async with api.platform.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    before = (await board.dispatcher.get(f"/v1/visits/{late}/why")).json()
    assert [one["kind"] for one in before["suggestions"]] == ["place"]
    await board.day.run("UPDATE certificate SET valid_to = :t", t=at(board.date, 17.7))
    async with api.platform.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    after = (await board.dispatcher.get(f"/v1/visits/{late}/why")).json()
    assert after["suggestions"] == []
    assert [one["rule"] for one in after["blockers"]] == ["certificates"]
