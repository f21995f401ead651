"""After `python -m shared.crypto add-keys`: bring a tenant's rows under the current keys.

Append-only rows keep the seal they were written with (the audit's chain covers the sealed bytes),
so a seal key stays in the file as long as any of them does; `seal_keys_in_use` tells which.
"""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Table, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.crypto.blind_index import blind_index, blind_indexes, name_tokens
from shared.crypto.keyring import KeyPurpose, KeyRing
from shared.crypto.seal import HEAD_BYTES, head_of, key_id_of_head, seal, unseal, unseal_bytes
from shared.db.models.patient import Contact, Patient, PatientNameToken, PatientPhone
from shared.db.models.registry import metadata
from shared.db.models.request import Request
from shared.db.tenant_session import Database
from shared.domain import person
from shared.domain.tenant import TenantId

KEEP_THEIR_SEAL = frozenset({"consent", "visit_event", "audit"})
IDEMPOTENCY = metadata().tables["idempotency_key"]
BATCH = 200


async def rotate(database: Database, keyring: KeyRing, tenant: TenantId) -> int:
    """Seal again and index again what is under an older key; how many rows were rewritten."""
    rewritten = 0
    for table, column in sealed_columns():
        if table.name in KEEP_THEIR_SEAL:
            continue
        while batch := await _seal_again(database, keyring, tenant, table, column):
            rewritten += batch
    async with database.tenant_connection(tenant) as connection:
        rewritten += await _index_callers(connection, keyring, tenant)
        rewritten += await _index_phones(connection, keyring, tenant)
        rewritten += await _index_names(connection, keyring, tenant)
    return rewritten


async def seal_keys_in_use(database: Database, tenant: TenantId) -> set[int]:
    """Ids of the seal keys without which some row of the tenant would not open."""
    used: set[int] = set()
    async with database.tenant_connection(tenant) as connection:
        for table, column in sealed_columns():
            heads = (
                select(func.substring(table.c[column], 1, HEAD_BYTES))
                .distinct()
                .where(func.length(table.c[column]) > HEAD_BYTES)
            )
            used |= {key_id_of_head(head) for head in await connection.scalars(heads)}
    return used


def sealed_columns() -> Iterator[tuple[Table, str]]:
    """Every column whose name says that it is sealed, and the answers kept for a replay."""
    yield IDEMPOTENCY, "body"
    for table in metadata().tables.values():
        for column in table.columns:
            if column.name.endswith("_sealed"):
                yield table, column.name


async def _seal_again(
    database: Database, keyring: KeyRing, tenant: TenantId, table: Table, column: str
) -> int:
    """One batch, in a transaction of its own, so that nobody waits long for a row."""
    keys = [key for key in table.primary_key.columns if key.name != "tenant_id"]
    cell = table.c[column]
    current = keyring.current(KeyPurpose.SEAL)
    head = head_of(current)
    old = (
        select(cell, *keys)
        .where(func.length(cell) > HEAD_BYTES, func.substring(cell, 1, HEAD_BYTES) != head)
        .limit(BATCH)
        .with_for_update()
    )
    async with database.tenant_connection(tenant) as connection:
        rows = (await connection.execute(old)).all()
        for sealed, *ids in rows:
            # A replayed answer is sealed for `user|key`, every other row for its one id.
            row_id = ids[0] if len(ids) == 1 else "|".join(map(str, ids))
            plain = unseal_bytes(keyring, sealed, tenant, table.name, column, row_id)
            fresh = seal(keyring, plain, tenant, table.name, column, row_id)
            this = [key == value for key, value in zip(keys, ids, strict=True)]
            await connection.execute(update(table).where(*this).values({column: fresh}))
    return len(rows)


async def _index_callers(connection: AsyncConnection, keyring: KeyRing, tenant: TenantId) -> int:
    old = select(Request.request_id, Request.caller_phone_sealed).where(
        Request.key_version != keyring.current(KeyPurpose.PHONE_INDEX)
    )
    rows = (await connection.execute(old.with_for_update())).all()
    for request_id, sealed in rows:
        phone = unseal(keyring, sealed, tenant, "request", "caller_phone_sealed", request_id)
        index = blind_index(keyring, tenant, phone)
        await connection.execute(
            update(Request)
            .where(Request.request_id == request_id)
            .values(caller_phone_index=index.value, key_version=index.key_version)
        )
    return len(rows)


async def _index_phones(connection: AsyncConnection, keyring: KeyRing, tenant: TenantId) -> int:
    """An index says nothing of its number: it is found among all numbers of the patient."""
    current = keyring.current(KeyPurpose.PHONE_INDEX)
    old = select(PatientPhone.phone_index, PatientPhone.patient_id, PatientPhone.contact_id).where(
        PatientPhone.key_version != current
    )
    rewritten = 0
    for found, patient_id, contact_id in (await connection.execute(old)).all():
        for phone in await _phones_of(connection, keyring, tenant, patient_id):
            if found not in blind_indexes(keyring, tenant, phone):
                continue
            index = blind_index(keyring, tenant, phone)
            await connection.execute(
                insert(PatientPhone)
                .values(
                    tenant_id=tenant,
                    phone_index=index.value,
                    patient_id=patient_id,
                    key_version=index.key_version,
                    contact_id=contact_id,
                )
                .on_conflict_do_nothing()
            )
            await connection.execute(
                delete(PatientPhone).where(
                    PatientPhone.phone_index == found, PatientPhone.patient_id == patient_id
                )
            )
            rewritten += 1
            break
    return rewritten


async def _phones_of(
    connection: AsyncConnection, keyring: KeyRing, tenant: TenantId, patient_id: UUID
) -> set[str]:
    """The patient's own number, their contacts' and those of whoever called for them."""
    phones: set[str] = set()
    for row_id, sealed in (
        (Patient.patient_id, Patient.phone_sealed),
        (Contact.contact_id, Contact.phone_sealed),
        (Request.request_id, Request.caller_phone_sealed),
    ):
        rows = select(row_id, sealed).where(row_id.class_.patient_id == patient_id)
        for key, value in (await connection.execute(rows)).all():
            if value is not None:
                table = sealed.class_.__tablename__
                phones.add(unseal(keyring, value, tenant, table, sealed.key, key))
    return phones


async def _index_names(connection: AsyncConnection, keyring: KeyRing, tenant: TenantId) -> int:
    """Tokens carry no key version, so each patient's are compared with what they should be."""
    named = select(Patient.patient_id, Patient.name_sealed)
    rewritten = 0
    for patient_id, sealed in (await connection.execute(named)).all():
        if sealed is None:
            continue
        name = unseal(keyring, sealed, tenant, "patient", "name_sealed", patient_id)
        wanted = set(name_tokens(keyring, tenant, person.name_tokens(name)))
        of_patient = PatientNameToken.patient_id == patient_id
        present = set(await connection.scalars(select(PatientNameToken.token).where(of_patient)))
        if wanted == present:
            continue
        gone = present - wanted
        await connection.execute(
            delete(PatientNameToken).where(of_patient, PatientNameToken.token.in_(gone))
        )
        missing = [
            {"tenant_id": tenant, "token": token, "patient_id": patient_id}
            for token in wanted - present
        ]
        if missing:
            await connection.execute(insert(PatientNameToken), missing)
        rewritten += 1
    return rewritten
