"""How well travel is planned."""

import msgspec

from services.api.deps import TenantRequest
from services.api.reports import repository
from services.api.reports.schemas import DoorOut, TravelReportOut
from services.api.tenants.repository import get_tenant
from shared.domain.policy import Policy
from shared.geo.learned import NOTHING_LEARNED, Learned
from shared.geo.travel_report import report


async def travel(tenant: TenantRequest) -> TravelReportOut:
    """The figures of the newest version, or empty ones."""
    row = await repository.newest_version(tenant.session, tenant.tenant_id)
    policy = Policy.from_json((await get_tenant(tenant.session, tenant.tenant_id)).policies)
    learned = NOTHING_LEARNED if row is None else Learned.from_json(row.content)
    return msgspec.convert(
        {
            **(report(()) if row is None else row.report),
            "version": 0 if row is None else row.number,
            "learnedAt": None if row is None else tenant.local(row.created_at),
            "eventsUntil": None if row is None else tenant.local(row.events_until),
            "careful": policy.careful_travel,
            "doors": [DoorOut(kind, seconds) for kind, seconds in learned.doors],
        },
        TravelReportOut,
    )
