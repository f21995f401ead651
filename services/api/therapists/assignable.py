"""Which waiting visits a therapist could take, now that an absence or a missing paper is undone."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from services.api.deps import TenantRequest
from shared.db.live.cache import LiveCache
from shared.db.live.load import load_horizon


async def assignable_to(
    tenant: TenantRequest, live: LiveCache, therapist_id: UUID, days: Iterable[date]
) -> list[UUID]:
    """Visits of these days without a stop that nothing forbids this therapist: the replan may
    place them. Whether there is time on the route is what the replan finds out.
    """
    found: list[UUID] = []
    for day in sorted(set(days)):
        horizon = await load_horizon(
            tenant.session, live.keyring, live.travel, tenant.tenant_id, day
        )
        if any(shift.therapist_id == therapist_id for shift in horizon.shifts.values()):
            found += [
                key
                for key in sorted(horizon.unassigned)
                if therapist_id not in horizon.blocked.get(key, {})
            ]
    return found
