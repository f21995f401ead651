"""A stop needs certificates, fits shift and window, and its time is reserved while it exists."""

import asyncpg
import pytest

from shared.db.ids import new_id
from tests.integration.db.sql import DAY, at, insert, refused
from tests.integration.db.world import World

UNCOVER = [
    "UPDATE certificate SET revoked_at = now() WHERE certificate_id = $1",
    "UPDATE certificate SET verified_at = NULL, verified_by = NULL WHERE certificate_id = $1",
    "UPDATE certificate SET valid_to = '2031-03-04 09:29:59+00' WHERE certificate_id = $1",
    "UPDATE certificate SET valid_from = '2031-03-04 09:00:01+00' WHERE certificate_id = $1",
    "UPDATE certificate SET suspended_from = '2031-03-04 09:29:59+00' WHERE certificate_id = $1",
    (
        "UPDATE certificate SET suspended_from = '2031-03-04 08:00+00',"
        " suspended_to = '2031-03-04 09:00:01+00' WHERE certificate_id = $1"
    ),
    "UPDATE certificate SET kind = 'chiropractic' WHERE certificate_id = $1",
    "DELETE FROM certificate WHERE certificate_id = $1",
]


@pytest.mark.parametrize("uncover", UNCOVER)
async def test_uncovered_stop(world: World, uncover: str) -> None:
    """No stop without each certificate covering the whole visit (09:00 to 09:30)."""
    with refused("stop_certificates_cover"):
        async with world.acting() as c:
            await c.execute(uncover, world.licence)
            await world.stop(c, await world.booked(c), 60)


@pytest.mark.parametrize("uncover", UNCOVER)
async def test_certificate_with_stop(world: World, uncover: str) -> None:
    """A certificate that a planned visit needs stays, unless the stop goes with it."""
    async with world.acting() as c:
        await world.stop(c, await world.booked(c), 60)
    with refused("certificate_still_needed"):
        async with world.acting() as c:
            await c.execute(uncover, world.licence)
    async with world.acting() as c:
        await c.execute(uncover, world.licence)
        await c.execute("DELETE FROM stop")


async def test_second_certificate_covers(world: World) -> None:
    """A renewal beside the revoked one keeps the visit."""
    async with world.acting() as c:
        await world.stop(c, await world.booked(c), 60)
        await world.certify(c, world.therapist, "licence", new_id())
    async with world.acting() as c:
        await c.execute(UNCOVER[0], world.licence)


async def test_needs_grow(world: World) -> None:
    """A certificate that becomes necessary after the stop was placed is asked for too."""
    with refused("stop_certificates_cover"):
        async with world.acting() as c:
            visit = await world.booked(c)
            await world.stop(c, visit, 60)
            await c.execute(
                "UPDATE visit SET required_certificates = required_certificates || $2::text "
                "WHERE visit_id = $1",
                visit,
                "region-neck",
            )


@pytest.mark.parametrize("certificates", [[], ["licence"], ["dry-needling"]])
async def test_needs_are_complete(world: World, certificates: list[str]) -> None:
    """A needling visit cannot be written as needing less than licence and needling."""
    with refused("visit_certificates_complete"):
        async with world.acting() as c:
            await world.booked(c, required_certificates=certificates)


async def test_needling_over_the_lungs(world: World) -> None:
    """A needled thorax needs its own certificate."""
    with refused("visit_certificates_complete"):
        async with world.acting() as c:
            await world.booked(c, body_regions=["thorax"])


async def test_treatment_goes_on(world: World) -> None:
    """Revoking does not touch a visit that is over; its stop may be written as it was."""
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.stop(c, visit, 60)
    async with world.acting() as c:
        await c.execute("UPDATE visit SET status = 'no-show' WHERE visit_id = $1", visit)
    async with world.acting() as c:
        await c.execute(UNCOVER[0], world.licence)
        await c.execute("UPDATE stop SET planned_start = planned_start, late_s = 60")


async def test_outside_shift(world: World) -> None:
    """Leaving before the shift starts, or departing after it ends, is refused."""
    for start in (9, 691):
        with refused("stop_in_shift"):
            async with world.acting() as c:
                await world.stop(c, await world.booked(c), start)


async def test_late_shift_runs_over(world: World) -> None:
    """A shift that has begun may run four hours over, not more."""
    async with world.acting() as c:
        await c.execute("UPDATE shift SET status = 'started'")
        visit = await world.booked(c, closes_at=at(2000))
        await world.stop(c, visit, 930)
    with refused("stop_in_shift"):
        async with world.acting() as c:
            await world.stop(c, await world.booked(c, closes_at=at(2000)), 931)


async def test_shift_with_stops(world: World) -> None:
    """A shift with planned stops is neither cancelled nor shortened below them."""
    async with world.acting() as c:
        await world.stop(c, await world.booked(c), 600)
    for change in ("status = 'cancelled'", "ends_at = '2031-03-04 18:29+00'"):
        with refused("shift_still_needed"):
            async with world.acting() as c:
                await c.execute(f"UPDATE shift SET {change}")


async def test_promised_window(world: World) -> None:
    """A stop starts inside the promised window, unless facts already made it late."""
    with refused("stop_keeps_window"):
        async with world.acting() as c:
            await world.stop(c, await world.booked(c, closes_at=at(59)), 60)
    async with world.acting() as c:
        visit = await world.booked(c, closes_at=at(59))
        await c.execute("UPDATE visit SET delay_s = 60 WHERE visit_id = $1", visit)
        await world.stop(c, visit, 60)


async def test_window_moves_with_stop(world: World) -> None:
    """A new window takes its stop along in the same transaction, or is refused."""
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.stop(c, visit, 60)
    move = "UPDATE visit SET opens_at = '2031-03-04 12:00+00' WHERE visit_id = $1"
    with refused("visit_window_keeps_stop"):
        async with world.acting() as c:
            await c.execute(move, visit)
    async with world.acting() as c:
        await c.execute(move, visit)
        await c.execute("DELETE FROM stop WHERE visit_id = $1", visit)
        await world.stop(c, visit, 300)


async def test_terminal_visit(world: World) -> None:
    """A cancelled visit gets no stop."""
    with refused("stop_in_shift"):
        async with world.acting() as c:
            visit = await world.booked(c)
            await c.execute("UPDATE visit SET status = 'cancelled' WHERE visit_id = $1", visit)
            await world.stop(c, visit, 60)


async def test_reservation_follows(world: World) -> None:
    """The reservation is written, moved and removed with its stop."""
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.stop(c, visit, 60)
        await c.execute(
            "UPDATE stop SET planned_start = $1, planned_departure = $2", at(65), at(95)
        )
        row = await c.fetchrow("SELECT * FROM reservation")
        assert row is not None
        assert (row["leave_at"], row["starts_at"], row["ends_at"]) == (at(50), at(65), at(95))
        assert (row["patient_id"], row["occasion_id"]) == (world.patient, visit)
        await c.execute("DELETE FROM stop")
        assert await c.fetchval("SELECT count(*) FROM reservation") == 0


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE reservation SET active = false",
        "UPDATE reservation SET leave_at = leave_at + interval '1 minute'",
        "UPDATE reservation SET kind = 'block'",
        "UPDATE reservation SET patient_id = NULL, occasion_id = NULL",
        "DELETE FROM reservation",
    ],
)
async def test_reservation_alone(world: World, attack: str) -> None:
    """A stop's reservation cannot be switched off, shortened, disguised or removed by itself."""
    async with world.acting() as c:
        await world.stop(c, await world.booked(c), 60)
    with refused("reservation_follows_stop"):
        async with world.acting() as c:
            await c.execute(attack)


async def held_and_absent(world: World, c: asyncpg.Connection) -> None:
    """The therapist's time is held from 60 to 150 minutes and absent from 200 to 290."""
    hold, absence = new_id(), new_id()
    await insert(
        c,
        "hold",
        tenant_id=world.tenant,
        hold_id=hold,
        request_id=await world.request(c),
        kind="hold",
        shift_id=world.shift,
        therapist_id=world.therapist,
        plan_date=DAY,
        place_id=world.place,
        service="assessment",
        service_s=1800,
        opens_at=at(60),
        closes_at=at(90),
        planned_start=at(60),
        expires_at=at(5),
    )
    await insert(
        c,
        "absence",
        tenant_id=world.tenant,
        absence_id=absence,
        therapist_id=world.therapist,
        starts_at=at(200),
        ends_at=at(290),
        reason="illness",
    )
    await reserve(world, c, "hold", 60, hold_id=hold)
    await reserve(world, c, "absence", 200, absence_id=absence)


async def reserve(
    world: World, c: asyncpg.Connection, kind: str, start: float, **noun: object
) -> None:
    """Ninety minutes of the therapist."""
    await insert(
        c,
        "reservation",
        tenant_id=world.tenant,
        reservation_id=new_id(),
        therapist_id=world.therapist,
        kind=kind,
        leave_at=at(start),
        starts_at=at(start),
        ends_at=at(start + 90),
        **noun,
    )


async def test_hold_frees_time(world: World) -> None:
    """A hold that is released or expires frees its time; an absence that is undone too."""
    async with world.acting() as c:
        await held_and_absent(world, c)
    for start in (60, 220):
        with pytest.raises(asyncpg.ExclusionViolationError):
            async with world.acting() as c:
                await world.stop(c, await world.booked(c), start)
    async with world.acting() as c:
        await c.execute("UPDATE hold SET status = 'expired'")
        await c.execute("UPDATE absence SET active = false")
        for start in (60, 220):
            await world.stop(c, await world.booked(c), start)


async def test_patient_in_two_places(world: World) -> None:
    """One patient is not treated at two visits at once, travel not counted."""
    async with world.acting() as c:
        therapist, shift = await world.new_therapist(c)
        await world.stop(c, await world.booked(c), 60)
        await world.stop(c, await world.booked(c), 90, therapist=therapist, shift=shift)
    with pytest.raises(asyncpg.ExclusionViolationError):
        async with world.acting() as c:
            await c.execute(
                "UPDATE stop SET planned_start = planned_start - interval '1 second',"
                " planned_arrival = planned_arrival - interval '1 second'"
                " WHERE therapist_id = $1",
                therapist,
            )


async def test_plan_swaps_stops(world: World) -> None:
    """While a plan is applied the exclusions wait for the end, so that two stops can swap."""
    async with world.acting() as c:
        first, second = await world.booked(c), await world.booked(c)
        await world.stop(c, first, 60)
        await world.stop(c, second, 120)
    async with world.acting() as c:
        await c.execute(
            "SET CONSTRAINTS reservation_therapist_free, reservation_patient_free DEFERRED"
        )
        for visit, minutes in ((first, 60), (second, -60)):
            await c.execute(
                "UPDATE stop SET leave_at = leave_at + $2, planned_arrival = planned_arrival + $2,"
                " planned_start = planned_start + $2, planned_departure = planned_departure + $2"
                " WHERE visit_id = $1",
                visit,
                at(minutes) - at(0),
            )
