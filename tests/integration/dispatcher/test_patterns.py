"""Shifts from weekly patterns, at every hour of the night."""

from datetime import date, time

import pytest

from shared.db.ids import new_id
from shared.db.shifts import materialise
from tests.integration.dispatcher.day import Day, at, insert

DAY = date(2031, 3, 5)


async def nightly(day: Day) -> None:
    """Somebody who works from ten in the evening to six in the morning."""
    therapist = new_id()
    async with day.database.tenant_session(day.tenant) as session:
        scope = {"tenant_id": day.tenant, "therapist_id": therapist}
        await insert(session, "therapist", **scope, name="Th", gender="female", home_sealed=b"x")
        await insert(
            session,
            "shift_pattern",
            **scope,
            shift_pattern_id=new_id(),
            weekdays=list(range(7)),
            starts=time(22),
            duration_minutes=480,
            valid_from=date(2031, 1, 1),
        )


@pytest.mark.parametrize(("hour", "made"), [(23, {DAY}), (25, {DAY}), (29, {DAY}), (30, set())])
async def test_the_night_shift_that_runs_is_made(day: Day, hour: float, made: set[date]) -> None:
    """Before midnight, after it and after four alike, once; no more when it is over."""
    await nightly(day)
    async with day.database.tenant_session(day.tenant) as session:
        assert await materialise(session, DAY, now=at(DAY, hour)) == made
        assert await materialise(session, DAY, now=at(DAY, hour)) == set()
