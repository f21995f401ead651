"""Facts about a visit: always stored, merged by `clientEventId`, applied as far as they count.

Locks in this order: the shift, then the visit (whoever plans holds the shift before visits).
"""

import json
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import msgspec
from litestar import Response
from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.offers.repository import lock_request
from services.api.problem import problem_response
from services.api.reported import EventIdReused, wrong_time
from services.api.visits import aftermath, event_repository, papers, repository
from services.api.visits.fold import FOREIGN, Folded, refold
from services.api.visits.schemas import EventAnswer, EventIn, VisitState
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal
from shared.db import audit
from shared.db.ids import new_id
from shared.db.live.cache import LiveCache
from shared.db.live.change import lock_shifts
from shared.domain.errors import Conflict, FieldError, Invalid, NotFound
from shared.domain.roles import Role
from shared.domain.screening.questionnaire import in_language
from shared.domain.service import Service
from shared.domain.visit_status import VisitEventType, VisitStatus

_LOCK_TRIES = 4

_T = VisitEventType
_TREATS = frozenset({_T.START, _T.COMPLETE, _T.CONVERTED})
_NEEDS = {_T.DELAY: "minutes", _T.CORRECT: "corrects", _T.CONVERTED: "convertedTo"}


@dataclass(frozen=True, slots=True)
class _Sent:
    """One call: what was sent, about which visit and stop, by which therapist."""

    data: EventIn
    visit: Row[Any]
    stop: Row[Any] | None
    therapist_id: UUID | None
    is_foreign: bool


async def report(
    tenant: TenantRequest, keyring: KeyRing, live: LiveCache, visit_id: UUID, data: EventIn
) -> EventAnswer | Response[dict[str, Any]]:
    """The answer to an event; a 409 is *returned*, since the event is stored all the same."""
    _check(tenant, data)
    await _refuse_strangers(tenant, visit_id)
    await _lock_request(tenant, visit_id, data)
    sent = await _locked(tenant, visit_id, data)
    known = await _known(tenant, visit_id, data)
    needling = _is_conversion(data) or await papers.for_needling(tenant, sent.visit)
    stored = await _store_papers(tenant, keyring, sent, needling=needling)
    complete = needling and not sent.is_foreign and not await papers.missing(tenant, sent.visit)
    kept = papers.summary(stored, complete=complete)
    event_id = known or await _store(tenant, keyring, sent, kept)
    ends = stored is not None and _ends_the_visit(sent, stored, needling=needling)
    if stored is not None and ends:
        await aftermath.stop_at_the_door(tenant, sent.visit, data.occurred_at, event_id, stored)
    elif complete and (stored is not None or data.type in _TREATS):
        await aftermath.papers_complete(tenant, sent.visit, data.occurred_at, event_id)
    folded = await refold(tenant, sent.visit)
    if known is None or stored is not None:
        fact = _fact(sent, stopped=ends)
        await aftermath.follow_up(tenant, live, sent.visit, sent.stop, fact, folded)
    if stored is not None and ends:
        return _stopped(sent, stored, event_id, folded)
    return await _answer(tenant, sent, event_id, folded)


def _is_conversion(data: EventIn) -> bool:
    return data.type == _T.CONVERTED.value and data.converted_to is Service.DRY_NEEDLING


async def _lock_request(tenant: TenantRequest, visit_id: UUID, data: EventIn) -> None:
    """A door check is a screening of the request, whose lock comes before all others."""
    if data.papers is None or data.papers.door_answers is None:
        return
    request_id = await repository.request_of(tenant.session, tenant.tenant_id, visit_id)
    if request_id is not None:
        await lock_request(tenant.session, tenant.tenant_id, request_id)


async def _store_papers(
    tenant: TenantRequest, keyring: KeyRing, sent: _Sent, *, needling: bool
) -> papers.Stored | None:
    data = sent.data
    if data.papers is None or sent.is_foreign:
        return None
    service = Service.DRY_NEEDLING if needling else Service(sent.visit.service)
    at, key = data.occurred_at, data.client_event_id
    return await papers.store(tenant, keyring, sent.visit, data.papers, at, key, service=service)


def _ends_the_visit(sent: _Sent, stored: papers.Stored, *, needling: bool) -> bool:
    """A worse answer at the door ends the visit; before a conversion it only forbids the needles,
    unless it is an emergency.
    """
    converting = needling and sent.visit.service != Service.DRY_NEEDLING
    return stored.is_emergency or (stored.stops and not converting)


def _check(tenant: TenantRequest, data: EventIn) -> None:
    """What a fact cannot be: without a zone, in the future, or without its own figure."""
    times = (("occurredAt", data.occurred_at), ("retimedTo", data.retimed_to))
    found = [wrong_time(name, at, tenant.now) for name, at in times if at is not None]
    errors = [one for one in found if one is not None]
    values = {"minutes": data.minutes, "corrects": data.corrects, "convertedTo": data.converted_to}
    wanted = _NEEDS.get(VisitEventType(data.type))
    if wanted is not None and values[wanted] is None:
        errors.append(FieldError(wanted, f"An event '{data.type}' needs {wanted}."))
    if errors:
        raise Invalid(tuple(errors))


async def _refuse_strangers(tenant: TenantRequest, visit_id: UUID) -> None:
    """Therapists report about visits that are or were theirs; all others do not exist for them."""
    if tenant.has(Role.DISPATCHER):
        return
    session, whose = tenant.session, tenant.tenant_id
    therapist = tenant.therapist_id
    if therapist is None or not await event_repository.is_or_was_of(
        session, whose, visit_id, therapist
    ):
        raise NotFound("visit")


async def _locked(tenant: TenantRequest, visit_id: UUID, data: EventIn) -> _Sent:
    """The visit under lock, and its stop as it is then: it may move while we wait."""
    session, whose = tenant.session, tenant.tenant_id
    stop = await repository.find_stop(session, whose, visit_id)
    for _ in range(_LOCK_TRIES):
        if stop is not None:
            await lock_shifts(session, whose, [stop.shift_id])
        now = await repository.find_stop(session, whose, visit_id)
        if (now and now.shift_id) == (stop and stop.shift_id):
            break
        stop = now
    else:
        raise Conflict("try-again", "The visit is being moved; please send it again.")
    visit = await repository.lock_visit(session, whose, visit_id)
    if visit is None:
        raise NotFound("visit")
    data = await _by_client_id(tenant, visit_id, data)
    has_it = None if now is None else now.therapist_id
    on_behalf = tenant.has(Role.DISPATCHER) and tenant.therapist_id != has_it
    therapist_id = has_it if on_behalf else tenant.therapist_id
    return _Sent(data, visit, now, therapist_id, not on_behalf and therapist_id != has_it)


async def _by_client_id(tenant: TenantRequest, visit_id: UUID, data: EventIn) -> EventIn:
    """A correction may name the event by our id as well: phones know theirs, desks ours."""
    if data.corrects is None:
        return data
    rows = await event_repository.list_events(tenant.session, tenant.tenant_id, visit_id)
    theirs = {str(row.event_id): row.client_event_id for row in rows}
    return msgspec.structs.replace(data, corrects=theirs.get(data.corrects, data.corrects))


async def _known(tenant: TenantRequest, visit_id: UUID, data: EventIn) -> UUID | None:
    """The event that was sent already; Conflict `event-id-reused` when it said something else."""
    rows = await event_repository.list_events(tenant.session, tenant.tenant_id, visit_id)
    row = next((row for row in rows if row.client_event_id == data.client_event_id), None)
    if row is None:
        return None
    if (row.type, row.occurred_at) != (data.type, data.occurred_at):
        raise EventIdReused(row.event_id, row.type, tenant.local(row.occurred_at))
    found: UUID = row.event_id
    return found


async def _store(
    tenant: TenantRequest, keyring: KeyRing, sent: _Sent, kept: dict[str, Any] | None
) -> UUID:
    event_id, data, whose = new_id(), sent.data, tenant.tenant_id
    position = None
    if data.position is not None:
        at = json.dumps({"lat": data.position.lat, "lon": data.position.lon})
        position = seal(keyring, at, whose, "visit_event", "position_sealed", event_id)
    await event_repository.add_event(
        tenant.session,
        {
            "tenant": whose,
            "event_id": event_id,
            "visit_id": sent.visit.visit_id,
            "type": data.type,
            "occurred_at": data.occurred_at,
            "client_event_id": data.client_event_id,
            "by_user": tenant.user_id,
            "therapist_id": sent.therapist_id,
            "position_sealed": position,
            "papers": None if kept is None else json.dumps(kept),
            "payload": json.dumps(_payload(sent)),
            "applied": not sent.is_foreign,
        },
    )
    await audit.record(
        tenant.session,
        whose,
        tenant.user_id,
        data.type,
        "visit",
        sent.visit.visit_id,
        detail=data.note,
        keyring=keyring,
    )
    return event_id


def _payload(sent: _Sent) -> dict[str, Any]:
    """Plain facts; a note may name people and goes sealed into the audit instead."""
    data = sent.data
    values: dict[str, Any] = {
        "minutes": data.minutes,
        "corrects": data.corrects,
        "retimedTo": data.retimed_to and data.retimed_to.isoformat(),
        "convertedTo": data.converted_to and data.converted_to.value,
        "needles": data.needles and {"in": data.needles.in_, "out": data.needles.out},
        FOREIGN: sent.is_foreign or None,
    }
    return {name: value for name, value in values.items() if value is not None}


def _fact(sent: _Sent, *, stopped: bool) -> aftermath.Fact:
    data = sent.data
    miscounted = data.needles is not None and data.needles.in_ != data.needles.out
    needled = data.needles is not None and data.needles.in_ > 0
    return aftermath.Fact(
        VisitEventType(data.type),
        data.client_event_id,
        sent.therapist_id,
        is_foreign=sent.is_foreign,
        needles_differ=miscounted,
        needled=needled,
        stopped=stopped,
    )


async def _answer(
    tenant: TenantRequest, sent: _Sent, event_id: UUID, folded: Folded
) -> EventAnswer | Response[dict[str, Any]]:
    client_id, whose = sent.data.client_event_id, tenant.tenant_id
    after = await repository.lock_visit(tenant.session, whose, sent.visit.visit_id)
    if after is None:
        raise NotFound("visit")
    state = VisitState(after.visit_id, VisitStatus(after.status), after.version)
    if client_id in folded.state.waiting:
        lacking = await papers.missing(tenant, after)
        said = f"The event is stored, but needling needs first: {', '.join(lacking)}."
        return _refused("papers-missing", said, event_id, state, {"missing": lacking})
    if folded.refused is not None:
        slug, said = folded.refused.slug, folded.refused.message
        return _refused(slug, f"The event is stored, but: {said}", event_id, state, {})
    applied = folded.counts(client_id) and not sent.is_foreign
    return EventAnswer(event_id, state.status, state, applied)


def _stopped(
    sent: _Sent, stored: papers.Stored, event_id: UUID, folded: Folded
) -> Response[dict[str, Any]]:
    """Which answer it was and what to do now; `reasons` says the same by language."""
    number = stored.emergency_number if stored.is_emergency else None
    first = f"call an ambulance now on {number}, then" if number else "call"
    named = "; ".join(in_language(reason.text, "en") for reason in stored.reasons)
    said = f"Stop and do not treat: {named}. The visit is closed as unfit; {first} the clinic."
    state = VisitState(sent.visit.visit_id, folded.state.status, sent.visit.version + 1)
    reasons = [
        {"code": one.code, "kind": one.kind.value, "text": dict(one.text)} for one in stored.reasons
    ]
    more = {"reasons": reasons, "emergencyNumber": number}
    return _refused("door-check-failed", said, event_id, state, more)


def _refused(
    slug: str, said: str, event_id: UUID, state: VisitState, more: dict[str, Any]
) -> Response[dict[str, Any]]:
    visit = {"id": str(state.id), "status": state.status.value, "version": state.version}
    extra = {"id": str(event_id), "visit": visit, "applied": False, **more}
    return problem_response(slug, 409, said, extra=extra)
