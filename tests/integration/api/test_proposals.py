"""What the planner proposes for a published day, as a dispatcher decides it over HTTP."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest_asyncio

from services.dispatcher.planning.merge import Group
from services.dispatcher.planning.proposals import offer
from tests.integration.api.boards import Board, make_board
from tests.integration.api.conftest import Api, MakeTenant
from tests.integration.api.test_plans import all_stops, move, stops_of
from tests.integration.dispatcher.day import DEIRA, MARINA


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A published tomorrow whose first visit has its place."""
    made = await make_board(api, make_tenant)
    placed = await move(made, visitId=str(made.visits[0]), shiftId=str(made.shifts[0]))
    assert placed.status_code == 200, placed.text
    told = await made.dispatcher.post(f"/v1/plans/{made.date}/publish")
    assert told.status_code == 200, told.text
    return made


async def proposed(board: Board, routes: dict[UUID, Sequence[UUID]]) -> dict[str, Any]:
    """What the planner would have offered, as the board reads it."""
    async with board.day.database.tenant_session(board.tenant.tenant_id) as session:
        horizon = await board.day.horizon(session, board.date)
        group = Group({key: tuple(route) for key, route in routes.items()})
        await offer(session, horizon, [group])
    [found] = (await board.dispatcher.get("/v1/proposals")).json()["items"]
    assert isinstance(found, dict)
    return found


async def decide(board: Board, proposal: dict[str, Any], act: str, **body: Any) -> Any:
    """Apply or discard."""
    return await board.dispatcher.post(f"/v1/proposals/{proposal['id']}/{act}", json=body)


async def test_changes_say_who_goes_from_whom_to_whom_and_when(board: Board) -> None:
    """A visit that moves has both ends, one that is placed only the new one; what stays is not
    named; what was said stays true after the decision.
    """
    (first, second), (mine, other, _) = board.shifts, board.visits
    proposal = await proposed(board, {first: [], second: [mine, other]})
    moved, placed = sorted(proposal["changes"], key=lambda one: one["kind"])
    assert (moved["kind"], moved["visitId"]) == ("moved", str(mine))
    assert moved["from"]["therapist"] == {"id": str(board.therapists[0]), "name": "Th"}
    assert moved["to"]["therapist"]["id"] == str(board.therapists[1])
    assert moved["to"]["plannedStart"].endswith("+04:00")
    assert (placed["kind"], placed["visitId"], placed["from"]) == ("placed", str(other), None)
    assert {one["shiftId"]: one["visitIds"] for one in proposal["routes"]} == {
        str(first): [],
        str(second): [str(mine), str(other)],
    }
    live = stops_of(await board.plan(), first)[0]
    assert moved["from"]["plannedStart"] == live["plannedStart"]
    applied = await decide(board, proposal, "apply")
    assert applied.status_code == 200, applied.text
    stops = {one["visitId"]: one["plannedStart"] for one in stops_of(await board.plan(), second)}
    assert stops == {one["visitId"]: one["to"]["plannedStart"] for one in proposal["changes"]}
    [then] = (await board.dispatcher.get("/v1/proposals?status=applied")).json()["items"]
    assert then["changes"] == proposal["changes"]


async def test_a_proposal_that_is_not_wanted_is_put_away_for_everybody(board: Board) -> None:
    """Discarded with a reason; the stream says so, nothing moves, nobody decides it again."""
    proposal = await proposed(board, {board.shifts[0]: board.visits[:2]})
    assert proposal["difference"]
    before = await board.plan()
    told = "SELECT count(*) AS n FROM outbox WHERE topic = 'plan.changed'"
    [seen] = await board.day.rows(told)
    answer = await decide(board, proposal, "discard", reason="she asked for the same hour")
    assert answer.status_code == 200, answer.text
    assert answer.json() == {
        **proposal,
        "status": "discarded",
        "difference": [],  # told of open ones only
        "version": proposal["version"] + 1,
    }
    assert answer.headers["ETag"] == f'"{proposal["version"] + 1}"'
    [now] = await board.day.rows(told)
    assert now.n == seen.n + 1
    assert (await board.dispatcher.get("/v1/proposals")).json()["items"] == []
    after = await board.plan()
    assert {**after, "unassigned": []} == {**before, "unassigned": []}
    proposed_places = [
        [one["reason"]["code"] for one in plan["unassigned"]] for plan in (before, after)
    ]
    assert ["place_proposed" in codes for codes in proposed_places] == [True, False]
    assert ["place_put_away" in codes for codes in proposed_places] == [False, True]
    for act in ("apply", "discard"):
        again = await decide(board, proposal, act)
        assert (again.status_code, again.json()["type"]) == (409, "/problems/proposal-discarded")
    supervisor = await board.dispatcher.post(f"/v1/proposals/{board.visits[0]}/discard")
    assert supervisor.status_code == 404


async def test_safety_is_passed_by_nobody(board: Board) -> None:
    """A therapist whom the patient refuses since is named with class safety, whatever is said."""
    proposal = await proposed(board, {board.shifts[1]: [board.visits[1]]})
    await board.day.run(
        "UPDATE visit SET refused_therapist_ids = cast(:t AS uuid[]) WHERE visit_id = :v",
        t=[board.therapists[1]],
        v=board.visits[1],
    )
    refused = await decide(board, proposal, "apply")
    assert refused.status_code == 409
    [violation] = refused.json()["violations"]
    assert set(violation) == {"id", "class", "visitId", "text"}
    assert (violation["class"], violation["visitId"]) == ("safety", str(board.visits[1]))
    said = {"acknowledge": [violation["id"]], "reason": "there is nobody else"}
    again = await decide(board, proposal, "apply", **said)
    assert (again.status_code, again.json()["violations"]) == (409, [violation])
    assert str(board.visits[1]) not in all_stops(await board.plan())


async def test_a_promise_is_passed_by_its_id_and_a_reason(board: Board) -> None:
    """A therapist's own limit gives way to who says why; without the id or a word it does not."""
    proposal = await proposed(board, {board.shifts[0]: board.visits[:2]})
    await board.day.run(
        """UPDATE therapist SET limits = '{"maxVisits": 1}' WHERE therapist_id = :t""",
        t=board.therapists[0],
    )
    refused = await decide(board, proposal, "apply")
    assert refused.status_code == 409, refused.text
    [violation] = refused.json()["violations"]
    assert (violation["class"], violation["id"].split(":")[0]) == ("promise", "max_visits")
    ids = [violation["id"]]
    for silent in ({}, {"reason": " "}):
        unsaid = await decide(board, proposal, "apply", acknowledge=ids, **silent)
        assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "reason")
    wrong = await decide(board, proposal, "apply", acknowledge=["max_visits:x"], reason="urgent")
    assert wrong.status_code == 409
    taken = await decide(board, proposal, "apply", acknowledge=ids, reason="she agreed")
    assert taken.status_code == 200, taken.text
    assert taken.json()["shifts"] == [str(board.shifts[0])]
    assert len(stops_of(await board.plan(), board.shifts[0])) == 2


async def test_a_promised_window_is_the_patients(board: Board) -> None:
    """No dispatcher acknowledges another time than the patient was told."""
    early = await board.day.visit(board.date, (8.5, 8.75), MARINA)
    late = await board.day.visit(board.date, (9, 9.25), DEIRA)
    proposal = await proposed(board, {board.shifts[1]: [early, late]})
    refused = await decide(board, proposal, "apply")
    assert refused.status_code == 409
    ids = [one["id"] for one in refused.json()["violations"]]
    assert any(one.startswith("window:") for one in ids)
    told = await decide(board, proposal, "apply", acknowledge=ids, reason="the daughter asked")
    assert (told.status_code, told.json()["type"]) == (409, "/problems/ask-the-patient")
