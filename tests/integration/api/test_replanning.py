"""Something happens on a published day: a proposal that says what it changes, or the change."""

from typing import Any
from uuid import UUID

import pytest_asyncio

from services.dispatcher.planning.snapshot import problem_of
from tests.integration.api.boards import Board, make_board, work_until_done
from tests.integration.api.conftest import Api, MakeTenant
from tests.integration.dispatcher.day import DEIRA, at


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow, solved, published, and asked before anything changes."""
    made = await make_board(api, make_tenant)
    await made.solve(api)
    answer = await made.dispatcher.post(f"/v1/plans/{made.date}/publish")
    assert answer.status_code == 200, answer.text
    await _decide(made, "never")
    return made


async def _decide(board: Board, auto_publish: str) -> None:
    choice = f'{{"autoPublish": "{auto_publish}"}}'
    await board.day.run(
        "UPDATE tenant SET policies = policies || cast(:choice AS jsonb)", choice=choice
    )


async def _ill(api: Api, board: Board) -> list[str]:
    """The therapist with the most visits is away all day; whose visits are freed, once a worker
    has replanned.
    """
    routes = (await board.plan())["routes"]
    busiest = max(routes, key=lambda route: len(route["stops"]))
    therapist = busiest["therapist"]["id"]
    answer = await board.dispatcher.post(
        f"/v1/therapists/{therapist}/absences",
        json={
            "from": at(board.date, 5).isoformat(),
            "to": at(board.date, 24).isoformat(),
            "reason": "illness",
        },
    )
    assert answer.status_code == 201, answer.text
    await work_until_done(api, board.dispatcher, answer.json()["jobId"])
    freed: list[str] = answer.json()["freed"]
    return freed


async def _proposals(board: Board) -> list[dict[str, Any]]:
    answer = await board.dispatcher.get("/v1/proposals")
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _stops(plan: dict[str, Any]) -> dict[str, tuple[str, str]]:
    """Who comes to each visit, and when."""
    return {
        stop["visitId"]: (route["therapist"]["id"], stop["plannedStart"])
        for route in plan["routes"]
        for stop in route["stops"]
    }


async def test_an_illness_is_answered_by_a_proposal_in_words(api: Api, board: Board) -> None:
    """Nothing is written; the proposal says who gets a place with whom and that promises are kept
    again, in English and as data; applied, it is what the board shows.
    """
    before = _stops(await board.plan())
    freed = await _ill(api, board)
    kept = {key: spot for key, spot in before.items() if key not in freed}
    assert _stops(await board.plan()) == kept
    told = (await board.plan())["unassigned"]
    assert {one["visitId"]: one["reason"]["code"] for one in told} == dict.fromkeys(
        freed, "place_proposed"
    )
    [proposal] = await _proposals(board)
    summary, *sentences = proposal["difference"]
    assert summary["code"] == "summary"
    assert summary["params"]["broken"] == 0
    assert summary["params"]["placed"] == summary["params"]["mended"] == len(freed)
    assert summary["text"].startswith("No promise broken")
    codes = {(one["code"], one["visitId"]) for one in sentences}
    assert {("placed", key) for key in freed} <= codes
    assert {("promise-mended", key) for key in freed} <= codes
    placed = next(one for one in sentences if one["code"] == "placed")
    assert placed["params"]["therapist"] in placed["text"]
    assert str(board.date) in placed["params"]["startsAt"]
    answer = await board.dispatcher.post(f"/v1/proposals/{proposal['id']}/apply")
    assert answer.status_code == 200, answer.text
    assert _stops(await board.plan()).keys() == before.keys()
    assert await _proposals(board) == []


async def test_a_tenant_who_trusts_safe_changes_finds_it_done(api: Api, board: Board) -> None:
    """The same illness without being asked: all have a place, nobody else got another therapist."""
    await _decide(board, "safe-changes")
    before = _stops(await board.plan())
    freed = await _ill(api, board)
    after = _stops(await board.plan())
    assert after.keys() == before.keys()
    assert {key: after[key][0] for key in after if key not in freed} == {
        key: before[key][0] for key in before if key not in freed
    }
    assert await _proposals(board) == []


async def test_a_booking_moves_nobody_to_another_therapist(api: Api, board: Board) -> None:
    """A new visit on a published day is placed between the others, who keep their therapist."""
    await _decide(board, "safe-changes")
    before = _stops(await board.plan())
    new = await board.day.visit(board.date, (9, 16), DEIRA, changed=True)
    await board.solve(api)
    after = _stops(await board.plan())
    assert after.keys() == {*before, str(new)}
    assert {key: after[key][0] for key in before} == {key: spot[0] for key, spot in before.items()}
    [stored] = await board.day.rows(
        "SELECT problem FROM solve_snapshot ORDER BY created_at DESC LIMIT 1"
    )
    problem = problem_of(stored.problem)
    assert problem.replan is not None
    assert {one.id for one in problem.visits if one.promised} == after.keys()
    assert {one.id for one in problem.visits if one.told} == before.keys()


async def test_a_move_by_hand_is_told_in_the_same_words(board: Board) -> None:
    """The dry run of a move says who goes from whom to whom."""
    plan = await board.plan()
    [route, *_] = [one for one in plan["routes"] if one["stops"]]
    visit = route["stops"][0]["visitId"]
    other = next(shift for shift in board.shifts if str(shift) != route["shiftId"])
    answer = await board.dispatcher.post(
        f"/v1/plans/{board.date}/moves",
        json={"visitId": visit, "shiftId": str(UUID(str(other))), "dryRun": True},
    )
    assert answer.status_code == 200, answer.text
    said = answer.json()["difference"]
    [changed] = [one for one in said if one["code"] == "therapist-changed"]
    assert changed["visitId"] == visit
    assert changed["params"]["from"] == route["therapist"]["name"]
    assert changed["text"].endswith(".")
