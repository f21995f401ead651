"""A published day whose visits are lived by phone."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from shared.domain.roles import Role
from tests.integration.api.booking import OnShift, add_therapist, as_therapist, booked, publish
from tests.integration.api.conftest import ApiClient, MakeTenant, TestTenant


@dataclass(slots=True)
class Day:
    """A published day of two therapists, each with a phone."""

    tenant: TestTenant
    agent: ApiClient
    dispatcher: ApiClient
    sara: OnShift
    omar: OnShift
    phone: ApiClient
    other_phone: ApiClient

    async def visit(self, **changes: Any) -> dict[str, Any]:
        """A dispatched visit of Sara's."""
        wishes = {"preferences": {"therapistId": self.sara.id}}
        made = await booked(self.agent, **{**wishes, **changes})
        assert made["status"] == "dispatched", made
        return made

    async def read(self, visit_id: str) -> dict[str, Any]:
        """The visit as the dispatcher sees it."""
        found: dict[str, Any] = (await self.dispatcher.get(f"/v1/visits/{visit_id}")).json()
        return found


async def make_day(make_tenant: MakeTenant, name: str) -> Day:
    """Two therapists on long shifts, the plan published."""
    tenant = await make_tenant(name)
    agent, dispatcher = await tenant.client(Role.AGENT), await tenant.client(Role.DISPATCHER)
    sara = await add_therapist(tenant, "Sara", hours=16)
    omar = await add_therapist(tenant, "Omar", gender="male", hours=16)
    await booked(agent)
    await publish(tenant, sara.plan_date)
    phone, other = await as_therapist(tenant, sara.id), await as_therapist(tenant, omar.id)
    return Day(tenant, agent, dispatcher, sara, omar, phone, other)


def now() -> datetime:
    """The phone's clock."""
    return datetime.now(UTC)
