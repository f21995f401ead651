"""An emergency stops everything, a booked visit too. Class: safety."""

from uuid import UUID

from sqlalchemy import select, update

from services.api.deps import TenantRequest
from services.api.requests import repository
from shared.crypto.keyring import KeyRing
from shared.db import outbox
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.free import free_visits
from shared.db.live.incidents import open_incident
from shared.db.live.record import record
from shared.db.models.visit import Visit
from shared.domain.reasons import UnassignedReason
from shared.domain.visit_status import TERMINAL, VisitEventType, VisitStatus


async def stop(tenant: TenantRequest, keyring: KeyRing, live: LiveCache, request_id: UUID) -> None:
    """Let the hold lapse, cancel what is booked, and alarm whoever supervises.

    The incident is the task to call back and see that help has come.
    """
    await repository.let_hold_lapse(tenant.session, tenant.tenant_id, request_id)
    visits = await _open_visits(tenant, request_id)
    if visits:
        await free_visits(
            tenant.session,
            keyring,
            live.travel,
            tenant.tenant_id,
            visits,
            reason=UnassignedReason.NOT_CLEARED,
            by_user=tenant.user_id,
        )
        await _cancel(tenant, visits)
    await open_incident(
        tenant.session,
        tenant.tenant_id,
        "emergency",
        "Emergency answers on the phone: call back to see that help came.",
        visit_id=visits[0] if visits else None,
        request_id=request_id,
    )
    if not visits:
        about = {"kind": "emergency", "requestId": str(request_id)}
        await outbox.publish(tenant.session, "alert", about)
    for visit_id in visits:
        whose, whom = tenant.tenant_id, {"requestId": str(request_id)}
        await tell.visit_changed(tenant.session, whose, visit_id)
        await tell.alert(tenant.session, whose, visit_id, "emergency", **whom)


async def _open_visits(tenant: TenantRequest, request_id: UUID) -> list[UUID]:
    found = await tenant.session.scalars(
        select(Visit.visit_id).where(
            Visit.tenant_id == tenant.tenant_id,
            Visit.request_id == request_id,
            Visit.status.not_in([status.value for status in TERMINAL]),
        )
    )
    return list(found)


async def _cancel(tenant: TenantRequest, visits: list[UUID]) -> None:
    await record(
        tenant.session,
        tenant.tenant_id,
        VisitEventType.CANCELLED,
        [(visit_id, None) for visit_id in visits],
        at=tenant.now,
        by_user=tenant.user_id,
    )
    await tenant.session.execute(
        update(Visit)
        .where(Visit.tenant_id == tenant.tenant_id, Visit.visit_id.in_(visits))
        .values(status=VisitStatus.CANCELLED.value, unassigned_reason=None)
    )
