"""Requests: kept at once, completed step by step, judged after every step."""

from dataclasses import replace
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.patients.repository import find_patient
from services.api.places.repository import find_place
from services.api.requests import emergency, intake, judgement, repository
from services.api.requests.intake import House
from services.api.requests.judgement import Known
from services.api.requests.record import Outcome, RequestContent, RequestRecord
from services.api.requests.schemas import CancelIn, RequestIn, RequestPatch
from services.api.screening import repository as screenings
from services.api.screening import service as screening
from services.api.screening.schemas import ScreeningIn
from services.api.screening.service import Asked
from shared.crypto.keyring import KeyRing
from shared.db import audit, outbox
from shared.db.ids import new_id
from shared.db.live.cache import LiveCache
from shared.domain.errors import Conflict, NotFound, StaleVersion
from shared.domain.phone import parse_phone
from shared.domain.request_status import RequestEvent, RequestStatus, transition

_REJUDGED_BY = ("patient", "patient_id", "service", "body_regions", "preferences")


async def create(tenant: TenantRequest, keyring: KeyRing, live: LiveCache, data: RequestIn) -> UUID:
    """Keep what is known so far; raises Invalid naming the field, and then keeps nothing."""
    house = await intake.get_house(tenant)
    first = RequestContent(data.channel, parse_phone(data.caller_phone, field="callerPhone").e164)
    content = await intake.taken_in(tenant, keyring, house, data, first)
    request_id = new_id()
    await repository.add_request(
        tenant.session, keyring, tenant.tenant_id, request_id, content, tenant.user_id
    )
    record = await get(tenant, keyring, request_id, lock=True)
    await _settle(tenant, keyring, live, house, record, data.screening, rejudge=False)
    await _note(tenant, "create", request_id)
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
    before = await get(tenant, keyring, request_id, lock=True)
    if before.version != expected:
        raise StaleVersion("request")
    transition(before.status, RequestEvent.FOUND_INCOMPLETE)  # refuses what was cancelled
    house = await intake.get_house(tenant)
    content = await intake.taken_in(tenant, keyring, house, data, before.content)
    await repository.change_request(
        tenant.session, keyring, tenant.tenant_id, request_id, content, expected
    )
    answers = None if data.screening is UNSET else data.screening
    rejudge = any(getattr(data, name) is not UNSET for name in _REJUDGED_BY)
    record = replace(before, content=content)
    await _settle(tenant, keyring, live, house, record, answers, rejudge=rejudge)
    await _note(tenant, "change", request_id)


async def rejudge(
    tenant: TenantRequest, keyring: KeyRing, live: LiveCache, request_id: UUID
) -> None:
    """Settle the status anew, after a clinician's decision."""
    record = await get(tenant, keyring, request_id, lock=True)
    house = await intake.get_house(tenant)
    await _settle(tenant, keyring, live, house, record, None, rejudge=False)


async def cancel(tenant: TenantRequest, keyring: KeyRing, request_id: UUID, data: CancelIn) -> None:
    """The caller no longer wants it; a held window runs out at once."""
    record = await get(tenant, keyring, request_id, lock=True)
    if record.status is RequestStatus.BOOKED:
        raise Conflict("request-booked", "The request is booked; cancel its visit instead.")
    status = transition(record.status, RequestEvent.CANCEL)
    after = Outcome(status, record.screening_id, record.content.service)
    await repository.set_outcome(tenant.session, tenant.tenant_id, request_id, after)
    await repository.let_hold_lapse(tenant.session, tenant.tenant_id, request_id)
    await judgement.ask_clinician(tenant, record, None, None, status)
    await _note(tenant, "cancel", request_id, keyring, data.reason)


async def get(
    tenant: TenantRequest, keyring: KeyRing, request_id: UUID, *, lock: bool = False
) -> RequestRecord:
    """The request, or NotFound."""
    record = await repository.find_request(
        tenant.session, keyring, tenant.tenant_id, request_id, lock=lock
    )
    if record is None:
        raise NotFound("request")
    return record


async def known_of(
    tenant: TenantRequest, keyring: KeyRing, house: House, record: RequestRecord
) -> Known:
    """The patient and the place behind the request."""
    scope = (tenant.session, keyring, tenant.tenant_id)
    patient_id, place_id = record.content.patient_id, record.content.place_id
    return Known(
        None if patient_id is None else await find_patient(*scope, patient_id),
        None if place_id is None else await find_place(*scope, place_id),
        house.policy,
    )


async def _settle(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    house: House,
    record: RequestRecord,
    sent: ScreeningIn | None,
    *,
    rejudge: bool,
) -> None:
    """Store new answers, judge all of them, and move the request to where they lead."""
    known = await known_of(tenant, keyring, house, record)
    answered = await answers_of(tenant, record, known, sent)
    screening_id = record.screening_id
    if answered is not None and (sent is not None or rejudge):
        screening_id = await screening.record(
            tenant,
            answered,
            record.request_id,
            record.content.patient_id,
            valid_days=house.policy.screening_valid_days,
        )
    judged = None
    if answered is not None:
        judged = await judgement.judge(tenant, record.request_id, answered)
    found = None if judged is None else judged.screening
    missing = judgement.missing_fields(record.content, known, screened=found is not None)
    status = transition(record.status, judgement.status_event(found, missing))
    after = Outcome(status, screening_id, judgement.service_after(record.content, found))
    await repository.set_outcome(tenant.session, tenant.tenant_id, record.request_id, after)
    await judgement.ask_clinician(tenant, record, screening_id, judged, status)
    if record.status is RequestStatus.HELD and status is not RequestStatus.HELD:
        await repository.let_hold_lapse(tenant.session, tenant.tenant_id, record.request_id)
    if status is RequestStatus.EMERGENCY and record.status is not RequestStatus.EMERGENCY:
        await emergency.stop(tenant, keyring, live, record.request_id)
    await outbox.publish(tenant.session, "request.changed", {"id": str(record.request_id)})


async def answers_of(
    tenant: TenantRequest, record: RequestRecord, known: Known, sent: ScreeningIn | None = None
) -> Asked | None:
    """All answers so far, the newer ones over the older; None before the first."""
    version, answers = None, {}
    if record.screening_id is not None:
        rows = await screenings.get_screenings(
            tenant.session, tenant.tenant_id, [record.screening_id]
        )
        earlier = rows[record.screening_id]
        version, answers = earlier.questionnaire_version, dict(earlier.answers)
    if sent is not None:
        version = sent.version
        answers.update(sent.answers)
    if version is None:
        return None
    stored = await screening.get_questionnaire(tenant, version)
    return judgement.asked(tenant, record.content, known.patient, stored, answers)


async def _note(
    tenant: TenantRequest,
    act: str,
    request_id: UUID,
    keyring: KeyRing | None = None,
    detail: str | None = None,
) -> None:
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
