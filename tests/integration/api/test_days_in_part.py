"""A day read for one shift alone says of that shift what the whole day says."""

from datetime import date
from uuid import UUID

from shared.db.live.horizon import Horizon
from shared.db.live.load import load_horizon
from shared.domain.roles import Role
from tests.integration.api.booking import add_request, add_therapist, hold, offers, rows
from tests.integration.api.conftest import MakeTenant, TestTenant

CALLERS = ("0501111111", "0502222222", "0503333333")


async def test_one_shift_read_alone_is_as_in_the_whole_day(make_tenant: MakeTenant) -> None:
    """Routes, stops and what they serve agree; other shifts are there, without their stops."""
    tenant = await make_tenant("in-part")
    await add_therapist(tenant, "Sara", hours=3)
    await add_therapist(tenant, "Lena", hours=3)
    agent = await tenant.client(Role.AGENT)
    for phone in CALLERS:
        request = await add_request(agent, callerPhone=phone, patient=_somebody(phone))
        await hold(agent, request["id"], (await offers(agent, request["id"]))["items"][0])
    [(day,)] = await rows(tenant, "SELECT DISTINCT plan_date FROM hold WHERE status = 'active'")
    whole = await _read(tenant, day, None)
    assert len(whole.stops) == len(CALLERS)
    for shift_id in whole.shifts:
        part = await _read(tenant, day, {shift_id})
        assert part.routes[shift_id] == whole.routes[shift_id]
        assert set(part.stops) == set(whole.routes[shift_id])
        assert part.shifts.keys() == whole.shifts.keys()
        for key in whole.routes[shift_id]:
            assert part.stops[key].planned == whole.stops[key].planned
            there, here = whole.occasions[key], part.occasions[key]
            assert part.points[here.location] == whole.points[there.location]


def _somebody(phone: str) -> dict[str, object]:
    return {
        "name": f"Caller {phone}",
        "dateOfBirth": "1990-01-01",
        "gender": "female",
        "languages": ["en"],
    }


async def _read(tenant: TestTenant, day: date, shifts: set[UUID] | None) -> Horizon:
    live, whose = tenant.api.platform.live, tenant.tenant_id
    async with tenant.api.platform.database.tenant_session(whose) as session:
        return await load_horizon(session, live.keyring, live.travel, whose, day, shifts=shifts)
