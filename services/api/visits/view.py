"""A visit as the API shows it."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.patients.record import PatientRecord
from services.api.patients.repository import get_patients
from services.api.places.record import PlaceRecord, place_out
from services.api.places.repository import get_places
from services.api.visits import care, event_repository, repository
from services.api.visits.schemas import (
    ActualOut,
    EventOut,
    PromiseOut,
    ReasonOut,
    VisitOut,
    VisitPatient,
    VisitTherapist,
    WindowOut,
)
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.domain.errors import NotFound
from shared.domain.reasons import UnassignedReason, sentence
from shared.domain.roles import Role
from shared.domain.service import Service
from shared.domain.visit_status import VisitStatus

_CARERS = (Role.CLINICIAN, Role.THERAPIST, Role.DISPATCHER)


async def one(tenant: TenantRequest, keyring: KeyRing, visit_id: UUID) -> VisitOut:
    """The visit with its events; raises NotFound."""
    row = await repository.find_view(tenant.session, tenant.tenant_id, visit_id)
    if row is None:
        raise NotFound("visit")
    shown = (await many(tenant, keyring, [row]))[0]
    shown.events = [
        _event_out(tenant, event)
        for event in await event_repository.list_events(tenant.session, tenant.tenant_id, visit_id)
    ]
    return shown


async def many(tenant: TenantRequest, keyring: KeyRing, rows: Sequence[Row[Any]]) -> list[VisitOut]:
    """Visits without their events, patients and places read at once."""
    session, whose = tenant.session, tenant.tenant_id
    people = await get_patients(session, keyring, whose, {row.patient_id for row in rows})
    patients = {patient.patient_id: patient for patient in people}
    found = await get_places(session, keyring, whose, {row.place_id for row in rows})
    places = {place.place_id: place for place in found}
    told = await care.of(tenant, keyring, rows) if tenant.has(*_CARERS) else {}
    return [
        _visit_out(
            tenant,
            keyring,
            row,
            patients[row.patient_id],
            places[row.place_id],
            told.get(row.visit_id),
        )
        for row in rows
    ]


def missing_for_dispatch(row: Row[Any]) -> list[str]:
    """What keeps a therapist from being sent: `consent`, `screening`, `emergency`."""
    emergency = ["emergency"] if row.request_status == "emergency" else []
    return [*row.dispatch_lacks, *emergency]


def _visit_out(
    tenant: TenantRequest,
    keyring: KeyRing,
    row: Row[Any],
    patient: PatientRecord,
    place: PlaceRecord,
    told: care.Care | None,
) -> VisitOut:
    missing = missing_for_dispatch(row)
    return VisitOut(
        id=row.visit_id,
        request_id=row.request_id,
        status=VisitStatus(row.status),
        service=Service(row.service),
        window=WindowOut(tenant.local(row.opens_at), tenant.local(row.closes_at)),
        therapist=_therapist(row),
        planned_start=tenant.local_or_none(row.planned_start),
        plan_date=row.plan_date,
        shift_id=row.shift_id,
        patient=VisitPatient(
            patient.patient_id, patient.name, patient.phone or _caller(tenant, keyring, row)
        ),
        place=place_out(place),
        service_minutes=row.service_s // 60,
        dispatchable=not missing,
        missing_for_dispatch=missing,
        pinned=row.pinned,
        priority=row.priority,
        eta=tenant.local_or_none(row.predicted_arrival),
        late_s=row.late_s,
        actual=_actual(tenant, row),
        unassigned_reason=_reason(row),
        promise=_promise(tenant, row),
        complaint=told.complaint if told else None,
        diagnosis=told.diagnosis if told else None,
        body_regions=list(told.body_regions) if told else None,
        conditions=list(told.conditions) if told else None,
        events=[],
        version=row.version,
    )


def _caller(tenant: TenantRequest, keyring: KeyRing, row: Row[Any]) -> str:
    whose = (tenant.tenant_id, "request", "caller_phone_sealed", row.request_id)
    return unseal(keyring, row.caller_phone_sealed, *whose)


def _therapist(row: Row[Any]) -> VisitTherapist | None:
    if row.therapist_id is None:
        return None
    return VisitTherapist(row.therapist_id, row.therapist_name, row.therapist_gender)


def _actual(tenant: TenantRequest, row: Row[Any]) -> ActualOut:
    facts = (row.actual_departed, row.actual_arrival, row.actual_start, row.actual_end)
    departed, arrived, started, ended = (tenant.local_or_none(one) for one in facts)
    return ActualOut(departed, arrived, started, ended)


def _reason(row: Row[Any]) -> ReasonOut | None:
    """Why it has no stop, while it still waits for one."""
    if row.shift_id is not None or row.unassigned_reason is None:
        return None
    reason = UnassignedReason(row.unassigned_reason)
    return ReasonOut(reason.value, sentence(reason))


def _promise(tenant: TenantRequest, row: Row[Any]) -> PromiseOut | None:
    if row.promise_id is None:
        return None
    return PromiseOut(
        row.promise_id,
        row.promise_status,
        tenant.local(row.promised_from),
        tenant.local(row.promised_until),
        row.promised_therapist,
    )


def _event_out(tenant: TenantRequest, row: Row[Any]) -> EventOut:
    return EventOut(
        row.event_id,
        row.type,
        tenant.local(row.occurred_at),
        tenant.local(row.recorded_at),
        row.by_user,
        row.applied,
    )
