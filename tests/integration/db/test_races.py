"""Many at once: nobody is booked twice, and no stop is ever uncovered."""

import asyncio
import random
from collections import Counter
from collections.abc import Awaitable, Callable
from uuid import UUID

import asyncpg

from shared.db.ids import new_id
from tests.integration.db.sql import at, insert
from tests.integration.db.world import World

THERAPISTS = 5
VISITS = 60
ACTS = 1000

_OVERLAPS = """
    SELECT count(*) FROM reservation a JOIN reservation b
        ON a.tenant_id = b.tenant_id AND a.reservation_id < b.reservation_id
    WHERE a.active AND b.active AND a.therapist_id = b.therapist_id
      AND a.leave_at < b.ends_at AND b.leave_at < a.ends_at
"""
_PATIENT_OVERLAPS = """
    SELECT count(*) FROM reservation a JOIN reservation b
        ON a.tenant_id = b.tenant_id AND a.reservation_id < b.reservation_id
    WHERE a.active AND b.active AND a.patient_id = b.patient_id
      AND a.occasion_id <> b.occasion_id
      AND a.starts_at < b.ends_at AND b.starts_at < a.ends_at
"""
_OUT_OF_STEP = """
    SELECT count(*) FROM stop s
    FULL JOIN (SELECT * FROM reservation WHERE kind = 'stop') r
        ON r.tenant_id = s.tenant_id AND r.visit_id = s.visit_id
    WHERE s.visit_id IS NULL OR r.visit_id IS NULL OR NOT r.active
       OR (r.therapist_id, r.leave_at, r.ends_at)
          IS DISTINCT FROM (s.therapist_id, s.leave_at, s.planned_departure)
"""
_UNCOVERED = """
    SELECT count(*) FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id,
         unnest(v.required_certificates) AS needed
    WHERE NOT EXISTS (
        SELECT FROM certificate c
        WHERE c.tenant_id = s.tenant_id AND c.therapist_id = s.therapist_id AND c.kind = needed
          AND c.revoked_at IS NULL AND c.verified_at IS NOT NULL
          AND c.valid_from <= s.planned_start
          AND (c.valid_to IS NULL OR s.planned_departure <= c.valid_to))
"""


async def new_patient(world: World, c: asyncpg.Connection) -> UUID:
    """Somebody else."""
    patient = new_id()
    await insert(c, "patient", tenant_id=world.tenant, patient_id=patient)
    return patient


async def booked_for(world: World, c: asyncpg.Connection, patient: UUID) -> UUID:
    """A visit of this patient."""
    return await world.booked(c, patient_id=patient)


async def one_act(
    world: World, visit: UUID, team: list[tuple[UUID, UUID]], chance: random.Random
) -> str:
    """Assign, move or cancel one visit; what became of it."""
    therapist, shift = chance.choice(team)
    start = chance.randrange(10, 680)
    try:
        async with world.acting() as c:
            match chance.choice(("assign", "assign", "move", "cancel")):
                case "assign":
                    await world.stop(c, visit, start, therapist=therapist, shift=shift)
                case "move":
                    await c.execute(
                        "UPDATE stop SET therapist_id = $2, shift_id = $3, leave_at = $4, "
                        "planned_arrival = $5, planned_start = $5, planned_departure = $6 "
                        "WHERE visit_id = $1",
                        visit,
                        therapist,
                        shift,
                        at(start - 10),
                        at(start),
                        at(start + 30),
                    )
                case _:
                    await c.execute("DELETE FROM stop WHERE visit_id = $1", visit)
    except (asyncpg.ExclusionViolationError, asyncpg.UniqueViolationError) as error:
        return type(error).__name__
    except asyncpg.DeadlockDetectedError:
        return "deadlock"
    return "done"


async def test_thousand_random_acts(world: World) -> None:
    """After 1,000 concurrent assigns, moves and cancels nobody is in two places at once."""
    async with world.acting() as c:
        team = [await world.new_therapist(c) for _ in range(THERAPISTS)]
        patients = [await new_patient(world, c) for _ in range(VISITS // 3)]
        visits = [await booked_for(world, c, patients[n // 3]) for n in range(VISITS)]
    chance = random.Random(7)
    acts = [
        one_act(world, chance.choice(visits), team, random.Random(number)) for number in range(ACTS)
    ]
    outcomes = Counter(await asyncio.gather(*acts))
    async with world.acting() as c:
        assert await c.fetchval("SELECT count(*) FROM stop") > THERAPISTS
        assert await c.fetchval(_OVERLAPS) == 0
        assert await c.fetchval(_PATIENT_OVERLAPS) == 0
        assert await c.fetchval(_OUT_OF_STEP) == 0
    assert outcomes["deadlock"] < ACTS // 50, outcomes
    assert outcomes["done"] > ACTS // 10
    assert outcomes["ExclusionViolationError"] > ACTS // 10


async def tried(act: Callable[[], Awaitable[object]]) -> bool:
    """Whether it was committed."""
    try:
        await act()
    except (asyncpg.CheckViolationError, asyncpg.DeadlockDetectedError):
        return False
    return True


async def test_revoked_while_assigned(world: World) -> None:
    """200 races of an assignment with a revocation or an expiry: never an uncovered stop."""
    async with world.acting() as c:
        # Each visit its own patient's, so that only the certificates decide who wins.
        pairs = [
            (await booked_for(world, c, await new_patient(world, c)), new_id()) for _ in range(200)
        ]
        team = [await world.new_therapist(c, licence) for _, licence in pairs]
    chance = random.Random(3)

    async def assign(visit: UUID, therapist: UUID, shift: UUID, start: float) -> None:
        await asyncio.sleep(chance.random() / 100)
        async with world.acting() as c:
            await world.stop(c, visit, start, therapist=therapist, shift=shift)
            await asyncio.sleep(chance.random() / 200)

    async def end(licence: UUID, number: int) -> None:
        await asyncio.sleep(chance.random() / 100)
        change = "revoked_at = now()" if number % 2 else "valid_to = '2031-03-04 08:00+00'"
        async with world.acting() as c:
            await c.execute(f"UPDATE certificate SET {change} WHERE certificate_id = $1", licence)
            await asyncio.sleep(chance.random() / 200)

    async def race(number: int) -> tuple[bool, bool]:
        (visit, licence), (therapist, shift) = pairs[number], team[number]
        assigned, ended = await asyncio.gather(
            tried(lambda: assign(visit, therapist, shift, 60)),
            tried(lambda: end(licence, number)),
        )
        return assigned, ended

    results = Counter()
    for first in range(0, 200, 5):
        results.update(await asyncio.gather(*(race(n) for n in range(first, first + 5))))
    async with world.acting() as c:
        assert await c.fetchval(_UNCOVERED) == 0
    assert results[True, True] == 0
    assert min(results[True, False], results[False, True]) > 10


async def test_two_certificates_revoked_at_once(world: World) -> None:
    """Of two licences that each cover a stop, two people cannot revoke one each."""
    async with world.acting() as c:
        await world.stop(c, await world.booked(c), 60)
        second = new_id()
        await world.certify(c, world.therapist, "licence", second)
    both = asyncio.Barrier(2)

    async def revoke(licence: UUID) -> None:
        async with world.acting() as c:
            await c.execute(
                "UPDATE certificate SET revoked_at = now() WHERE certificate_id = $1", licence
            )
            await both.wait()

    won = await asyncio.gather(tried(lambda: revoke(world.licence)), tried(lambda: revoke(second)))
    assert sum(won) <= 1
    async with world.acting() as c:
        assert await c.fetchval(_UNCOVERED) == 0


async def test_emergency_while_booked(world: World) -> None:
    """A booking waits for a screening that is being stored, and then sees the emergency in it."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(c, request)

    async def book() -> None:
        async with world.acting() as c:
            await world.visit(c, request, screening)

    async with world.acting() as c:
        await world.screening(c, request, "emergency")
        booking = asyncio.create_task(tried(book))
        await asyncio.sleep(0.3)
        assert not booking.done()
    assert not await booking


async def test_booked_before_emergency(world: World) -> None:
    """An emergency waits for a booking under way; it then stops the visit before dispatch."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(c, request)

    async def alarm() -> None:
        async with world.acting() as c:
            await world.screening(c, request, "emergency")

    async with world.acting() as c:
        visit = await world.visit(c, request, screening)
        await world.consent(c, visit)
        alarming = asyncio.create_task(tried(alarm))
        await asyncio.sleep(0.3)
        assert not alarming.done()
    assert await alarming
    assert not await tried(lambda: dispatch(world, visit))


async def test_publishing_waits_for_no_request(world: World) -> None:
    """Whoever changes a request holds it before the shifts; who publishes holds the shifts, and
    would wait for the other in a circle.
    """
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.consent(c, visit)
        await world.stop(c, visit, 60)
    async with world.acting() as c:
        await c.execute(
            "SELECT FROM request r JOIN visit v USING (tenant_id, request_id) "
            "WHERE v.visit_id = $1 FOR NO KEY UPDATE OF r",
            visit,
        )
        async with world.acting() as publishing:
            await publishing.execute("SET LOCAL lock_timeout = '1s'")
            await publishing.execute(
                "SELECT FROM shift WHERE shift_id = $1 FOR UPDATE", world.shift
            )
            asked = await publishing.fetchval(
                "SELECT screening_objection(v) FROM visit v WHERE visit_id = $1", visit
            )
            assert asked is None
            await publishing.execute(
                "UPDATE visit SET status = 'dispatched' WHERE visit_id = $1", visit
            )


async def dispatch(world: World, visit: UUID) -> None:
    """Send the therapist."""
    async with world.acting() as c:
        await c.execute("UPDATE visit SET status = 'dispatched' WHERE visit_id = $1", visit)


async def test_shift_cancelled_while_assigned(world: World) -> None:
    """A stop and the cancelling of its shift do not both get through."""
    for number in range(30):
        async with world.acting() as c:
            therapist, shift = await world.new_therapist(c)
            visit = await world.booked(c)

        async def assign(
            visit: UUID = visit, who: UUID = therapist, shift: UUID = shift, number: int = number
        ) -> None:
            async with world.acting() as c:
                await world.stop(c, visit, 60 + 32 * (number % 15), therapist=who, shift=shift)

        async def cancel(shift: UUID = shift) -> None:
            async with world.acting() as c:
                await c.execute("UPDATE shift SET status = 'cancelled' WHERE shift_id = $1", shift)

        assert await asyncio.gather(tried(assign), tried(cancel)) != [True, True]
        async with world.acting() as c:
            await c.execute("DELETE FROM stop")
