"""A therapist's own route, acknowledged and lived."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row

from services.api.deps import TenantRequest
from services.api.patients.record import PatientRecord
from services.api.patients.repository import get_patients
from services.api.places.record import PlaceRecord, entrance_of, place_out
from services.api.places.repository import get_places
from services.api.reported import EventIdReused, wrong_time
from services.api.routes import repository
from services.api.routes.navigation import navigation
from services.api.routes.schemas import (
    MyPatient,
    MyRouteOut,
    MyShift,
    MyStop,
    MyWindow,
    ShiftEventIn,
    ShiftEventOut,
)
from services.api.screening import service as screening
from services.api.visits import care, papers
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import unseal
from shared.db import audit, outbox
from shared.db.live.change import changed
from shared.domain.age import age_at
from shared.domain.errors import Conflict, Forbidden, Invalid, NotFound
from shared.domain.person import Gender
from shared.domain.screening.questionnaire import AskWhen, Profile
from shared.domain.service import BodyRegion, Service

_NOTHING = MyRouteOut(None, None, None, 0, 0, [])


def therapist_of(tenant: TenantRequest) -> UUID:
    """Which therapist the person is; Forbidden for one who is none."""
    if tenant.therapist_id is None:
        raise Forbidden("You are not registered as a therapist of this organisation.")
    return tenant.therapist_id


async def my_route(tenant: TenantRequest, keyring: KeyRing, day: date | None) -> MyRouteOut:
    """What was published to this therapist."""
    session, whose = tenant.session, tenant.tenant_id
    shift = await repository.find_shift(session, whose, therapist_of(tenant), day)
    if shift is None:
        return _NOTHING
    rows = await repository.list_stops(session, whose, shift.shift_id)
    if rows:
        who = tenant.user_id
        await audit.record(session, whose, who, "read", "route", shift.shift_id)
    return MyRouteOut(
        date=shift.plan_date,
        shift_id=shift.shift_id,
        shift=MyShift(tenant.local(shift.starts_at), tenant.local(shift.ends_at), shift.status),
        route_version=shift.route_version,
        acknowledged_version=shift.acknowledged_version,
        stops=await _stops(tenant, keyring, rows),
    )


async def _stops(tenant: TenantRequest, keyring: KeyRing, rows: Sequence[Row[Any]]) -> list[MyStop]:
    """What belongs to the stops is read for all of them at once."""
    session, whose = tenant.session, tenant.tenant_id
    people = await get_patients(session, keyring, whose, {row.patient_id for row in rows})
    patients = {one.patient_id: one for one in people}
    found = await get_places(session, keyring, whose, {row.place_id for row in rows})
    places = {one.place_id: one for one in found}
    needled = [row.visit_id for row in rows if row.service == Service.DRY_NEEDLING]
    lacking = await papers.missing_of(tenant, needled)
    told = await care.of(tenant, keyring, rows)
    return [
        await _stop(
            tenant,
            keyring,
            row,
            patients[row.patient_id],
            places.get(row.place_id),
            told[row.visit_id],
            lacking.get(row.visit_id, []),
        )
        for row in rows
    ]


async def _stop(
    tenant: TenantRequest,
    keyring: KeyRing,
    row: Row[Any],
    patient: PatientRecord,
    place: PlaceRecord | None,
    told: care.Care,
    lacking: list[str],
) -> MyStop:
    born = patient.date_of_birth
    return MyStop(
        visit_id=row.visit_id,
        status=row.status,
        service=row.service,
        patient=MyPatient(
            patient.name,
            patient.phone or _caller(tenant, keyring, row),
            list(patient.languages),
            None if born is None else age_at(born, row.planned_start, tenant.zone),
        ),
        place=None if place is None else place_out(place),
        window=MyWindow(tenant.local(row.opens_at), tenant.local(row.closes_at)),
        planned_arrival=tenant.local(row.planned_arrival),
        planned_start=tenant.local(row.planned_start),
        eta=tenant.local(row.predicted_arrival or row.planned_arrival),
        late_s=row.late_s,
        service_minutes=row.service_s // 60,
        navigation=None if place is None else navigation(entrance_of(place)),
        complaint=told.complaint,
        diagnosis=told.diagnosis,
        body_regions=list(told.body_regions),
        conditions=list(told.conditions),
        papers_needed=lacking,
        door_questions=await _door_questions(tenant, row, patient),
    )


def _caller(tenant: TenantRequest, keyring: KeyRing, row: Row[Any]) -> str:
    whose = (tenant.tenant_id, "request", "caller_phone_sealed", row.request_id)
    return unseal(keyring, row.caller_phone_sealed, *whose)


async def _door_questions(
    tenant: TenantRequest, row: Row[Any], patient: PatientRecord
) -> list[str]:
    """What to ask again at the door: before needles only."""
    if row.service != Service.DRY_NEEDLING:
        return []
    stored = await screening.get_questionnaire(tenant)
    profile = Profile(
        patient.date_of_birth,
        Gender(patient.gender) if patient.gender else None,
        frozenset(BodyRegion(one) for one in row.body_regions),
    )
    services = (Service(row.service),)
    asked = screening.due(
        stored.questions, profile, services, row.planned_start, tenant.zone, AskWhen.DOOR
    )
    return [question.id for question in asked]


async def acknowledge(tenant: TenantRequest, version: int, shift_id: UUID | None) -> None:
    """The therapist has read the route; Conflict `route-changed` for one that was never told."""
    session, whose, therapist = tenant.session, tenant.tenant_id, therapist_of(tenant)
    if shift_id is None:
        shift = await repository.find_shift(session, whose, therapist, None)
    else:
        shift = await repository.lock_shift(session, whose, therapist, shift_id)
    if shift is None:
        raise NotFound("shift")
    if version > shift.route_version:
        raise Conflict("route-changed", "That version of the route does not exist; reload it.")
    await repository.acknowledge(session, whose, shift.shift_id, version)
    payload = {
        "id": str(shift.shift_id),
        "shiftId": str(shift.shift_id),
        "therapistId": str(therapist),
        "acknowledgedVersion": version,
    }
    await outbox.publish(session, "route.changed", payload)


async def add_shift_event(
    tenant: TenantRequest, shift_id: UUID, data: ShiftEventIn
) -> ShiftEventOut:
    """Store a fact about the therapist's own shift and recompute its status from all facts."""
    wrong = wrong_time("occurredAt", data.occurred_at, tenant.now)
    if wrong is not None:
        raise Invalid((wrong,))
    session, whose, therapist = tenant.session, tenant.tenant_id, therapist_of(tenant)
    shift = await repository.lock_shift(session, whose, therapist, shift_id)
    if shift is None:
        raise NotFound("shift")
    events = await repository.add_event(
        session,
        whose,
        shift_id,
        type_=data.type,
        at=data.occurred_at,
        client_event_id=data.client_event_id,
        by=tenant.user_id,
    )
    mine = next(one for one in events if one.client_event_id == data.client_event_id)
    if (mine.type, mine.occurred_at) != (data.type, data.occurred_at):
        raise EventIdReused(mine.event_id, mine.type, tenant.local(mine.occurred_at))
    if shift.status == "cancelled":
        return ShiftEventOut(mine.event_id, shift_id, shift.status)
    started = next((one.occurred_at for one in events if one.type == "shift-start"), None)
    ended = _ended(events)
    status = "ended" if ended else "started" if started else "planned"
    await repository.set_status(
        session, whose, shift_id, status=status, started_at=started, ended_at=ended
    )
    payload = {"id": str(shift_id), "shiftId": str(shift_id), "therapistId": str(therapist)}
    await outbox.publish(session, "route.changed", payload)
    await changed(session, shift.plan_date, data.type)
    return ShiftEventOut(mine.event_id, shift_id, status)


def _ended(events: Sequence[Row[Any]]) -> datetime | None:
    """The latest end that a person told, else the assumed one (`by_user` is None)."""
    ends = [one for one in events if one.type == "shift-end"]
    told = [one for one in ends if one.by_user is not None]
    return (told or ends)[-1].occurred_at if ends else None
