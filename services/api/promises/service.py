"""Changed promises: whom to call, and what their answers do. Class: promise."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.offers.search import Searcher
from services.api.patients.repository import get_patients
from services.api.promises import repository
from services.api.promises.schemas import (
    AnsweredOut,
    AnswerIn,
    CallListOut,
    CallOut,
    PromisedOut,
)
from services.api.visits import repository as visits
from services.api.visits import service as acts
from services.api.visits.event_repository import policies
from services.api.visits.schemas import VisitPatient, VisitTherapist, WindowOut
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.db import audit, outbox
from shared.db.ids import new_id
from shared.db.live.change import changed
from shared.domain.errors import Conflict, NotFound
from shared.domain.policy import Policy
from shared.domain.promise import PromiseState, after_answer
from shared.domain.service_day import service_day


async def call_list(tenant: TenantRequest, keyring: KeyRing) -> CallListOut:
    """Promises that were changed and not yet agreed, the oldest first."""
    session, whose = tenant.session, tenant.tenant_id
    rows = await repository.list_calls(session, whose)
    people = await get_patients(session, keyring, whose, {row.patient_id for row in rows})
    known = {one.patient_id: one for one in people}
    await audit.record(session, whose, tenant.user_id, "list", "promise", None)
    items = []
    for row in rows:
        cell = (whose, "request", "caller_phone_sealed", row.request_id)
        phone = known[row.patient_id].phone or unseal(keyring, row.caller_phone_sealed, *cell)
        patient = VisitPatient(row.patient_id, known[row.patient_id].name, phone)
        items.append(_call(tenant, row, patient))
    return CallListOut(items)


def _call(tenant: TenantRequest, row: Row[Any], patient: VisitPatient) -> CallOut:
    before = None
    if row.old_opens_at is not None:
        names = (row.old_therapist_id, row.old_therapist_name, row.old_therapist_gender)
        before = PromisedOut(_window(tenant, row.old_opens_at, row.old_closes_at), _who(*names))
    names = (row.therapist_id, row.therapist_name, row.therapist_gender)
    return CallOut(
        promise_id=row.promise_id,
        visit_id=row.visit_id,
        status=row.status,
        patient=patient,
        before=before,
        to=PromisedOut(_window(tenant, row.opens_at, row.closes_at), _who(*names)),
        reason=row.reason,
        since=tenant.local(row.at),
    )


def _who(therapist_id: UUID | None, name: str, gender: str) -> VisitTherapist | None:
    return None if therapist_id is None else VisitTherapist(therapist_id, name, gender)


def _window(tenant: TenantRequest, opens: Any, closes: Any) -> WindowOut:
    return WindowOut(tenant.local(opens), tenant.local(closes))


async def answer(
    tenant: TenantRequest, searcher: Searcher, promise_id: UUID, data: AnswerIn
) -> AnsweredOut:
    """A new row of the ledger. Agreed changes the visit's window; refused leaves the old promise
    in force and asks for a replan that keeps it; who was not reached is called again.
    """
    session, whose = tenant.session, tenant.tenant_id
    proposed = await repository.find_promise(session, whose, promise_id)
    if proposed is None:
        raise NotFound("promise")
    found = await acts.locked(tenant, proposed.visit_id)
    last = await visits.last_promise(session, whose, proposed.visit_id)
    if last is None or last.promise_id != promise_id:
        raise Conflict("promise-changed", "There is a newer promise; read the call list again.")
    state = after_answer(PromiseState(proposed.status), PromiseState(data.answer))
    row = _row(tenant, proposed, state)
    await visits.add_promise(session, row)
    window = (found.visit.opens_at, found.visit.closes_at)
    days = {found.visit.plan_date}
    if state is PromiseState.AGREED:
        days.add(await _agree(tenant, searcher, found, proposed))
        window = (proposed.opens_at, proposed.closes_at)
    await _conclude(tenant, row, proposed, state)
    if state is not PromiseState.NOT_REACHED:
        for day in sorted(days):
            await changed(session, day, f"promise-{state.value}")
    return AnsweredOut(row["promise_id"], proposed.visit_id, state.value, _window(tenant, *window))


async def _conclude(
    tenant: TenantRequest, row: dict[str, Any], proposed: Row[Any], state: PromiseState
) -> None:
    session, whose = tenant.session, tenant.tenant_id
    await audit.record(session, whose, tenant.user_id, state.value, "promise", proposed.promise_id)
    payload = {"id": str(row["promise_id"]), "visitId": str(proposed.visit_id)}
    await outbox.publish(session, "promise.changed", {**payload, "status": state.value})


def _row(tenant: TenantRequest, proposed: Row[Any], state: PromiseState) -> dict[str, Any]:
    return {
        "tenant": tenant.tenant_id,
        "promise_id": new_id(),
        "visit_id": proposed.visit_id,
        "status": state.value,
        "opens_at": proposed.opens_at,
        "closes_at": proposed.closes_at,
        "therapist_id": proposed.therapist_id,
        "therapist_gender": proposed.therapist_gender,
        "reason": proposed.reason,
        "told_by": tenant.user_id,
    }


async def _agree(
    tenant: TenantRequest, searcher: Searcher, found: acts.Locked, proposed: Row[Any]
) -> date:
    """The visit's service day from now on. A stop that does not keep the new promise is taken
    off: the planner finds another place.
    """
    stop = found.stop
    kept = stop is not None and (
        proposed.opens_at <= stop.planned_start <= proposed.closes_at
        and proposed.therapist_id in (None, stop.therapist_id)
    )
    day: date = found.visit.plan_date
    if not kept:
        await acts.take_off(tenant, searcher, found)
        policy = Policy.from_json(await policies(tenant.session, tenant.tenant_id))
        day = service_day(proposed.opens_at, tenant.zone, policy.service_day_start)
    row = {
        "plan_date": day,
        "tenant": tenant.tenant_id,
        "visit_id": found.visit.visit_id,
        "opens_at": proposed.opens_at,
        "closes_at": proposed.closes_at,
        "therapist_id": proposed.therapist_id,
        "therapist_gender": proposed.therapist_gender,
    }
    await visits.set_promised(tenant.session, row)
    return day
