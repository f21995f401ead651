"""What a patient once said is not undone by milder answers: SQL as the application role."""

from datetime import UTC, datetime, timedelta

import pytest

from shared.db.ids import new_id
from tests.integration.db.sql import insert, refused
from tests.integration.db.test_screening_gate import decide
from tests.integration.db.world import World


@pytest.mark.parametrize("outcome", ["needs-clinician", "not-suitable", "emergency"])
async def test_milder_answers_later(world: World, outcome: str) -> None:
    """A second, harmless screening of the same request does not undo the first."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            request = await world.request(c)
            await world.screening(c, request, outcome)
            await world.visit(c, request, await world.screening(c, request))


@pytest.mark.parametrize("outcome", ["needs-clinician", "not-suitable", "emergency"])
async def test_a_new_request_does_not_undo_it(world: World, outcome: str) -> None:
    """What the patient said in one request holds another of theirs back."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            await world.screening(c, await world.request(c), outcome, reasons=["x"])
            await world.booked(c)


async def test_another_request_is_lifted_by_a_clinician(world: World) -> None:
    """Whoever decided for one of the patient's requests, having seen the reason, lifts it."""
    async with world.acting() as c:
        earlier = await world.request(c)
        said = await world.screening(c, earlier, "needs-clinician", reasons=["blood-thinners"])
        await decide(world, c, earlier, said, reasons=["blood-thinners"])
        await world.booked(c)


async def test_a_clinician_who_did_not_see_it_lifts_nothing(world: World) -> None:
    """A decision about something else leaves the other request's reason standing."""
    with refused("visit_screening_clears"):
        async with world.acting() as c:
            first, second = await world.request(c), await world.request(c)
            await world.screening(c, first, "needs-clinician", reasons=["blood-thinners"])
            seen = await world.screening(c, second, "needs-clinician", reasons=["understands"])
            await decide(world, c, second, seen, reasons=["understands"])
            await world.booked(c)


async def test_an_old_worry_of_another_request_lapses(world: World) -> None:
    """When those answers are too old to count, they no longer hold anything back."""
    async with world.acting() as c:
        earlier = await world.request(c)
        await world.screening(
            c, earlier, "needs-clinician", valid_until=datetime.now(UTC) - timedelta(minutes=1)
        )
        await world.booked(c)


async def test_another_patients_worry_is_theirs(world: World) -> None:
    """Another patient's answers hold nobody else back."""
    async with world.acting() as c:
        stranger = new_id()
        await insert(c, "patient", tenant_id=world.tenant, patient_id=stranger)
        theirs = await world.request(c)
        await c.execute(
            "UPDATE request SET patient_id = $2 WHERE request_id = $1", theirs, stranger
        )
        await world.screening(c, theirs, "needs-clinician", reasons=["x"])
        await world.booked(c)
