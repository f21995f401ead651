"""Patients: made, found, changed. Each read is written into the audit."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from msgspec import UNSET

from services.api.deps import TenantRequest
from services.api.patients import contacts, index, repository
from services.api.patients.correction import Correction
from services.api.patients.record import (
    ContactRecord,
    NewContact,
    NewPatient,
    PatientRecord,
    is_corrected,
)
from services.api.patients.schemas import (
    ContactIn,
    ContactOut,
    PatientIn,
    PatientOut,
    PatientPatch,
)
from services.api.places.record import place_out
from services.api.places.repository import add_place, list_places_of
from services.api.places.schemas import PlaceIn
from services.api.places.service import at_building, place_to_save
from services.api.service_area import area_of
from services.api.tenants.repository import get_tenant
from shared.crypto.keyring import KeyRing
from shared.db import audit
from shared.domain.errors import NotFound
from shared.domain.person import check_date_of_birth
from shared.domain.phone import parse_phone
from shared.domain.policy import Policy
from shared.domain.roles import Role

_SEE_NOTES = (Role.AGENT, Role.CLINICIAN, Role.SUPERVISOR)
_NAMED_AT_MOST = 50


async def create(tenant: TenantRequest, keyring: KeyRing, data: PatientIn) -> UUID:
    """A new patient with contacts and places; raises Invalid naming the field."""
    if data.date_of_birth is not None:
        check_date_of_birth(data.date_of_birth, tenant.now, tenant.zone, "dateOfBirth")
    patient = NewPatient(
        name=data.name.strip(),
        date_of_birth=data.date_of_birth,
        gender=data.gender,
        languages=tuple(data.languages),
        phone=parse_phone(data.phone).e164 if data.phone else None,
        notes=data.notes,
    )
    patient_id = await repository.add_patient(tenant.session, keyring, tenant.tenant_id, patient)
    await _add_contacts(tenant, keyring, patient_id, data.contacts)
    await _add_places(tenant, keyring, patient_id, data.places, "places")
    await _note(tenant, "create", patient_id)
    return patient_id


async def change(
    tenant: TenantRequest,
    keyring: KeyRing,
    correction: Correction,
    patient_id: UUID,
    expected: int,
    data: PatientPatch,
) -> None:
    """Raises NotFound, StaleVersion, or Invalid naming the field."""
    before = await get(tenant, keyring, patient_id)
    after = _patched(tenant, before, data)
    corrected = is_corrected(before, after)
    if corrected:
        await correction.lock(tenant, patient_id)
    await repository.change_patient(
        tenant.session, keyring, tenant.tenant_id, before, after, expected=expected
    )
    if data.contacts is not UNSET:
        await contacts.remove_contacts(tenant.session, tenant.tenant_id, patient_id)
        await _add_contacts(tenant, keyring, patient_id, data.contacts)
    if data.add_places is not UNSET:
        await _add_places(tenant, keyring, patient_id, data.add_places, "addPlaces")
    if corrected:
        await correction.follow_up(tenant, keyring, patient_id)
    await _note(tenant, "change", patient_id)


def _patched(tenant: TenantRequest, before: PatientRecord, data: PatientPatch) -> NewPatient:
    values: dict[str, Any] = {}
    for name in ("name", "date_of_birth", "gender", "languages", "phone", "notes"):
        if (sent := getattr(data, name)) is not UNSET:
            values[name] = sent
    if (born := values.get("date_of_birth")) is not None:
        check_date_of_birth(born, tenant.now, tenant.zone, "dateOfBirth")
    if (phone := values.get("phone")) is not None:
        values["phone"] = parse_phone(phone).e164
    if "languages" in values:
        values["languages"] = tuple(values["languages"])
    known = NewPatient(
        before.name or "",
        before.date_of_birth,
        before.gender,
        before.languages,
        before.phone,
        before.notes,
    )
    return replace(known, **values)


async def _add_contacts(
    tenant: TenantRequest, keyring: KeyRing, patient_id: UUID, sent: list[ContactIn]
) -> None:
    for number, contact in enumerate(sent):
        phone = (
            parse_phone(contact.phone, field=f"contacts.{number}.phone") if contact.phone else None
        )
        await contacts.add_contact(
            tenant.session,
            keyring,
            tenant.tenant_id,
            patient_id,
            NewContact(
                contact.name.strip(),
                contact.relation,
                phone.e164 if phone else None,
                tuple(contact.languages),
            ),
        )


async def _add_places(
    tenant: TenantRequest, keyring: KeyRing, patient_id: UUID, sent: list[PlaceIn], field: str
) -> None:
    if not sent:
        return
    settings = await get_tenant(tenant.session, tenant.tenant_id)
    area, policy = area_of(settings.service_area), Policy.from_json(settings.policies)
    for number, data in enumerate(sent):
        named = f"{field}.{number}"
        whole = await at_building(tenant, data, named)
        place = place_to_save(whole, area, policy.confirm_place_above_m, named)
        await add_place(tenant.session, keyring, tenant.tenant_id, patient_id, place)


async def get(tenant: TenantRequest, keyring: KeyRing, patient_id: UUID) -> PatientRecord:
    """The patient, or NotFound."""
    record = await repository.find_patient(tenant.session, keyring, tenant.tenant_id, patient_id)
    if record is None:
        raise NotFound("patient")
    return record


async def read(tenant: TenantRequest, keyring: KeyRing, patient_id: UUID) -> PatientOut:
    """One patient for the wire; NotFound."""
    shown = await show(tenant, keyring, [patient_id])
    if not shown:
        raise NotFound("patient")
    await _note(tenant, "read", patient_id)
    return shown[0]


async def search_by_phone(tenant: TenantRequest, keyring: KeyRing, phone: str) -> list[PatientOut]:
    """Whoever has this number, or a contact who has it; own numbers first."""
    number = parse_phone(phone, field="phone").e164
    ids = await index.ids_by_phone(tenant.session, keyring, tenant.tenant_id, number)
    await _note(tenant, "search", None)
    return await show(tenant, keyring, ids)


async def search_by_name(tenant: TenantRequest, keyring: KeyRing, name: str) -> list[PatientOut]:
    """Whoever is called alike, in either script, most alike first."""
    ids = await index.ids_by_name(tenant.session, keyring, tenant.tenant_id, name, _NAMED_AT_MOST)
    await _note(tenant, "search", None)
    return await show(tenant, keyring, ids)


async def show(tenant: TenantRequest, keyring: KeyRing, ids: list[UUID]) -> list[PatientOut]:
    """These patients in this order, with contacts and places: three reads however many they are."""
    scope = (tenant.session, keyring, tenant.tenant_id, ids)
    records = {each.patient_id: each for each in await repository.get_patients(*scope)}
    people = await contacts.list_contacts_of(*scope)
    places = await list_places_of(*scope)
    return [
        _out(
            records[patient_id],
            [each for each in people if each.patient_id == patient_id],
            [place_out(each) for each in places if each.patient_id == patient_id],
            with_notes=tenant.has(*_SEE_NOTES),
        )
        for patient_id in ids
        if patient_id in records
    ]


def _out(
    record: PatientRecord, people: list[ContactRecord], places: list[Any], *, with_notes: bool
) -> PatientOut:
    return PatientOut(
        id=record.patient_id,
        name=record.name,
        date_of_birth=record.date_of_birth,
        gender=record.gender,
        languages=list(record.languages),
        phone=record.phone,
        notes=record.notes if with_notes else None,
        contacts=[
            ContactOut(p.contact_id, p.name, p.relation, p.phone, list(p.languages)) for p in people
        ],
        places=places,
        version=record.version,
    )


async def _note(tenant: TenantRequest, act: str, patient_id: UUID | None) -> None:
    await audit.record(tenant.session, tenant.tenant_id, tenant.user_id, act, "patient", patient_id)
