"""Undoing a mistake restores the same assignments where nothing stands against it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest_asyncio

from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board, work_until_done
from tests.integration.api.conftest import Api, MakeTenant
from tests.integration.dispatcher.day import at


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """All visits by hand on the first therapist's route."""
    made = await make_board(api, make_tenant)
    for visit in made.visits:
        await place(made, visit, 0)
    return made


async def place(board: Board, visit: object, shift: int) -> None:
    """A dispatcher's move."""
    body = {"visitId": str(visit), "shiftId": str(board.shifts[shift])}
    done = await board.dispatcher.post(f"/v1/plans/{board.date}/moves", json=body)
    assert done.status_code == 200, done.text


async def routes(board: Board) -> list[list[tuple[str, str]]]:
    """(visit, planned start) of both shifts, in order."""
    plan = await board.plan()
    of = {one["shiftId"]: one["stops"] for one in plan["routes"]}
    return [
        [(stop["visitId"], stop["plannedStart"]) for stop in of[str(shift)]]
        for shift in board.shifts
    ]


async def away(board: Board) -> dict[str, Any]:
    """The first therapist reported ill for the day."""
    body = {
        "from": at(board.date, 0).isoformat(),
        "to": at(board.date, 24).isoformat(),
        "reason": "illness",
    }
    url = f"/v1/therapists/{board.therapists[0]}/absences"
    answer = await board.dispatcher.post(url, json=body)
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def back(board: Board, absence: dict[str, Any]) -> dict[str, Any]:
    """It was a mistake."""
    tag = {"If-Match": f'"{absence["version"]}"'}
    answer = await board.dispatcher.delete(f"/v1/absences/{absence['id']}", headers=tag)
    assert answer.status_code == 200, answer.text
    undone: dict[str, Any] = answer.json()
    job = await board.dispatcher.get(f"/v1/jobs/{undone['jobId']}")
    assert job.json()["kind"] == "solve-horizon"
    assert undone["jobIds"][0] == undone["jobId"]
    return undone


async def test_an_absence_undone_at_once_changes_nothing(board: Board) -> None:
    """Same therapist, same order, same times; the days are planned again all the same."""
    before = await routes(board)
    absence = await away(board)
    assert await routes(board) == [[], []]
    undone = await back(board, absence)
    assert await routes(board) == before
    assert set(undone["restored"]) == {str(one) for one in board.visits}
    assert undone["assignable"] == []
    (plan,) = await board.day.rows("SELECT generation, solved_generation FROM plan")
    assert plan.generation > (plan.solved_generation or 0)


async def test_what_the_planner_gave_away_meanwhile_comes_back(api: Api, board: Board) -> None:
    """The replan put the visits on the other route; nobody else decided anything since."""
    before = await routes(board)
    absence = await away(board)
    await work_until_done(api, board.dispatcher, absence["jobId"])
    assert {visit for visit, _ in (await routes(board))[1]} == {str(one) for one in board.visits}
    await back(board, absence)
    assert await routes(board) == before


async def test_what_somebody_decided_meanwhile_stays(board: Board) -> None:
    """A dispatcher's move stands against it, and the patient's word; the others come back."""
    absence = await away(board)
    moved, rest = board.visits[0], board.visits[1:]
    await place(board, moved, 1)
    waits = await board.day.visit(board.date, (9, 16), changed=True)
    await board.day.run(
        "UPDATE visit SET refused_therapist_ids = cast(:t AS uuid[]) WHERE visit_id = :v",
        t=[board.therapists[0]],
        v=rest[0],
    )
    undone = await back(board, absence)
    assert undone["restored"] == [str(rest[1])]
    assert undone["assignable"] == [str(waits)]
    mine, other = await routes(board)
    assert [visit for visit, _ in other] == [str(moved)]
    assert [visit for visit, _ in mine] == [str(rest[1])]
    unassigned = {one["visitId"] for one in (await board.plan())["unassigned"]}
    assert unassigned == {str(rest[0]), str(waits)}


async def test_the_time_that_went_to_others_is_not_taken_back(board: Board) -> None:
    """Only the first absence's visits return; those of a second one still wait."""
    first = await away(board)
    await back(board, first)
    second = await away(board)
    again = await board.dispatcher.delete(
        f"/v1/absences/{first['id']}", headers={"If-Match": f'"{first["version"] + 1}"'}
    )
    assert again.status_code == 404
    assert await routes(board) == [[], []]
    await back(board, second)
    assert len((await routes(board))[0]) == len(board.visits)


async def certificate(admin: httpx.AsyncClient, therapist: object) -> tuple[str, dict[str, str]]:
    """Where the therapist's physiotherapy certificate is changed, and its tag."""
    held = (await admin.get(f"/v1/therapists/{therapist}")).json()["certificates"]
    [one] = [each for each in held if each["kind"] == "physiotherapy"]
    return f"/v1/certificates/{one['id']}", {"If-Match": f'"{one["version"]}"'}


async def test_a_certificate_revoked_by_mistake(board: Board) -> None:
    """Revoked and given back, suspended and lifted: the route is what it was, with its jobs."""
    admin = await board.tenant.client(Role.ADMIN)
    before = await routes(board)
    until = (datetime.now(UTC) + timedelta(days=9)).isoformat()
    since = datetime.now(UTC).isoformat()
    for wrong, right in (
        ({"revoked": True}, {"revoked": False}),
        ({"suspendedFrom": since, "suspendedTo": until}, {"suspendedFrom": None}),
    ):
        url, tag = await certificate(admin, board.therapists[0])
        lost = await admin.patch(url, json=wrong, headers=tag)
        assert lost.status_code == 200, lost.text
        assert set(lost.json()["freed"]) == {str(one) for one in board.visits}
        assert await routes(board) == [[], []]
        url, tag = await certificate(admin, board.therapists[0])
        found = await admin.patch(url, json=right, headers=tag)
        assert found.status_code == 200, found.text
        assert len(found.json()["jobIds"]) == 1
        assert set(found.json()["restored"]) == {str(one) for one in board.visits}
        assert len(lost.json()["jobIds"]) == 1
        assert await routes(board) == before
    url, tag = await certificate(admin, board.therapists[0])
    renamed = await admin.patch(url, json={"number": "new"}, headers=tag)
    assert (renamed.status_code, renamed.json()["jobIds"]) == (200, [])


async def test_a_verified_certificate_names_what_waits_for_it(board: Board) -> None:
    """The visit that nobody could take, and the replan; verifying again asks for nothing."""
    admin = await board.tenant.client(Role.ADMIN)
    papers = ["licence", "paediatric", "physiotherapy"]
    child = await board.day.visit(board.date, (9, 16), required_certificates=papers)
    url = f"/v1/therapists/{board.therapists[1]}/certificates"
    since = "2020-01-01T00:00:00+04:00"
    proof = {"kind": "paediatric", "issuer": "DHA", "number": "1", "validFrom": since}
    held = (await admin.post(url, json=proof)).json()
    verified = await admin.post(f"/v1/certificates/{held['id']}/verify")
    assert verified.status_code == 200, verified.text
    assert verified.json()["assignable"] == [str(child)]
    assert len(verified.json()["jobIds"]) == 1
    again = (await admin.post(f"/v1/certificates/{held['id']}/verify")).json()
    assert (again["assignable"], again["jobIds"]) == ([], [])
