"""What people at desks do to a visit: read, pin, unassign, cancel, record consent.

Locks in this order: request, shift, visit; the plan's row as the last (`changed`).
"""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.etag import refuse_stale
from services.api.offers import repository as requests
from services.api.offers.holds import horizon_at, tell_request
from services.api.offers.search import Searcher
from services.api.paging import Page, PageAsked
from services.api.visits import aftermath, consents, event_repository, papers, repository, view
from services.api.visits.fold import refold
from services.api.visits.schemas import (
    CancelIn,
    ConsentIn,
    ConsentOut,
    PinIn,
    UnassignIn,
    VisitOut,
)
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.ids import new_id
from shared.db.live import tell
from shared.db.live.change import changed, lock_shifts
from shared.db.live.edit import remove_visit
from shared.db.live.publish import publish_changes
from shared.db.live.record import record
from shared.domain.errors import Conflict, Forbidden, NotFound
from shared.domain.promise import PromiseState
from shared.domain.request_status import RequestEvent, RequestStatus, transition
from shared.domain.roles import Role
from shared.domain.visit_command import VisitCommand, after_command
from shared.domain.visit_status import VisitEventType, VisitStatus

_DESKS = (Role.AGENT, Role.DISPATCHER, Role.CLINICIAN, Role.SUPERVISOR, Role.ADMIN)


@dataclass(frozen=True, slots=True)
class Locked:
    """A visit that nobody else changes, and where it is in the plan."""

    visit: Row[Any]
    stop: Row[Any] | None

    @property
    def status(self) -> VisitStatus:
        """As it is now."""
        return VisitStatus(self.visit.status)


async def read(tenant: TenantRequest, keyring: KeyRing, visit_id: UUID) -> VisitOut:
    """One visit; for a therapist only their own exist."""
    await refuse_strangers(tenant, visit_id)
    found = await view.one(tenant, keyring, visit_id)
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, "read", "visit", visit_id)
    return found


async def refuse_strangers(tenant: TenantRequest, visit_id: UUID) -> None:
    """Raises NotFound for a therapist who never had the visit."""
    if tenant.has(*_DESKS):
        return
    session, whose, therapist = tenant.session, tenant.tenant_id, tenant.therapist_id
    if therapist is None or not await event_repository.is_or_was_of(
        session, whose, visit_id, therapist
    ):
        raise NotFound("visit")


async def list_all(
    tenant: TenantRequest,
    keyring: KeyRing,
    page: PageAsked,
    day: date | None,
    status: VisitStatus | None,
    patient_id: UUID | None,
) -> Page[VisitOut]:
    """Visits of a day, of a status, of a patient; without their events."""
    wished = {"day": day, "status": status and status.value, "patient": patient_id}
    rows = await repository.list_views(tenant.session, tenant.tenant_id, page, wished)
    shown = {one.id: one for one in await view.many(tenant, keyring, rows[: page.limit])}
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, "list", "visit", None)
    return page.cut(rows, lambda row: shown[row.visit_id], key=lambda row: row.visit_id)


async def locked(tenant: TenantRequest, visit_id: UUID, expected: int | None = None) -> Locked:
    """Lock request, shift and visit; raises NotFound or StaleVersion."""
    session, whose = tenant.session, tenant.tenant_id
    request_id = await repository.request_of(session, whose, visit_id)
    if request_id is None:
        raise NotFound("visit")
    await requests.lock_request(session, whose, request_id)
    before = await repository.find_stop(session, whose, visit_id)
    await lock_shifts(session, whose, [before.shift_id] if before else [])
    visit = await repository.lock_visit(session, whose, visit_id)
    stop = await repository.find_stop(session, whose, visit_id)
    if visit is None:
        raise NotFound("visit")
    if (stop and stop.shift_id) != (before and before.shift_id):
        raise Conflict("try-again", "The visit was just moved; look again and repeat it.")
    refuse_stale(expected, visit.version, "visit")
    return Locked(visit, stop)


async def pin(
    tenant: TenantRequest, searcher: Searcher, visit_id: UUID, expected: int | None, data: PinIn
) -> VisitOut:
    """Keep the visit where it is, or let the planner move it again."""
    session, whose = tenant.session, tenant.tenant_id
    found = await locked(tenant, visit_id, expected)
    after_command(found.status, VisitCommand.REASSIGN)
    if data.pinned and found.stop is None:
        raise Conflict("visit-unassigned", "The visit has no therapist yet; place it first.")
    shift_id = found.stop.shift_id if data.pinned and found.stop else None
    start = found.stop.planned_start if shift_id and data.start and found.stop else None
    await repository.set_pin(session, whose, visit_id, shift_id, start)
    await conclude(tenant, visit_id, "pin" if data.pinned else "unpin")
    await changed(session, found.visit.plan_date, "pin")
    return await view.one(tenant, searcher.live.keyring, visit_id)


async def unassign(
    tenant: TenantRequest,
    searcher: Searcher,
    visit_id: UUID,
    expected: int | None,
    data: UnassignIn,
) -> VisitOut:
    """Take the visit from its therapist; the planner looks for another place."""
    session, whose = tenant.session, tenant.tenant_id
    found = await locked(tenant, visit_id, expected)
    after_command(found.status, VisitCommand.FREE)
    if found.stop is None:
        raise Conflict("visit-unassigned", "The visit has no therapist already.")
    await repository.set_pin(session, whose, visit_id, None, None)
    await take_off(tenant, searcher, found)
    await conclude(tenant, visit_id, "unassign", searcher.live.keyring, data.reason)
    await changed(session, found.visit.plan_date, "unassign")
    return await view.one(tenant, searcher.live.keyring, visit_id)


async def take_off(tenant: TenantRequest, searcher: Searcher, found: Locked) -> None:
    """Remove the stop, re-time what stays, and publish that where the day is published."""
    if found.stop is None:
        return
    session, visit_id = tenant.session, found.visit.visit_id
    now = await requests.database_now(session)
    only = {found.stop.shift_id}
    horizon = await horizon_at(tenant, searcher, found.stop.plan_date, now, only, dirty=True)
    await remove_visit(session, horizon, visit_id, by_user=tenant.user_id)
    await publish_changes(session, horizon, [found.stop.shift_id])


async def cancel(
    tenant: TenantRequest, searcher: Searcher, visit_id: UUID, expected: int | None, data: CancelIn
) -> VisitOut:
    """The visit does not take place: time, promise and request are closed."""
    session, whose = tenant.session, tenant.tenant_id
    found = await locked(tenant, visit_id, expected)
    after_command(found.status, VisitCommand.CANCEL)
    await take_off(tenant, searcher, found)
    at = await requests.database_now(session)
    type_, who = VisitEventType.CANCELLED, [(visit_id, None)]
    await record(session, whose, type_, who, at=at, by_user=tenant.user_id)
    await repository.cancel(session, whose, visit_id)
    await _close_promise(tenant, visit_id)
    await _close_request(tenant, found.visit.request_id)
    detail = f"{data.reason} (asked by {data.asked_by})" if data.asked_by else data.reason
    await conclude(tenant, visit_id, "cancel", searcher.live.keyring, detail)
    await changed(session, found.visit.plan_date, "cancel")
    return await view.one(tenant, searcher.live.keyring, visit_id)


async def _close_promise(tenant: TenantRequest, visit_id: UUID) -> None:
    """Nobody is called any more about a change of what was cancelled."""
    session, whose = tenant.session, tenant.tenant_id
    last = await repository.last_promise(session, whose, visit_id)
    if last is None or last.status not in (PromiseState.PROPOSED, PromiseState.NOT_REACHED):
        return
    row = {
        "tenant": whose,
        "promise_id": new_id(),
        "visit_id": visit_id,
        "status": PromiseState.REFUSED.value,
        "opens_at": last.opens_at,
        "closes_at": last.closes_at,
        "therapist_id": last.therapist_id,
        "therapist_gender": last.therapist_gender,
        "reason": "visit cancelled",
        "told_by": tenant.user_id,
    }
    await repository.add_promise(session, row)


async def _close_request(tenant: TenantRequest, request_id: UUID) -> None:
    session, whose = tenant.session, tenant.tenant_id
    row = await requests.find_asked(session, whose, request_id)
    if row is None or row.status == RequestStatus.EMERGENCY:
        return
    await repository.let_holds_go(session, whose, request_id)
    after = transition(RequestStatus(row.status), RequestEvent.CANCEL)
    await requests.set_status(session, whose, request_id, after)
    await tell_request(session, request_id)


async def conclude(
    tenant: TenantRequest,
    visit_id: UUID,
    act: str,
    keyring: KeyRing | None = None,
    detail: str | None = None,
) -> None:
    """Audit (a reason is sealed there, with `keyring`) and message."""
    session, whose = tenant.session, tenant.tenant_id
    await audit.record(
        session, whose, tenant.user_id, act, "visit", visit_id, detail=detail, keyring=keyring
    )
    await tell.visit_changed(session, whose, visit_id)


async def add_consent(
    tenant: TenantRequest, searcher: Searcher, visit_id: UUID, expected: int | None, data: ConsentIn
) -> ConsentOut:
    """Record it; what waited for it goes on: dispatch on a published day, a start at the door."""
    session, whose, keyring = tenant.session, tenant.tenant_id, searcher.live.keyring
    await refuse_strangers(tenant, visit_id)
    if data.kind != "verbal" and not tenant.has(Role.THERAPIST, Role.DISPATCHER):
        raise Forbidden("Consent in writing is taken by the therapist at the door.")
    consents.check_relation(data.kind, data.relation, "relation")
    found = await locked(tenant, visit_id, expected)
    whom = (visit_id, found.visit.patient_id)
    consent_id = await consents.record(tenant, keyring, whom, data, tenant.now)
    await conclude(tenant, visit_id, "consent")
    if data.kind != "verbal" and await papers.are_complete(tenant, found.visit):
        await aftermath.papers_complete(tenant, found.visit, tenant.now, consent_id)
        await refold(tenant, found.visit)
    if data.kind == "verbal" and found.stop is not None:
        now = await requests.database_now(session)
        only = {found.stop.shift_id}
        horizon = await horizon_at(tenant, searcher, found.stop.plan_date, now, only, dirty=False)
        await publish_changes(session, horizon, [found.stop.shift_id])
    row = await repository.find_view(session, whose, visit_id)
    missing = [] if row is None else view.missing_for_dispatch(row)
    return ConsentOut(
        consent_id, visit_id, data.kind, tenant.local(tenant.now), not missing, missing
    )
