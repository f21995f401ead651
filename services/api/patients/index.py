"""How sealed patients are found: blind indexes of phones, keyed trigrams of names (DESIGN 4)."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete, func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from services.api.rows import AnyRow
from shared.crypto.blind_index import (
    blind_index,
    blind_indexes,
    name_tokens,
    name_tokens_by_key,
)
from shared.crypto.keyring import KeyRing
from shared.db.models.patient import PatientNameToken, PatientPhone
from shared.domain import person
from shared.domain.tenant import TenantId

_ADD_NAME = text("""
    INSERT INTO patient_name_token (tenant_id, token, patient_id)
    VALUES (:tenant, :token, :patient) ON CONFLICT DO NOTHING
""")

_ADD_PHONE = text("""
    INSERT INTO patient_phone (tenant_id, phone_index, patient_id, key_version, contact_id)
    VALUES (:tenant, :phone_index, :patient, :key_version, :contact) ON CONFLICT DO NOTHING
""")

_BY_PHONE = text("""
    SELECT patient_id, contact_id FROM patient_phone
    WHERE tenant_id = :tenant AND phone_index = ANY(:wanted)
    ORDER BY contact_id IS NOT NULL, patient_id DESC
""")

# A third of the trigrams must agree: one wrong letter costs three of a short word's six.
LEAST_LIKENESS = 0.34


async def index_name(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, patient_id: UUID, name: str
) -> None:
    """Make the patient findable by this name, in either script and loosely spelt."""
    tokens = name_tokens(keyring, tenant_id, person.name_tokens(name))
    if tokens:
        rows = [{"tenant": tenant_id, "token": token, "patient": patient_id} for token in tokens]
        await session.execute(_ADD_NAME, rows)


async def forget_name(session: AsyncSession, tenant_id: TenantId, patient_id: UUID) -> None:
    """Before a new name is indexed."""
    await session.execute(
        delete(PatientNameToken).where(
            PatientNameToken.tenant_id == tenant_id, PatientNameToken.patient_id == patient_id
        )
    )


async def index_phone(
    session: AsyncSession,
    keyring: KeyRing,
    tenant_id: TenantId,
    patient_id: UUID,
    phone_e164: str,
    *,
    contact_id: UUID | None = None,
) -> None:
    """Make the patient findable by their own or a contact's phone; the first entry stays."""
    blind = blind_index(keyring, tenant_id, phone_e164)
    row = {
        "tenant": tenant_id,
        "phone_index": blind.value,
        "patient": patient_id,
        "key_version": blind.key_version,
        "contact": contact_id,
    }
    await session.execute(_ADD_PHONE, row)


async def forget_phone(session: AsyncSession, tenant_id: TenantId, patient_id: UUID) -> None:
    """The patient's own number, before a new one is indexed."""
    await session.execute(
        delete(PatientPhone).where(
            PatientPhone.tenant_id == tenant_id,
            PatientPhone.patient_id == patient_id,
            PatientPhone.contact_id.is_(None),
        )
    )


async def ids_by_phone(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, phone_e164: str
) -> list[UUID]:
    """Patients with this number or a contact who has it; own numbers first, newest first."""
    wanted = list(blind_indexes(keyring, tenant_id, phone_e164))
    found = await session.execute(_BY_PHONE, {"tenant": tenant_id, "wanted": wanted})
    return list(dict.fromkeys(row.patient_id for row in found))


async def ids_by_name(
    session: AsyncSession, keyring: KeyRing, tenant_id: TenantId, name: str, limit: int
) -> list[UUID]:
    """Patients whose name is alike, most alike first (share of the asked trigrams they have)."""
    pieces = person.name_tokens(name)
    ranked: dict[UUID, float] = {}
    for tokens in name_tokens_by_key(keyring, tenant_id, pieces):
        for row in await _alike(session, tenant_id, tokens, limit):
            likeness = row.hits / len(tokens)
            ranked[row.patient_id] = max(likeness, ranked.get(row.patient_id, 0.0))
    good = [(-likeness, who) for who, likeness in ranked.items() if likeness >= LEAST_LIKENESS]
    return [who for _, who in sorted(good)][:limit]


async def _alike(
    session: AsyncSession, tenant_id: TenantId, tokens: list[int], limit: int
) -> Sequence[AnyRow]:
    if not tokens:
        return []
    hits = func.count().label("hits")
    found = await session.execute(
        select(PatientNameToken.patient_id, hits)
        .where(PatientNameToken.tenant_id == tenant_id, PatientNameToken.token.in_(tokens))
        .group_by(PatientNameToken.patient_id)
        .order_by(hits.desc(), PatientNameToken.patient_id.desc())
        .limit(limit)
    )
    rows: Sequence[AnyRow] = found.all()
    return rows
