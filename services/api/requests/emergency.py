"""An emergency stops everything, a booked visit too. Class: safety."""

from uuid import UUID

from sqlalchemy import insert, select, update

from services.api.deps import TenantRequest
from services.api.requests import repository
from shared.crypto.keyring import KeyRing
from shared.db import outbox
from shared.db.ids import new_id
from shared.db.live import tell
from shared.db.live.cache import LiveCache
from shared.db.live.free import free_visits
from shared.db.live.record import record
from shared.db.models.visit import Incident, Visit
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
    await tenant.session.execute(
        insert(Incident).values(
            tenant_id=tenant.tenant_id,
            incident_id=new_id(),
            visit_id=visits[0] if visits else None,
            kind="emergency",
            text=f"Emergency answers in request {request_id}: call back to see that help came.",
            at=tenant.now,
        )
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
