"""The clinical gate against plain SQL as the application role."""

from uuid import UUID

import asyncpg
import pytest

from shared.db.ids import new_id
from tests.integration.db.sql import at, insert, refused
from tests.integration.db.world import World


async def decide(
    world: World, c: asyncpg.Connection, request: UUID, screening: UUID, **more: object
) -> UUID:
    """A clearance, by default decided by the clinician as clear."""
    clearance = new_id()
    values = {
        "service": "dry-needling",
        "status": "decided",
        "decision": "clear",
        "decided_by": world.clinician,
        "decided_at": at(-60),
    } | more
    await insert(
        c,
        "clearance",
        tenant_id=world.tenant,
        clearance_id=clearance,
        request_id=request,
        screening_id=screening,
        **values,
    )
    return clearance


async def test_cleared_screening_books(world: World) -> None:
    """A screening that clears the service for the window lets the visit in."""
    async with world.acting() as c:
        await world.booked(c)


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        ({"chest-pain": True}, "cleared"),
        ({"chest-pain": True}, "not-suitable"),
        ({"chest-pain": None}, "cleared"),
        ({"under-lymph": True}, "needs-clinician"),
        ({"under-lymph": None}, "cleared"),
        ({"blood-thinners": True}, "cleared"),
        ({"understands": False}, "cleared"),
        ({"understands": None}, "cleared"),
        ({"pregnant": True}, "cleared"),
    ],
)
async def test_fake_outcome(world: World, answer: dict[str, bool | None], outcome: str) -> None:
    """An outcome milder than the answers is refused, unknown answers included."""
    with refused("screening_not_milder_than_answers"):
        async with world.acting() as c:
            await world.screening(c, await world.request(c), outcome, answers=answer)


async def test_question_for_others(world: World) -> None:
    """A question that is not for men holds no man back."""
    async with world.acting() as c:
        await c.execute("UPDATE patient SET gender = 'male'")
        request = await world.request(c)
        screening = await world.screening(c, request, answers={"pregnant": True})
        await world.visit(c, request, screening)


@pytest.mark.parametrize("outcome", ["needs-clinician", "not-suitable", "emergency"])
async def test_held_back(world: World, outcome: str) -> None:
    """Whatever is not cleared is not booked without a clinician."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            await world.visit(c, request, await world.screening(c, request, outcome))


async def test_clinician_clears(world: World) -> None:
    """A clinician's decision opens the gate, for that service, until it expires."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(
            c, request, "needs-clinician", answers={"blood-thinners": True}
        )
        await decide(world, c, request, screening, expires_at=at(100))
        await world.visit(c, request, screening, opens_at=at(99), closes_at=at(120))
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            await world.visit(c, request, screening, opens_at=at(100), closes_at=at(120))


async def test_clinician_clears_before_the_age(world: World) -> None:
    """What would not be asked from some birthday on may be cleared by a clinician before it."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(
            c, request, "needs-clinician", answers={"pregnant": True}, cleared_from=at(99999)
        )
        await decide(world, c, request, screening)
        await world.visit(c, request, screening)


@pytest.mark.parametrize(
    "decision",
    [
        {"decision": "refuse"},
        {"service": "physiotherapy"},
        {"decision": "convert", "converted_service": "physiotherapy"},
        {"status": "open", "decision": None, "decided_by": None, "decided_at": None},
    ],
)
async def test_other_decisions(world: World, decision: dict[str, object]) -> None:
    """A refusal, another service, a conversion away or an open question clear nothing."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            screening = await world.screening(c, request, "needs-clinician")
            await decide(world, c, request, screening, **decision)
            await world.visit(c, request, screening)


async def test_refusal_ends_clearance(world: World) -> None:
    """The newest decision counts."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            screening = await world.screening(c, request, "needs-clinician")
            await decide(world, c, request, screening)
            await decide(world, c, request, screening, decision="refuse", decided_at=at(-30))
            await world.visit(c, request, screening)


async def test_clearance_of_what_was_seen(world: World) -> None:
    """A concern that turned up after the decision waits for another one."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            seen = await world.screening(c, request, "needs-clinician", reasons=["blood-thinners"])
            await decide(world, c, request, seen, reasons=["blood-thinners"])
            later = await world.screening(
                c, request, "needs-clinician", reasons=["blood-thinners", "pregnant"]
            )
            await world.visit(c, request, later)


async def test_non_clinician_decides(world: World) -> None:
    """An agent's decision is refused, and so is that of a clinician who left."""
    for user, undo in (
        (world.agent, ""),
        (world.clinician, "UPDATE membership SET active = false"),
    ):
        with refused("clearance_decided_by_clinician"):
            async with world.acting() as c:
                if undo:
                    await c.execute(undo)
                request = await world.request(c)
                screening = await world.screening(c, request, "needs-clinician")
                await decide(world, c, request, screening, decided_by=user)


async def test_decision_is_final(world: World) -> None:
    """A refusal cannot be rewritten into a clearance."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(c, request, "needs-clinician")
        clearance = await decide(world, c, request, screening, decision="refuse")
    with refused("clearance_decision_final"):
        async with world.acting() as c:
            await c.execute(
                "UPDATE clearance SET decision = 'clear' WHERE clearance_id = $1", clearance
            )


async def test_block_is_never_cleared(world: World) -> None:
    """What blocks needling blocks it whatever a clinician says; so does an emergency."""
    for outcome, answer in (("not-suitable", "under-lymph"), ("emergency", "chest-pain")):
        with refused("visit_screening_clears"):
            async with world.acting() as c:
                request = await world.request(c)
                screening = await world.screening(c, request, outcome, answers={answer: True})
                await decide(world, c, request, screening)
                await world.visit(c, request, screening)


async def test_age_counts_at_the_start(world: World) -> None:
    """The birthday opens the window: before it refused, from it on cleared."""
    async with world.acting() as c:
        request = await world.request(c)
        screening = await world.screening(c, request, "not-suitable", cleared_from=at(60))
        await world.visit(c, request, screening, opens_at=at(60), closes_at=at(90))
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            await world.visit(c, request, screening, opens_at=at(59), closes_at=at(90))


async def test_old_or_unfinished(world: World) -> None:
    """A screening that is too old for the window, or has open questions, clears nothing."""
    for more in ({"valid_until": at(-1)}, {"unanswered": ["blood-thinners"]}):
        with refused("visit_screening_clears"):
            async with world.acting() as c:
                request = await world.request(c)
                await world.visit(c, request, await world.screening(c, request, **more))


async def test_other_requests_screening(world: World) -> None:
    """Another request's screening, or one of another service, clears nothing."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            screening = await world.screening(c, await world.request(c))
            await world.visit(c, await world.request(c), screening)
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            screening = await world.screening(c, request, service="physiotherapy")
            await world.visit(c, request, screening)


async def test_other_tenants_screening(world: World, app: asyncpg.Pool) -> None:
    """Another tenant's screening is not there."""
    other = await World(app).build()
    async with other.acting() as c:
        theirs = await other.screening(c, await other.request(c))
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            await world.visit(c, await world.request(c), theirs)


async def test_service_is_not_renamed(world: World) -> None:
    """A cleared visit of one service does not become needling by an update."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            await world.screening(c, request, "needs-clinician")
            screening = await world.screening(c, request, service="physiotherapy")
            visit = await world.visit(c, request, screening, "physiotherapy")
            await c.execute(
                "UPDATE visit SET service = 'dry-needling', required_certificates = $2 "
                "WHERE visit_id = $1",
                visit,
                ["licence", "dry-needling"],
            )


async def test_emergency_stops_dispatch(world: World) -> None:
    """An emergency found after booking closes the way to dispatch."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            visit = await world.visit(c, request, await world.screening(c, request))
            await world.consent(c, visit)
            await world.screening(c, request, "emergency")
            await c.execute("UPDATE visit SET status = 'dispatched' WHERE visit_id = $1", visit)


async def test_older_snapshot(world: World) -> None:
    """Under repeatable read the gate could overlook a screening, so it refuses to judge."""
    with pytest.raises(asyncpg.FeatureNotSupportedError):
        async with world.acting("repeatable_read") as c:
            await world.booked(c)
