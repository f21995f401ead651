"""Patients in the database: sealed cells, opened only here."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.patients import index
from services.api.patients.record import NewPatient, PatientRecord
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.ids import new_id
from shared.db.models.patient import Patient
from shared.domain.errors import StaleVersion
from shared.domain.tenant import TenantId

_GET = text("""
    SELECT patient_id, name_sealed, birth_date_sealed, gender, languages, phone_sealed,
           notes_sealed, version
    FROM patient WHERE tenant_id = :tenant AND patient_id = ANY(:ids)
""")

_ADD = text("""
    INSERT INTO patient (tenant_id, patient_id, name_sealed, birth_date_sealed, phone_sealed,
                         notes_sealed, gender, languages)
    VALUES (:tenant, :id, :name_sealed, :birth_date_sealed, :phone_sealed, :notes_sealed,
            :gender, :languages)
""")


async def add_patient(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient: NewPatient
) -> UUID:
    """Save a patient so that name and phone find them; the new id."""
    patient_id = new_id()
    columns = _sealed(keyring, tenant_id, patient_id, patient)
    await session.execute(_ADD, {"tenant": tenant_id, "id": patient_id, **columns})
    await index.index_name(session, keyring, tenant_id, patient_id, patient.name)
    if patient.phone is not None:
        await index.index_phone(session, keyring, tenant_id, patient_id, patient.phone)
    return patient_id


async def change_patient(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    before: PatientRecord,
    after: NewPatient,
    *,
    expected: int,
) -> None:
    """Replace what is known of a patient; raises StaleVersion."""
    changed = await session.execute(
        update(Patient)
        .where(
            Patient.tenant_id == tenant_id,
            Patient.patient_id == before.patient_id,
            Patient.version == expected,
        )
        .values(**_sealed(keyring, tenant_id, before.patient_id, after))
        .returning(Patient.patient_id)
    )
    if changed.one_or_none() is None:
        raise StaleVersion("patient")
    if after.name != before.name:
        await index.forget_name(session, tenant_id, before.patient_id)
        await index.index_name(session, keyring, tenant_id, before.patient_id, after.name)
    if after.phone != before.phone:
        await index.forget_phone(session, tenant_id, before.patient_id)
        if after.phone is not None:
            await index.index_phone(session, keyring, tenant_id, before.patient_id, after.phone)


async def find_patient(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_id: UUID
) -> PatientRecord | None:
    """One patient, opened."""
    found = await get_patients(session, keyring, tenant_id, [patient_id])
    return found[0] if found else None


async def get_patients(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_ids: Iterable[UUID]
) -> list[PatientRecord]:
    """These patients, in no special order; absent ones are left out."""
    ids = list(patient_ids)
    found = await session.execute(_GET, {"tenant": tenant_id, "ids": ids}) if ids else ()
    return [_opened(keyring, tenant_id, row) for row in found]


async def list_ids(
    session: AsyncSession, tenant_id: TenantId, before: UUID | None, limit: int
) -> list[UUID]:
    """The newest patients first, those made before `before`."""
    query = select(Patient.patient_id).where(Patient.tenant_id == tenant_id)
    if before is not None:
        query = query.where(Patient.patient_id < before)
    return list(await session.scalars(query.order_by(Patient.patient_id.desc()).limit(limit)))


def _sealed(
    keyring: KeyRing, tenant_id: TenantId, patient_id: UUID, patient: NewPatient
) -> dict[str, Any]:
    born = patient.date_of_birth
    plain = {
        "name_sealed": patient.name,
        "birth_date_sealed": born.isoformat() if born else None,
        "phone_sealed": patient.phone,
        "notes_sealed": patient.notes,
    }
    sealed = {
        column: None
        if value is None
        else seal(keyring, value, tenant_id, "patient", column, patient_id)
        for column, value in plain.items()
    }
    return {**sealed, "gender": patient.gender, "languages": list(patient.languages)}


def _opened(keyring: KeyRing, tenant_id: TenantId, row: AnyRow) -> PatientRecord:
    def opened(column: str) -> str | None:
        sealed = getattr(row, column)
        if sealed is None:
            return None
        return unseal(keyring, sealed, tenant_id, "patient", column, row.patient_id)

    born = opened("birth_date_sealed")
    return PatientRecord(
        patient_id=row.patient_id,
        name=opened("name_sealed"),
        date_of_birth=date.fromisoformat(born) if born else None,
        gender=row.gender,
        languages=tuple(row.languages),
        phone=opened("phone_sealed"),
        notes=opened("notes_sealed"),
        version=row.version,
    )
