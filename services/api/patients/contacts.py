"""The people around a patient, in the database."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.patients import index
from services.api.patients.record import ContactRecord, NewContact
from services.api.rows import AnyRow
from shared.crypto.keyring import KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.ids import new_id
from shared.db.models.patient import Contact, PatientPhone
from shared.domain.tenant import TenantId


async def add_contact(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    patient_id: UUID,
    contact: NewContact,
) -> UUID:
    """Save a person around the patient; their phone finds the patient too."""
    contact_id = new_id()

    def sealed(column: str, value: str | None) -> bytes | None:
        if value is None:
            return None
        return seal(keyring, value, tenant_id, "contact", column, contact_id)

    await session.execute(
        insert(Contact).values(
            tenant_id=tenant_id,
            contact_id=contact_id,
            patient_id=patient_id,
            name_sealed=sealed("name_sealed", contact.name),
            phone_sealed=sealed("phone_sealed", contact.phone),
            relation=contact.relation,
            languages=list(contact.languages),
        )
    )
    if contact.phone is not None:
        await index.index_phone(
            session, keyring, tenant_id, patient_id, contact.phone, contact_id=contact_id
        )
    return contact_id


async def remove_contacts(session: AsyncSession, tenant_id: TenantId, patient_id: UUID) -> None:
    """Before they are replaced."""
    await session.execute(
        delete(PatientPhone).where(
            PatientPhone.tenant_id == tenant_id,
            PatientPhone.patient_id == patient_id,
            PatientPhone.contact_id.is_not(None),
        )
    )
    await session.execute(
        delete(Contact).where(Contact.tenant_id == tenant_id, Contact.patient_id == patient_id)
    )


async def list_contacts_of(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_ids: Iterable[UUID]
) -> list[ContactRecord]:
    """The people around these patients, in the order in which they were named."""
    found = await session.execute(
        select(
            Contact.contact_id,
            Contact.patient_id,
            Contact.name_sealed,
            Contact.relation,
            Contact.phone_sealed,
            Contact.languages,
        )
        .where(Contact.tenant_id == tenant_id, Contact.patient_id.in_(list(patient_ids)))
        .order_by(Contact.contact_id)
    )
    return [_opened(keyring, tenant_id, row) for row in found]


def _opened(keyring: KeyRing, tenant_id: TenantId, row: AnyRow) -> ContactRecord:
    def opened(column: str) -> str | None:
        sealed = getattr(row, column)
        if sealed is None:
            return None
        return unseal(keyring, sealed, tenant_id, "contact", column, row.contact_id)

    return ContactRecord(
        row.contact_id,
        row.patient_id,
        opened("name_sealed"),
        row.relation,
        opened("phone_sealed"),
        tuple(row.languages),
    )
