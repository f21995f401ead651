"""What a visit's status may become by SQL; and what was recorded stays."""

from uuid import UUID

import asyncpg
import pytest

from shared.db.ids import new_id
from tests.integration.db.sql import at, insert, refused
from tests.integration.db.test_screening_gate import decide
from tests.integration.db.world import World
from tests.support.databases import DatabaseUrls

SET = "UPDATE visit SET status = $2 WHERE visit_id = $1"


async def door_check(
    world: World, c: asyncpg.Connection, visit: UUID, outcome: str = "cleared"
) -> UUID:
    """What the therapist asked at the door."""
    request = await c.fetchval("SELECT request_id FROM visit WHERE visit_id = $1", visit)
    return await world.screening(c, request, outcome, phase="door", visit_id=visit)


@pytest.mark.parametrize("status", ["dispatched", "accepted", "en-route", "arrived", "in-progress"])
async def test_dispatch_without_consent(world: World, status: str) -> None:
    """Nobody is sent, in whatever words, before somebody consented."""
    with refused("visit_dispatch_needs_consent"):
        async with world.acting() as c:
            await c.execute(SET, await world.booked(c), status)


async def test_child_needs_parent(world: World) -> None:
    """A child's own word does not send anybody; the mother's does."""
    async with world.acting() as c:
        visit = await world.booked(
            c, required_certificates=["licence", "dry-needling", "paediatric"]
        )
        await world.consent(c, visit)
    with refused("visit_dispatch_needs_consent"):
        async with world.acting() as c:
            await c.execute(SET, visit, "dispatched")
    async with world.acting() as c:
        await world.consent(c, visit, relation="mother")
        await c.execute(SET, visit, "dispatched")


@pytest.mark.parametrize(
    ("outcome", "consents", "starts"),
    [
        ("cleared", ["written"], True),
        ("cleared", [], False),
        ("needs-clinician", ["written"], False),
        ("emergency", ["written"], False),
        (None, ["written"], False),
    ],
)
async def test_needling_needs_papers(
    world: World, outcome: str | None, consents: list[str], *, starts: bool
) -> None:
    """Door check and written consent together open the start, and neither alone."""
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.consent(c, visit)
        await c.execute(SET, visit, "arrived")
        if outcome:
            await door_check(world, c, visit, outcome)
        for kind in consents:
            await world.consent(c, visit, kind)
    if starts:
        async with world.acting() as c:
            await c.execute(SET, visit, "in-progress")
        return
    for status in ("in-progress", "done"):
        with refused("visit_start_needs_papers"):
            async with world.acting() as c:
                await c.execute(SET, visit, status)


@pytest.mark.parametrize("found", ["needs-clinician", "not-suitable"])
@pytest.mark.parametrize("phase", ["door", "phone"])
async def test_harmless_answers_afterwards(world: World, found: str, phase: str) -> None:
    """What was said at the door before, or on the phone since the booking, still stands until a
    clinician has decided.
    """
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.consent(c, visit)
        await world.consent(c, visit, "written")
        await c.execute(SET, visit, "arrived")
        if phase == "door":
            worse = await door_check(world, c, visit, found)
        else:
            request = await c.fetchval("SELECT request_id FROM visit WHERE visit_id = $1", visit)
            worse = await world.screening(c, request, found)
    async with world.acting() as c:
        await door_check(world, c, visit)
    for status in ("in-progress", "done"):
        with refused("visit_start_needs_papers"):
            async with world.acting() as c:
                await c.execute(SET, visit, status)
    async with world.acting() as c:
        request = await c.fetchval("SELECT request_id FROM visit WHERE visit_id = $1", visit)
        await decide(world, c, request, worse)
        await c.execute(SET, visit, "in-progress")


@pytest.mark.parametrize(
    ("consents", "starts"),
    [(["written"], False), (["guardian"], False), (["guardian", "child"], True)],
)
async def test_needling_a_child(world: World, consents: list[str], *, starts: bool) -> None:
    """Below 18 the guardian and the child both sign."""
    async with world.acting() as c:
        visit = await world.booked(
            c, required_certificates=["licence", "dry-needling", "paediatric"]
        )
        await world.consent(c, visit, relation="father")
        await door_check(world, c, visit)
        for kind in consents:
            await world.consent(c, visit, kind)
    if starts:
        async with world.acting() as c:
            await c.execute(SET, visit, "in-progress")
        return
    with refused("visit_start_needs_papers"):
        async with world.acting() as c:
            await c.execute(SET, visit, "in-progress")


async def test_moves_forward(world: World) -> None:
    """Before treatment a visit moves forward, and back to booked, without more ado."""
    async with world.acting() as c:
        visit = await world.booked(c)
        await world.consent(c, visit)
        for status in ("dispatched", "accepted", "booked", "en-route", "arrived", "no-show"):
            await c.execute(SET, visit, status)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [("cancelled", "booked"), ("no-show", "arrived"), ("arrived", "dispatched"), ("unfit", "done")],
)
async def test_back_only_by_events(world: World, was: str, becomes: str) -> None:
    """Out of the end, or back, only in the transaction that stores an event."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(c, request, service="physiotherapy")
        visit = await world.visit(c, request, screening, "physiotherapy")
        await world.consent(c, visit)
        await c.execute(SET, visit, was)
        await world.event(c, visit, "arrive")
    with refused("visit_transition_known"):
        async with world.acting() as c:
            await c.execute(SET, visit, becomes)
    async with world.acting() as c:
        await world.event(c, visit, "correct")
        await c.execute(SET, visit, becomes)


async def test_born_booked(world: World) -> None:
    """A visit cannot be written as already under way."""
    with refused("visit_transition_known"):
        async with world.acting() as c:
            await world.booked(c, status="in-progress")


@pytest.mark.parametrize(
    "attack",
    [
        "UPDATE screening SET outcome = 'cleared'",
        "UPDATE screening_service SET outcome = 'cleared'",
        "DELETE FROM screening_service",
        "DELETE FROM screening",
        "UPDATE consent SET kind = 'written'",
        "DELETE FROM consent",
        "UPDATE promise SET closes_at = closes_at + interval '1 hour'",
        "DELETE FROM promise",
        "UPDATE visit_event SET occurred_at = now()",
        "DELETE FROM visit_event",
        "UPDATE shift_event SET type = 'shift-end'",
        "DELETE FROM shift_event",
        "UPDATE questionnaire SET content = '{\"questions\": []}'",
        "DELETE FROM questionnaire",
        "UPDATE audit SET act = 'nothing'",
        "DELETE FROM audit",
        "TRUNCATE screening CASCADE",
    ],
)
async def test_append_only(world: World, attack: str) -> None:
    """The application may not rewrite what was recorded; the owner is stopped by triggers too."""
    async with world.acting() as c:
        await one_of_each(world, c)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with world.acting() as c:
            await c.execute(attack)


async def test_append_only_above_grants(world: World, db_urls: DatabaseUrls) -> None:
    """Even a superuser's update is refused by the triggers."""
    async with world.acting() as c:
        await one_of_each(world, c)
    superuser = await asyncpg.connect(db_urls.superuser_url)
    try:
        for table in ("screening", "consent", "promise", "visit_event", "audit", "shift_event"):
            for attack in (f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):
                with refused("append_only"):
                    await superuser.execute(attack)
        with refused("append_only"):
            await superuser.execute("UPDATE visit_event SET occurred_at = now()")
        await superuser.execute("UPDATE visit_event SET applied = false")
    finally:
        await superuser.close()


async def one_of_each(world: World, c: asyncpg.Connection) -> UUID:
    """A visit with a row in each append-only table."""
    visit = await world.booked(c)
    await world.consent(c, visit)
    await world.event(c, visit, "accept")
    shared = {"tenant_id": world.tenant}
    await insert(
        c,
        "promise",
        **shared,
        promise_id=new_id(),
        visit_id=visit,
        seq=1,
        status="agreed",
        opens_at=at(0),
        closes_at=at(60),
    )
    await insert(
        c,
        "shift_event",
        **shared,
        event_id=new_id(),
        shift_id=world.shift,
        type="shift-start",
        occurred_at=at(0),
        client_event_id="1",
    )
    await insert(c, "audit", **shared, audit_id=new_id(), act="read", noun="patient")
    return visit
