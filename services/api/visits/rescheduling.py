"""Rescheduling: the new window is booked and the old one freed in one step, or neither."""

from uuid import UUID

from services.api.deps import TenantRequest
from services.api.offers import repository as requests
from services.api.offers.holds import horizon_at
from services.api.offers.search import Searcher
from services.api.offers.wanted import find_wanted
from services.api.visits import booking, repository, service, view
from services.api.visits.schemas import RescheduleIn, VisitOut
from shared.db.live.change import changed, lock_shifts
from shared.db.live.holds import take_hold
from shared.db.live.publish import publish_changes
from shared.domain.errors import NotFound
from shared.domain.visit_command import VisitCommand, after_command
from shared.domain.visit_status import VisitStatus


async def reschedule(
    tenant: TenantRequest,
    searcher: Searcher,
    visit_id: UUID,
    expected: int | None,
    data: RescheduleIn,
) -> VisitOut:
    """The visit at its new time, newly promised; raises NotFound, StaleVersion, `HoldTaken` or
    Conflict.
    """
    session, whose, keyring = tenant.session, tenant.tenant_id, searcher.live.keyring
    request_id = await repository.request_of(session, whose, visit_id)
    if request_id is None:
        raise NotFound("visit")
    await requests.lock_request(session, whose, request_id)
    wanted = await find_wanted(tenant, keyring, request_id)
    hold = await booking.usable_hold(tenant, searcher, wanted, data.hold_id)
    stop = await repository.find_stop(session, whose, visit_id)
    await lock_shifts(session, whose, [hold.shift_id, *([stop.shift_id] if stop else [])])
    found = await service.locked(tenant, visit_id, expected)
    after_command(VisitStatus(found.visit.status), VisitCommand.RESCHEDULE)
    await service.take_off(tenant, searcher, found)
    row = booking.visit_row(tenant, wanted, hold, visit_id)
    refused = {*found.visit.refused_therapist_ids, *wanted.wishes.refused_therapists}
    await repository.reschedule(session, {**row, "refused_therapist_ids": sorted(refused)})
    now = await requests.database_now(session)
    only = {hold.shift_id}
    horizon = await horizon_at(tenant, searcher, hold.plan_date, now, only, dirty=True)
    await take_hold(session, horizon, data.hold_id, visit_id)
    promise = booking.promise_row(
        tenant, wanted, hold, visit_id, status="agreed", reason="rescheduled"
    )
    await repository.add_promise(session, promise)
    await publish_changes(session, horizon, [hold.shift_id])
    await service.conclude(tenant, visit_id, "reschedule", keyring, data.reason)
    for day in sorted({found.visit.plan_date, hold.plan_date}):
        await changed(session, day, "reschedule")
    return await view.one(tenant, keyring, visit_id)
