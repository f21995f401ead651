"""Requests as the API shows them, one or a page of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.api.deps import TenantRequest
from services.api.patients.record import PatientRecord
from services.api.patients.repository import get_patients
from services.api.places.record import place_out
from services.api.places.repository import find_place
from services.api.requests import intake, judgement, repository
from services.api.requests.intake import House
from services.api.requests.judgement import Known
from services.api.requests.record import RequestRecord
from services.api.requests.schemas import HeldBy, HoldOut, PatientOut, RequestOut
from services.api.requests.settling import answers_of
from services.api.rows import AnyRow
from services.api.screening.schemas import EmergencyOut, ScreeningOut
from services.api.screening.service import Asked, outcome_out, reasons_out
from shared.crypto.keyring import KeyRing
from shared.domain.person import Gender
from shared.domain.screening.emergency import emergency_words
from shared.domain.screening.hints import flag_hints
from shared.domain.screening.outcome import Outcome, Screening


async def shown(
    tenant: TenantRequest, keyring: KeyRing, records: Sequence[RequestRecord]
) -> list[RequestOut]:
    """These requests, in this order."""
    house = await intake.get_house(tenant)
    ids = [record.request_id for record in records]
    holds = await repository.active_holds(tenant.session, tenant.tenant_id, ids)
    visits = await repository.visit_ids(tenant.session, tenant.tenant_id, ids)
    patients = await _patients(tenant, keyring, records)
    out = []
    for record in records:
        known = await _known(tenant, keyring, house, record, patients)
        hold = holds.get(record.request_id)
        screening, answered = await _screening(tenant, keyring, house, record, known)
        missing = judgement.missing_fields(record.content, known, screened=screening is not None)
        one = _out(tenant, record, known, missing, answered)
        one.screening = screening
        one.hold = None if hold is None else _hold_out(tenant, hold)
        one.visit_id = visits.get(record.request_id)
        out.append(one)
    return out


async def _patients(
    tenant: TenantRequest, keyring: KeyRing, records: Sequence[RequestRecord]
) -> dict[UUID, PatientRecord]:
    ids = {r.content.patient_id for r in records if r.content.patient_id is not None}
    found = await get_patients(tenant.session, keyring, tenant.tenant_id, ids)
    return {patient.patient_id: patient for patient in found}


async def _known(
    tenant: TenantRequest,
    keyring: KeyRing,
    house: House,
    record: RequestRecord,
    patients: dict[UUID, PatientRecord],
) -> Known:
    place_id = record.content.place_id
    place = (
        None
        if place_id is None
        else await find_place(tenant.session, keyring, tenant.tenant_id, place_id)
    )
    patient_id = record.content.patient_id
    return Known(patients.get(patient_id) if patient_id else None, place, house.policy)


async def _screening(
    tenant: TenantRequest, keyring: KeyRing, house: House, record: RequestRecord, known: Known
) -> tuple[ScreeningOut | None, Asked | None]:
    answered = await answers_of(tenant, record, known)
    if answered is None or record.screening_id is None:
        return None, None
    judged = await judgement.judge(
        tenant, keyring, record.request_id, record.content.patient_id, answered
    )
    found = judged.screening
    number = house.policy.emergency_number
    out = ScreeningOut(
        id=record.screening_id,
        version=answered.stored.version,
        outcome=found.of(found.requested).told_outcome,
        reasons=reasons_out(found.of(found.requested)),
        unanswered=list(found.unanswered),
        services=[outcome_out(each, answered) for each in found.services],
        answers=dict(answered.answers),
        emergency=_emergency(found, number, house.policy.languages),
    )
    return out, answered


def _emergency(found: Screening, number: str, languages: Sequence[str]) -> EmergencyOut | None:
    if found.outcome is not Outcome.EMERGENCY:
        return None
    return EmergencyOut(number, {tag: emergency_words(number, tag) for tag in languages})


def _out(
    tenant: TenantRequest,
    record: RequestRecord,
    known: Known,
    missing: list[str],
    answered: Asked | None,
) -> RequestOut:
    content = record.content
    answers: dict[str, Any] = {} if answered is None else dict(answered.answers)
    return RequestOut(
        id=record.request_id,
        status=record.status.value,
        channel=content.channel,
        caller_phone=content.caller_phone,
        patient_id=content.patient_id,
        patient=None if known.patient is None else _patient_out(known.patient),
        place=None if known.place is None else place_out(known.place),
        place_text=content.place_text,
        service=content.service,
        complaint=content.complaint,
        diagnosis=content.diagnosis,
        body_regions=list(content.body_regions),
        preferences=content.preferences,
        screening=None,
        missing=missing,
        hints=[h for h in flag_hints(content.complaint or "") if answers.get(h) is None],
        hold=None,
        visit_id=None,
        created_at=tenant.local(record.created_at),
        version=record.version,
    )


def _patient_out(patient: PatientRecord) -> PatientOut:
    return PatientOut(
        patient.patient_id,
        patient.name or None,
        patient.date_of_birth,
        None if patient.gender is None else Gender(patient.gender),
        list(patient.languages),
    )


def _hold_out(tenant: TenantRequest, row: AnyRow) -> HoldOut:
    return HoldOut(
        id=row.hold_id,
        kind=row.kind,
        expires_at=tenant.local(row.expires_at),
        opens_at=tenant.local(row.opens_at),
        closes_at=tenant.local(row.closes_at),
        therapist=HeldBy(row.therapist_id, row.name, row.gender),
    )
