"""Requests: kept at once, completed step by step, judged after every step."""

from dataclasses import replace
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.requests import intake, judgement, person, repository, settling
from services.api.requests.intake import Taken
from services.api.requests.record import Outcome, RequestContent, RequestRecord
from services.api.requests.schemas import CancelIn, RequestIn, RequestPatch
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.db.ids import new_id
from shared.db.live.cache import LiveCache
from shared.domain.errors import Conflict, StaleVersion
from shared.domain.phone import parse_phone
from shared.domain.request_status import RequestEvent, RequestStatus, transition

_REJUDGED_BY = ("patient", "patient_id", "service", "body_regions", "preferences")


async def create(tenant: TenantRequest, keyring: KeyRing, live: LiveCache, data: RequestIn) -> UUID:
    """Keep what is known so far; raises Invalid naming the field, and then keeps nothing."""
    house = await intake.get_house(tenant)
    first = RequestContent(data.channel, parse_phone(data.caller_phone, field="callerPhone").e164)
    taken = await intake.taken_in(tenant, keyring, house, data, first)
    request_id = new_id()
    await repository.add_request(
        tenant.session, keyring, tenant.tenant_id, request_id, taken.content, tenant.user_id
    )
    record = await settling.get(tenant, keyring, request_id, lock=True)
    worries = await settling.settle(
        tenant, keyring, live, house, record, data.screening, rejudge=False
    )
    await _tell_others(tenant, keyring, live, record, taken, worries=worries)
    await note(tenant, "create", request_id)
    return request_id


async def change(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    request_id: UUID,
    expected: int,
    data: RequestPatch,
) -> None:
    """Complete or correct it; an emergency answer stops it at once."""
    await repository.lock_with_siblings(tenant.session, tenant.tenant_id, request_id)
    before = await settling.get(tenant, keyring, request_id, lock=True)
    if before.version != expected:
        raise StaleVersion("request")
    transition(before.status, RequestEvent.FOUND_INCOMPLETE)  # refuses what was cancelled
    if before.status is RequestStatus.BOOKED:
        _refuse_other_visit(before.content, data)
    house = await intake.get_house(tenant)
    taken = await intake.taken_in(tenant, keyring, house, data, before.content)
    await repository.change_request(
        tenant.session, keyring, tenant.tenant_id, request_id, taken.content, expected
    )
    answers = None if data.screening is UNSET else data.screening
    rejudge = any(getattr(data, name) is not UNSET for name in _REJUDGED_BY)
    record = replace(before, content=taken.content)
    worries = await settling.settle(tenant, keyring, live, house, record, answers, rejudge=rejudge)
    await _tell_others(tenant, keyring, live, record, taken, worries=worries)
    await note(tenant, "change", request_id)


async def _tell_others(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    record: RequestRecord,
    taken: Taken,
    *,
    worries: bool,
) -> None:
    """What was said or corrected here counts for the patient's other requests."""
    patient_id = record.content.patient_id
    if taken.corrected is not None:
        await person.reconsider(tenant, keyring, live, taken.corrected, record.request_id)
    elif worries and patient_id is not None:
        await person.rejudge_all(tenant, keyring, live, patient_id, record.request_id)


def _refuse_other_visit(booked: RequestContent, data: RequestPatch) -> None:
    """The visit was booked for this patient, place and service; it would keep the old ones."""
    asked_for = {
        "patientId": data.patient_id in (UNSET, booked.patient_id),
        "placeId": data.place_id in (UNSET, booked.place_id),
        "place": data.place is UNSET,
        "service": data.service in (UNSET, booked.service),
        "bodyRegions": data.body_regions is UNSET
        or set(data.body_regions) == set(booked.body_regions),
    }
    if others := [name for name, same in asked_for.items() if not same]:
        said = f"The request is booked: reschedule or cancel its visit to change {others[0]}."
        raise Conflict("request-booked", said)


async def cancel(
    tenant: TenantRequest,
    keyring: KeyRing,
    request_id: UUID,
    expected: int | None,
    data: CancelIn,
) -> None:
    """The caller no longer wants it; a held window runs out at once."""
    record = await settling.get(tenant, keyring, request_id, lock=True)
    if expected is not None and record.version != expected:
        raise StaleVersion("request")
    if record.status is RequestStatus.BOOKED:
        raise Conflict("request-booked", "The request is booked; cancel its visit instead.")
    status = transition(record.status, RequestEvent.CANCEL)
    after = Outcome(status, record.screening_id, record.content.service)
    await repository.set_outcome(tenant.session, tenant.tenant_id, request_id, after)
    await repository.let_hold_lapse(tenant.session, tenant.tenant_id, request_id)
    await judgement.ask_clinician(tenant, record, None, None, status)
    await note(tenant, "cancel", request_id, keyring, data.reason)


async def note(
    tenant: TenantRequest,
    act: str,
    request_id: UUID | None,
    keyring: KeyRing | None = None,
    detail: str | None = None,
) -> None:
    """Who did what to which request (reading it, too), for the audit."""
    await audit.record(
        tenant.session,
        tenant.tenant_id,
        tenant.user_id,
        act,
        "request",
        request_id,
        detail=detail,
        keyring=keyring,
    )
