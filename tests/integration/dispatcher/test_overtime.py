"""The tenant's overtime: planner, verifier and database agree on how long a shift may run."""

import json

import pytest
from sqlalchemy.exc import DBAPIError

from shared.db.errors import constraint
from shared.db.live.change import lock_shifts
from shared.db.live.edit import place_visit
from shared.db.live.schedule import RouteBroken
from tests.integration.dispatcher.day import MARINA, Day, at, tomorrow


async def test_a_shift_may_be_planned_as_long_as_the_policy_says(day: Day) -> None:
    """The same visit past the shift's end is refused without overtime and planned with it."""
    date = tomorrow()
    _, shift = await day.therapist(date, (8, 12))
    visit = await day.visit(date, (11.5, 11.6), MARINA)
    for minutes in (0, 60):
        await day.run(
            "UPDATE tenant SET policies = policies || cast(:chosen AS jsonb)",
            chosen=json.dumps({"overtimeMinutes": minutes}),
        )
        async with day.database.tenant_session(day.tenant) as session:
            await lock_shifts(session, day.tenant, [shift])
            horizon = await day.horizon(session, date)
            if minutes == 0:
                with pytest.raises(RouteBroken) as broken:
                    await place_visit(session, horizon, visit, shift, 0)
                assert {one.rule for one in broken.value.violations} == {"shift_end"}
            else:
                await place_visit(session, horizon, visit, shift, 0)
    (stop,) = await day.rows("SELECT planned_departure FROM stop")
    assert stop.planned_departure == at(date, 12.25)
    with pytest.raises(DBAPIError) as refused:
        await day.run(
            "UPDATE stop SET planned_departure = :late WHERE visit_id = :v",
            late=at(date, 13.1),
            v=visit,
        )
    assert constraint(refused.value) == "stop_in_shift"
