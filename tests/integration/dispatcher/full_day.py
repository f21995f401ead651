"""A whole clinic's day: hundreds of visits in narrow windows, tens of therapists."""

import random
from datetime import date
from uuid import UUID

from tests.integration.dispatcher.day import Day

# Dubai without its desert: south-west and north-east corner.
_SOUTH, _WEST, _NORTH, _EAST = 25.04, 55.12, 25.29, 55.42
_SHIFTS = ((7.0, 15.0), (8.0, 18.0), (9.0, 17.0), (12.0, 21.0))


async def fill_day(day: Day, when: date, therapists: int, visits: int, seed: int = 1) -> list[UUID]:
    """The therapists. Every visit is promised within two hours; the horizon is told once."""
    dice = random.Random(seed)

    def anywhere() -> tuple[float, float]:
        return dice.uniform(_SOUTH, _NORTH), dice.uniform(_WEST, _EAST)

    people = [
        (await day.therapist(when, _SHIFTS[n % len(_SHIFTS)], home=anywhere()))[0]
        for n in range(therapists)
    ]
    async with day.database.tenant_session(day.tenant) as session:
        for _ in range(visits):
            opens = dice.randint(16, 36) / 2
            await day.visit_in(session, when, (opens, opens + 2), anywhere(), consent=True)
        await day.changed(session, when)
    return people
