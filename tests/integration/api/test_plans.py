"""The dispatcher's day over HTTP: view, solve, publish, move, absence; the therapist's route."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from shared.crypto.seal import seal
from shared.db.ids import new_id
from shared.domain.roles import Role
from tests.integration.api.boards import Board, make_board, work_until_done
from tests.integration.api.conftest import Api, MakeTenant
from tests.integration.dispatcher.day import DEIRA, MARINA, at


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow."""
    return await make_board(api, make_tenant)


def stops_of(plan: dict[str, Any], shift: UUID) -> list[dict[str, Any]]:
    """The stops of a shift's route."""
    [route] = [one for one in plan["routes"] if one["shiftId"] == str(shift)]
    found: list[dict[str, Any]] = route["stops"]
    return found


def all_stops(plan: dict[str, Any]) -> set[str]:
    """The visits that have a stop."""
    return {stop["visitId"] for route in plan["routes"] for stop in route["stops"]}


async def move(board: Board, **body: Any) -> Any:
    """A move, or its dry run."""
    return await board.dispatcher.post(f"/v1/plans/{board.date}/moves", json=body)


async def test_solve_shows_routes_with_figures(api: Api, board: Board) -> None:
    """Before: unassigned with a reason. After: every visit placed, cost, bound and gap numbers."""
    before = await board.plan()
    assert {one["visitId"] for one in before["unassigned"]} == {str(v) for v in board.visits}
    assert {one["reason"]["code"] for one in before["unassigned"]} == {"not_planned_yet"}
    assert before["jobs"][0]["kind"] == "solve-horizon"
    await board.solve(api)
    after = await board.plan()
    assert all_stops(after) == {str(v) for v in board.visits}
    assert after["unassigned"] == []
    assert after["cost"] >= after["bound"] > 0
    assert after["gap"] >= 0
    assert after["solvedAt"]


async def test_publish_acknowledge_and_the_way_there(api: Api, board: Board) -> None:
    """What is published is what the therapist sees, reads and confirms; consent gates it."""
    without_consent = await board.day.visit(board.date, (9, 16), MARINA, consent=False)
    for position, visit in enumerate((*board.visits[:2], without_consent)):
        answer = await move(
            board, visitId=str(visit), shiftId=str(board.shifts[0]), position=position
        )
        assert answer.status_code == 200, answer.text
        assert answer.json()["committed"]
    early = await board.therapist.get(f"/v1/me/route?date={board.date}")
    assert early.json()["stops"] == []
    answer = await board.dispatcher.post(f"/v1/plans/{board.date}/publish")
    assert answer.status_code == 200, answer.text
    published = answer.json()
    assert published["visits"] == 2
    assert published["notDispatched"] == [{"visitId": str(without_consent), "missing": ["consent"]}]
    await board.day.run("UPDATE patient SET phone_sealed = NULL")
    await seal_phones(api, board)
    route = (await board.therapist.get(f"/v1/me/route?date={board.date}")).json()
    assert [stop["visitId"] for stop in route["stops"]] == [str(v) for v in board.visits[:2]]
    assert route["routeVersion"] > 0
    assert route["stops"][0]["status"] == "dispatched"
    assert "25.08" in route["stops"][0]["navigation"]["google"]
    version = {"routeVersion": route["routeVersion"]}
    done = await board.therapist.post("/v1/me/route/acknowledge", json=version)
    assert done.status_code == 204, done.text
    plan = await board.plan()
    [mine] = [one for one in plan["routes"] if one["shiftId"] == str(board.shifts[0])]
    assert mine["acknowledgedVersion"] == mine["routeVersion"]
    too_new = {"routeVersion": route["routeVersion"] + 1}
    refused = await board.therapist.post("/v1/me/route/acknowledge", json=too_new)
    assert refused.status_code == 409


async def seal_phones(api: Api, board: Board) -> None:
    """Callers' phones that can be opened."""

    for row in await board.day.rows("SELECT request_id FROM request"):
        sealed = seal(
            api.platform.keyring,
            "+971501234567",
            board.tenant.tenant_id,
            "request",
            "caller_phone_sealed",
            row.request_id,
        )
        await board.day.run(
            "UPDATE request SET caller_phone_sealed = :s WHERE request_id = :r",
            s=sealed,
            r=row.request_id,
        )


async def test_a_move_is_tried_first_and_refused_when_it_breaks_safety(board: Board) -> None:
    """A dry run changes nothing; the wrong therapist is named and refused for good."""
    visit, (first, second) = board.visits[0], board.shifts
    tried = (await move(board, visitId=str(visit), shiftId=str(first), dryRun=True)).json()
    assert tried["committed"] is False
    assert tried["violations"] == []
    assert tried["changes"][0]["to"]["shiftId"] == str(first)
    assert tried["addedTravelS"] > 0
    assert all_stops(await board.plan()) == set()
    await board.day.run(
        "UPDATE visit SET refused_therapist_ids = cast(:t AS uuid[]) WHERE visit_id = :v",
        t=[board.therapists[1]],
        v=visit,
    )
    async with board.day.database.tenant_session(board.tenant.tenant_id) as session:
        await board.day.changed(session, board.date)
    refused = await move(board, visitId=str(visit), shiftId=str(second))
    assert refused.status_code == 409
    [violation] = refused.json()["violations"]
    assert violation["class"] == "safety"
    assert violation["visitId"] == str(visit)
    again = await move(
        board, visitId=str(visit), shiftId=str(second), acknowledge=[violation["id"]], reason="x"
    )
    assert again.status_code == 409
    taken = await move(board, visitId=str(visit), shiftId=str(first))
    assert taken.json()["committed"]
    freed = await move(board, visitId=str(visit), shiftId=None)
    assert freed.json()["changes"][0]["to"] == {"shiftId": None, "plannedStart": None}
    assert all_stops(await board.plan()) == set()


async def test_publishing_over_a_violation_takes_a_reason(board: Board) -> None:
    """Whoever accepts what is broken says why."""
    url = f"/v1/plans/{board.date}/publish"
    for silent in ({}, {"reason": " "}):
        unsaid = await board.dispatcher.post(url, json={"acknowledge": ["any"], **silent})
        assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "reason")
    said = await board.dispatcher.post(url, json={"acknowledge": ["any"], "reason": "agreed"})
    assert said.status_code == 200, said.text


async def test_a_late_move_names_the_broken_window(board: Board) -> None:
    """What a promise would suffer is said by name, and only the patient passes it."""
    early = await board.day.visit(board.date, (8.5, 8.75), MARINA)
    late = await board.day.visit(board.date, (9, 9.25), DEIRA)
    shift = str(board.shifts[0])
    assert (await move(board, visitId=str(early), shiftId=shift)).status_code == 200
    tried = (await move(board, visitId=str(late), shiftId=shift, position=1, dryRun=True)).json()
    assert {one["class"] for one in tried["violations"]} == {"promise"}
    [said] = [one["text"] for one in tried["violations"] if one["id"].startswith("window:")]
    assert "after the promised window 09:00-09:15 (Th, route 08:00-18:00)" in said
    ids = [one["id"] for one in tried["violations"]]
    wanted = {"visitId": str(late), "shiftId": shift, "position": 1, "acknowledge": ids}
    for silent in ({}, {"reason": " "}):
        unsaid = await move(board, **wanted, **silent)
        assert (unsaid.status_code, unsaid.json()["errors"][0]["field"]) == (422, "reason")
    answer = await move(board, **wanted, reason="the daughter asked")
    assert answer.status_code == 409
    assert answer.json()["type"] == "/problems/ask-the-patient"


async def test_an_absence_frees_and_the_replan_places_again(api: Api, board: Board) -> None:
    """The ill therapist's visits go to the other one; undoing it gives the time back."""
    for visit in board.visits:
        done = await move(board, visitId=str(visit), shiftId=str(board.shifts[0]))
        assert done.status_code == 200, done.text
    body = {
        "from": at(board.date, 0).isoformat(),
        "to": at(board.date, 24).isoformat(),
        "reason": "illness",
    }
    url = f"/v1/therapists/{board.therapists[0]}/absences"
    answer = await board.dispatcher.post(url, json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert set(made["freed"]) == {str(v) for v in board.visits}
    assert made["inProgress"] == []
    plan = await board.plan()
    assert {one["reason"]["code"] for one in plan["unassigned"]} == {"therapist_absent"}
    assert plan["absences"][0]["id"] == made["id"]
    await work_until_done(api, board.dispatcher, made["jobId"])
    plan = await board.plan()
    assert stops_of(plan, board.shifts[0]) == []
    assert {stop["visitId"] for stop in stops_of(plan, board.shifts[1])} == {
        str(v) for v in board.visits
    }
    twice = await board.dispatcher.post(url, json=body)
    assert twice.status_code == 409
    undone = await board.dispatcher.delete(
        f"/v1/absences/{made['id']}", headers={"If-Match": f'"{made["version"]}"'}
    )
    assert undone.status_code == 200, undone.text
    rows = await board.day.rows("SELECT 1 FROM reservation WHERE kind = 'absence' AND active")
    assert rows == []


async def test_a_shift_is_started_and_ended_once(board: Board) -> None:
    """Repeated and late facts merge; another therapist's shift is absent."""
    body = {
        "type": "shift-start",
        "occurredAt": datetime.now(UTC).isoformat(),
        "clientEventId": "a",
    }
    url = f"/v1/me/shifts/{board.shifts[0]}/events"
    first = await board.therapist.post(url, json=body)
    again = await board.therapist.post(url, json=body)
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    assert first.json()["status"] == "started"
    foreign = await board.therapist.post(f"/v1/me/shifts/{board.shifts[1]}/events", json=body)
    assert foreign.status_code == 404
    current = (await board.therapist.get("/v1/me/route")).json()
    assert current["shiftId"] == str(board.shifts[0])
    assert current["shift"]["status"] == "started"


async def test_what_no_fact_about_a_shift_can_be(board: Board) -> None:
    """The future is refused by name; an id that names another fact is not taken for the new one."""
    url = f"/v1/me/shifts/{board.shifts[0]}/events"
    now = datetime.now(UTC)
    ahead = {
        "type": "shift-end",
        "occurredAt": (now + timedelta(days=3)).isoformat(),
        "clientEventId": "z",
    }
    future = await board.therapist.post(url, json=ahead)
    assert (future.status_code, future.json()["errors"][0]["field"]) == (422, "occurredAt")
    body = {"type": "shift-start", "occurredAt": now.isoformat(), "clientEventId": "b"}
    assert (await board.therapist.post(url, json=body)).status_code == 200
    reused = await board.therapist.post(url, json={**body, "type": "shift-end"})
    assert (reused.status_code, reused.json()["type"]) == (409, "/problems/event-id-reused")
    assert reused.json()["stored"]["type"] == "shift-start"
    current = (await board.therapist.get("/v1/me/route")).json()
    assert current["shift"]["status"] == "started"


async def test_a_forgotten_shift_end_hides_no_later_route(board: Board) -> None:
    """Half a day after its end a started shift counts as ended, whatever was never said."""
    body = {
        "type": "shift-start",
        "occurredAt": datetime.now(UTC).isoformat(),
        "clientEventId": "a",
    }
    for late in (13, 11):
        forgotten, ended = new_id(), datetime.now(UTC) - timedelta(hours=late)
        await board.day.run(
            """
            INSERT INTO shift (tenant_id, shift_id, therapist_id, plan_date, starts_at, ends_at)
            SELECT tenant_id, :new, therapist_id, plan_date - cast(:late AS int), :starts,
                   :ends
            FROM shift WHERE shift_id = :like
            """,
            new=forgotten,
            late=late,
            starts=ended - timedelta(minutes=30),
            ends=ended,
            like=board.shifts[0],
        )
        started = await board.therapist.post(f"/v1/me/shifts/{forgotten}/events", json=body)
        assert started.json()["status"] == "started", started.text
        current = (await board.therapist.get("/v1/me/route")).json()
        expected = board.shifts[0] if late == 13 else forgotten
        assert current["shiftId"] == str(expected)
        of_day = (await board.therapist.get(f"/v1/me/route?date={_day_of(board, late)}")).json()
        assert of_day["shift"]["status"] == ("ended" if late == 13 else "started")


def _day_of(board: Board, late: int) -> str:
    return (board.date - timedelta(days=late)).isoformat()


async def test_other_tenants_jobs_and_visits_are_absent(
    board: Board, make_tenant: MakeTenant
) -> None:
    """A foreign id and a random one answer alike."""
    other = await make_tenant(f"other-{datetime.now(UTC).strftime('%H%M%S%f')}")
    stranger = await other.client(Role.DISPATCHER)
    [job] = await board.day.rows("SELECT job_id FROM job LIMIT 1")
    assert (await stranger.get(f"/v1/jobs/{job.job_id}")).status_code == 404
    body = {"visitId": str(board.visits[0]), "shiftId": str(board.shifts[0])}
    answer = await stranger.post(f"/v1/plans/{board.date}/moves", json=body)
    assert answer.status_code == 404
