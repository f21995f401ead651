"""A therapist who no longer works here, and the days that any change of a therapist touches.

Class: safety. Planning reads no inactive therapist as somebody who has time.
"""

from datetime import date
from uuid import UUID

from sqlalchemy import text

from services.api.deps import TenantRequest
from shared.db.live.cache import LiveCache
from shared.db.live.change import changed, lock_shifts
from shared.db.live.expiry import end_holds
from shared.db.live.free import Freed, free_visits
from shared.db.live.incidents import Again, alarm
from shared.domain.reasons import UnassignedReason

_SHIFTS = text("""
    SELECT shift_id, plan_date FROM shift
    WHERE tenant_id = :tenant AND therapist_id = :id AND status <> 'cancelled'
      AND ends_at > clock_timestamp()
    ORDER BY shift_id
""")
_VISITS = text("""
    SELECT s.visit_id FROM stop s
    JOIN visit v ON v.tenant_id = s.tenant_id AND v.visit_id = s.visit_id
    WHERE s.tenant_id = :tenant AND s.therapist_id = :id
      AND (visit_awaits_therapist(v.status) OR v.status = 'in-progress')
    ORDER BY s.visit_id
""")
_HOLDS = text("""
    SELECT hold_id FROM hold
    WHERE tenant_id = :tenant AND therapist_id = :id AND status = 'active' ORDER BY hold_id
""")

_LEFT = "The therapist no longer works here, but is treating this patient: see that it ends well."


async def leave(tenant: TenantRequest, live: LiveCache, therapist_id: UUID) -> Freed:
    """Give back what the therapist holds and free the visits that wait for them, like an absence
    without an end. The therapist is inactive already; call `replan` afterwards.
    """
    session, whose = tenant.session, tenant.tenant_id
    scope = {"tenant": whose, "id": therapist_id}
    await lock_shifts(
        session, whose, [row.shift_id for row in await session.execute(_SHIFTS, scope)]
    )
    await end_holds(session, whose, list(await session.scalars(_HOLDS, scope)), "released")
    freed = await free_visits(
        session,
        live.keyring,
        live.travel,
        whose,
        list(await session.scalars(_VISITS, scope)),
        reason=UnassignedReason.THERAPIST_ABSENT,
        by_user=tenant.user_id,
    )
    for visit_id in freed.in_progress:
        await alarm(session, whose, visit_id, "therapist-left", _LEFT, again=Again.ONCE_CLOSED)
    return freed


async def replan(tenant: TenantRequest, therapist_id: UUID) -> list[UUID]:
    """What is known of the therapist is another: the days still to be worked are planned anew.
    Offers made before are looked at again. Answers with the jobs; call it last.
    """
    days = await days_ahead(tenant, therapist_id)
    return [await changed(tenant.session, day, "therapist") for day in days]


async def days_ahead(tenant: TenantRequest, therapist_id: UUID) -> list[date]:
    """The service days on which the therapist still works."""
    scope = {"tenant": tenant.tenant_id, "id": therapist_id}
    return sorted({row.plan_date for row in await tenant.session.execute(_SHIFTS, scope)})
