"""Judge a request anew and move it to where its answers lead. Class: safety."""

from datetime import datetime
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.patients.repository import find_patient
from services.api.places.repository import find_place
from services.api.requests import emergency, intake, judgement, repository, worse
from services.api.requests.intake import House
from services.api.requests.judgement import Judged, Known
from services.api.requests.record import Outcome, RequestRecord
from services.api.screening import repository as screenings
from services.api.screening import service as screening
from services.api.screening.schemas import ScreeningIn
from services.api.screening.service import Asked
from shared.crypto.keyring import KeyRing
from shared.db import outbox
from shared.db.live.cache import LiveCache
from shared.domain.errors import NotFound
from shared.domain.request_status import RequestStatus, transition


async def rejudge(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    request_id: UUID,
    *,
    afresh: bool = False,
) -> None:
    """Settle the status anew, after a clinician's decision or what another request brought up.

    `afresh` when the patient is another than was judged: the answers are then judged and stored
    again, so that the database knows too.
    """
    record = await get(tenant, keyring, request_id, lock=True)
    house = await intake.get_house(tenant)
    await settle(tenant, keyring, live, house, record, None, rejudge=afresh)


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


async def settle(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    house: House,
    record: RequestRecord,
    sent: ScreeningIn | None,
    *,
    rejudge: bool,
) -> bool:
    """Store new answers, judge all of them, and move the request to where they lead.

    Whether something was found that counts for the patient's other requests, too.
    """
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
            no_later_than=None if sent is not None else await _valid_until(tenant, record),
        )
    judged = None if answered is None else await _judged(tenant, keyring, record, answered)
    found = None if judged is None else judged.screening
    missing = judgement.missing_fields(record.content, known, screened=found is not None)
    status = transition(record.status, judgement.status_event(found, missing))
    after = Outcome(status, screening_id, judgement.service_after(record.content, found))
    await repository.set_outcome(tenant.session, tenant.tenant_id, record.request_id, after)
    asked_anew = await judgement.ask_clinician(tenant, record, screening_id, judged, status)
    if judged is not None and status is RequestStatus.BOOKED:
        await worse.after_booking(
            tenant, keyring, live, record.request_id, judged, asked_anew=asked_anew
        )
    await _follow(tenant, keyring, live, record, status)
    return judged is not None and judgement.worries(judged)


async def _judged(
    tenant: TenantRequest, keyring: KeyRing, record: RequestRecord, answered: Asked
) -> Judged:
    return await judgement.judge(
        tenant, keyring, record.request_id, record.content.patient_id, answered
    )


async def _follow(
    tenant: TenantRequest,
    keyring: KeyRing,
    live: LiveCache,
    record: RequestRecord,
    status: RequestStatus,
) -> None:
    """What a new status means for the hold and the visit, and for whoever is watching."""
    if record.status is RequestStatus.HELD and status is not RequestStatus.HELD:
        await repository.let_hold_lapse(tenant.session, tenant.tenant_id, record.request_id)
    if status is RequestStatus.EMERGENCY and record.status is not RequestStatus.EMERGENCY:
        await emergency.stop(tenant, keyring, live, record.request_id)
    await outbox.publish(tenant.session, "request.changed", {"id": str(record.request_id)})


async def _valid_until(tenant: TenantRequest, record: RequestRecord) -> datetime | None:
    """Old answers that are judged again stay as old as they are."""
    ids = [] if record.screening_id is None else [record.screening_id]
    rows = await screenings.get_screenings(tenant.session, tenant.tenant_id, ids)
    return next((row.valid_until for row in rows.values()), None)


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
