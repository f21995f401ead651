"""A shift whose end nobody reported: written down by the sweep, told better by the therapist."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest_asyncio

from services.dispatcher.planning.forgotten import end_forgotten
from shared.db.ids import new_id
from tests.integration.api.boards import Board, make_board
from tests.integration.api.conftest import Api, MakeTenant


@pytest_asyncio.fixture
async def board(api: Api, make_tenant: MakeTenant) -> Board:
    """A fresh tenant's tomorrow."""
    return await make_board(api, make_tenant)


async def started_shift(board: Board, hours_ago: float) -> UUID:
    """A shift of the first therapist that ended so long ago, and was started."""
    shift, ended = new_id(), datetime.now(UTC) - timedelta(hours=hours_ago)
    await board.day.run(
        """
        INSERT INTO shift (tenant_id, shift_id, therapist_id, plan_date, starts_at, ends_at)
        SELECT tenant_id, :new, therapist_id, plan_date - 2, :starts, :ends
        FROM shift WHERE shift_id = :like
        """,
        new=shift,
        starts=ended - timedelta(hours=1),
        ends=ended,
        like=board.shifts[0],
    )
    answer = await told(board, shift, "shift-start", ended - timedelta(minutes=50))
    assert answer["status"] == "started"
    return shift


async def told(board: Board, shift: UUID, type_: str, at: datetime) -> dict[str, Any]:
    """The therapist's word."""
    body = {"type": type_, "occurredAt": at.isoformat(), "clientEventId": type_}
    answer = await board.therapist.post(f"/v1/me/shifts/{shift}/events", json=body)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def sweep(board: Board) -> int:
    """What the worker does every minute."""
    async with board.day.database.tenant_session(board.tenant.tenant_id) as session:
        return await end_forgotten(session, board.tenant.tenant_id)


async def row_of(board: Board, shift: UUID) -> Any:
    """The shift's row."""
    [row] = await board.day.rows("SELECT * FROM shift WHERE shift_id = :s", s=shift)
    return row


async def test_the_sweep_writes_down_what_every_reading_says(board: Board) -> None:
    """Ended at its planned end by nobody's event, once; the therapist's later word wins."""
    late, recent = await started_shift(board, 13), await started_shift(board, 11)
    assert await sweep(board) == 1
    assert await sweep(board) == 0
    row = await row_of(board, late)
    assert (row.status, row.ended_at) == ("ended", row.ends_at)
    assert (await row_of(board, recent)).status == "started"
    events = "SELECT type, by_user FROM shift_event WHERE shift_id = :s ORDER BY occurred_at"
    first, last = await board.day.rows(events, s=late)
    assert (first.type, last.type, last.by_user) == ("shift-start", "shift-end", None)
    assert first.by_user is not None
    really = row.ends_at - timedelta(minutes=20)
    assert (await told(board, late, "shift-end", really))["status"] == "ended"
    assert (await row_of(board, late)).ended_at == really


async def test_what_ran_late_does_not_keep_a_shift_from_ending(board: Board) -> None:
    """A stop that was planned past the shift's end stays; the shift has ended all the same."""
    shift = await started_shift(board, 13)
    row = await row_of(board, shift)
    visit = await board.day.visit(board.date, (9, 16))
    await board.day.run(
        """
        UPDATE visit SET plan_date = plan_date - 2, opens_at = :opens, closes_at = :closes
        WHERE visit_id = :v
        """,
        v=visit,
        opens=row.starts_at,
        closes=row.ends_at + timedelta(hours=2),
    )
    await board.day.run(
        """
        INSERT INTO stop (tenant_id, visit_id, shift_id, therapist_id, plan_date, leave_at,
            planned_arrival, planned_start, planned_departure, predicted_arrival, predicted_start,
            predicted_departure)
        SELECT tenant_id, :v, shift_id, therapist_id, plan_date, ends_at, ends_at, ends_at,
            ends_at + interval '45 minutes', ends_at, ends_at, ends_at + interval '45 minutes'
        FROM shift WHERE shift_id = :s
        """,
        v=visit,
        s=shift,
    )
    assert await sweep(board) == 1
    assert (await row_of(board, shift)).status == "ended"
    assert len(await board.day.rows("SELECT 1 FROM stop WHERE visit_id = :v", v=visit)) == 1
