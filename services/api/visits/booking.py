"""Booking: a hold becomes a visit with its stop, its promise and its consent, all or nothing."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.offers import repository as held
from services.api.offers.holds import HoldTaken, horizon_at, tell_request
from services.api.offers.search import Searcher, fresh_offers
from services.api.offers.wanted import Wanted, find_wanted
from services.api.visits import consents, repository, view
from services.api.visits.schemas import BookingIn, VisitOut
from shared.db import audit
from shared.db.ids import new_id
from shared.db.live import tell
from shared.db.live.change import changed, lock_shifts
from shared.db.live.holds import take_hold
from shared.db.live.horizon import Horizon
from shared.db.live.publish import publish_changes
from shared.db.live.record import record
from shared.domain.errors import Conflict, NotFound
from shared.domain.request_status import RequestEvent, RequestStatus, transition
from shared.domain.visit_status import VisitEventType


async def book(
    tenant: TenantRequest,
    searcher: Searcher,
    request_id: UUID,
    expected: int | None,
    data: BookingIn,
) -> VisitOut:
    """The booked visit; raises NotFound, StaleVersion, `HoldTaken` (expired) or Conflict."""
    session, whose = tenant.session, tenant.tenant_id
    await held.lock_request(session, whose, request_id, expected)
    wanted = await find_wanted(tenant, searcher.live.keyring, request_id)
    await known_hold(tenant, wanted, data.hold_id)
    booked = _booked(wanted, data.hold_id)
    hold = await usable_hold(tenant, searcher, wanted, data.hold_id)
    await lock_shifts(session, whose, [hold.shift_id])
    now = await held.database_now(session)
    # The hold has counted the day on, so memory has no present one.
    only = {hold.shift_id}
    horizon = await horizon_at(tenant, searcher, hold.plan_date, now, only, dirty=True)
    visit_id = new_id()
    await _write(tenant, searcher, wanted, hold, data, visit_id)
    event = VisitEventType.BOOKED
    await record(session, whose, event, [(visit_id, None)], at=now, by_user=tenant.user_id)
    await take_hold(session, horizon, data.hold_id, visit_id)
    await held.set_status(session, whose, request_id, booked)
    await conclude(tenant, horizon, visit_id, hold.shift_id, "book")
    await tell_request(session, request_id)
    await changed(session, hold.plan_date, "booking")
    return await view.one(tenant, searcher.live.keyring, visit_id)


def _booked(wanted: Wanted, hold_id: UUID) -> RequestStatus:
    """A clinician may have cleared the request while its clinical hold was kept: it is *ready*
    with an active hold then.
    """
    status = wanted.status
    if status is RequestStatus.READY and wanted.held is not None and wanted.held[0] == hold_id:
        status = transition(status, RequestEvent.HOLD)
    return transition(status, RequestEvent.BOOK)


async def known_hold(tenant: TenantRequest, wanted: Wanted, hold_id: UUID) -> Row[Any]:
    """The hold, if it is one of this request."""
    hold = await held.find_hold(tenant.session, tenant.tenant_id, hold_id)
    if hold is None or hold.request_id != wanted.request_id:
        raise NotFound("hold")
    return hold


async def usable_hold(
    tenant: TenantRequest, searcher: Searcher, wanted: Wanted, hold_id: UUID
) -> Row[Any]:
    """The request's active hold, still in time and still for what the request asks."""
    hold = await known_hold(tenant, wanted, hold_id)
    if hold.status != "active" or hold.expired:
        fresh = await fresh_offers(tenant, searcher, wanted)
        raise HoldTaken(fresh, "hold-expired", "The held time has expired; choose another offer.")
    asked = (wanted.service.value, wanted.service_s, wanted.place_id)
    if (hold.service, hold.service_s, hold.place_id) != asked:
        fresh = await fresh_offers(tenant, searcher, wanted)
        raise HoldTaken(
            fresh, "hold-outdated", "The request has changed since; hold one of these offers."
        )
    if not wanted.allows(hold.opens_at, hold.closes_at):
        raise Conflict(
            "not-cleared", "The screening or the patient's wishes do not allow the held window."
        )
    return hold


async def _write(
    tenant: TenantRequest,
    searcher: Searcher,
    wanted: Wanted,
    hold: Row[Any],
    data: BookingIn,
    visit_id: UUID,
) -> None:
    session = tenant.session
    await repository.add_visit(session, visit_row(tenant, wanted, hold, visit_id))
    await repository.add_promise(
        session, promise_row(tenant, wanted, hold, visit_id, status="agreed")
    )
    if data.consent is not None:
        visit = (visit_id, wanted.patient_id)
        await consents.record_verbal(tenant, searcher.live.keyring, visit, data.consent)


def visit_row(
    tenant: TenantRequest, wanted: Wanted, hold: Row[Any], visit_id: UUID
) -> Mapping[str, Any]:
    """What the hold and the request say of the visit."""
    return {
        "tenant": tenant.tenant_id,
        "visit_id": visit_id,
        "request_id": wanted.request_id,
        "patient_id": wanted.patient_id,
        "place_id": wanted.place_id,
        "screening_id": wanted.screening_id,
        "hold_id": hold.hold_id,
        "service": wanted.service.value,
        "body_regions": [region.value for region in wanted.regions],
        "required_certificates": sorted(wanted.required(hold.opens_at)),
        "service_s": wanted.service_s,
        "opens_at": hold.opens_at,
        "closes_at": hold.closes_at,
        "plan_date": hold.plan_date,
        "therapist_gender": wanted.wishes.gender,
        "named_therapist_id": wanted.wishes.named_therapist,
        "refused_therapist_ids": sorted(wanted.wishes.refused_therapists),
    }


def promise_row(
    tenant: TenantRequest,
    wanted: Wanted,
    hold: Row[Any],
    visit_id: UUID,
    *,
    status: str,
    reason: str | None = None,
) -> Mapping[str, Any]:
    """What the patient was told: therapist and gender only when they asked for them."""
    return {
        "tenant": tenant.tenant_id,
        "promise_id": new_id(),
        "visit_id": visit_id,
        "status": status,
        "opens_at": hold.opens_at,
        "closes_at": hold.closes_at,
        "therapist_id": wanted.wishes.named_therapist,
        "therapist_gender": wanted.wishes.gender,
        "reason": reason,
        "told_by": tenant.user_id,
    }


async def conclude(
    tenant: TenantRequest, horizon: Horizon, visit_id: UUID, shift_id: UUID, act: str
) -> None:
    """Audit, message, and publishing by policy where the day is published."""
    session, whose = tenant.session, tenant.tenant_id
    await publish_changes(session, horizon, [shift_id])
    await audit.record(session, whose, tenant.user_id, act, "visit", visit_id)
    await tell.visit_changed(session, whose, visit_id)
