"""After a rotation everything that may change is under the new keys, and is found as before."""

from collections.abc import AsyncIterator
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select

from shared.crypto.blind_index import blind_index, blind_indexes, name_tokens
from shared.crypto.keyring import BadKeys, KeyPurpose, KeyRing, PurposeKeys, first_keys
from shared.crypto.seal import seal, unseal
from shared.db import audit
from shared.db.ids import new_id
from shared.db.models.patient import Contact, Patient, PatientNameToken, PatientPhone
from shared.db.models.tenancy import Tenant
from shared.db.models.work import IdempotencyKey
from shared.db.rotate_keys import KEEP_THEIR_SEAL, rotate, seal_keys_in_use, sealed_columns
from shared.db.tenant_session import Database
from shared.domain import person
from shared.domain.tenant import TenantId
from tests.support.databases import DatabaseUrls

OLD = first_keys({purpose: bytes([1]) * 32 for purpose in KeyPurpose})
NEW = OLD.with_new_keys({purpose: bytes([2]) * 32 for purpose in KeyPurpose})
ONLY_NEW = KeyRing({purpose: PurposeKeys(2, {2: bytes([2]) * 32}) for purpose in KeyPurpose})
PHONE, MOTHERS = "+971501234567", "+971507654321"
NAME = "Maryam Al Suwaidi"


@pytest_asyncio.fixture(scope="module")
async def database(db_urls: DatabaseUrls) -> AsyncIterator[Database]:
    """One connection is enough."""
    database = Database(db_urls.app_url, pool=1)
    yield database
    await database.close()


def sealed(tenant: TenantId, table: str, column: str, row_id: UUID, value: str) -> bytes:
    """Under the old keys."""
    return seal(OLD, value, tenant, table, column, row_id)


async def sealed_patient(database: Database, tenant: TenantId) -> tuple[UUID, UUID]:
    """A patient with a phone and a mother, under the old keys."""
    patient, mother = new_id(), new_id()
    name = sealed(tenant, "patient", "name_sealed", patient, NAME)
    phone = sealed(tenant, "patient", "phone_sealed", patient, PHONE)
    mothers = sealed(tenant, "contact", "phone_sealed", mother, MOTHERS)
    of_patient = {"tenant_id": tenant, "patient_id": patient}
    async with database.tenant_session(tenant) as session:
        session.add(Tenant(tenant_id=tenant, slug=f"t{tenant.hex[-12:]}", name="T"))
        await session.flush()
        session.add(Patient(**of_patient, name_sealed=name, phone_sealed=phone))
        await session.flush()
        session.add(
            Contact(**of_patient, contact_id=mother, relation="mother", phone_sealed=mothers)
        )
        await session.flush()
        for number, contact in ((PHONE, None), (MOTHERS, mother)):
            index = blind_index(OLD, tenant, number)
            session.add(
                PatientPhone(
                    **of_patient,
                    phone_index=index.value,
                    key_version=index.key_version,
                    contact_id=contact,
                )
            )
        for token in name_tokens(OLD, tenant, person.name_tokens(NAME)):
            session.add(PatientNameToken(**of_patient, token=token))
        await audit.record(
            session, tenant, None, "create", "patient", patient, detail="x", keyring=OLD
        )
    return patient, mother


async def test_rotation(database: Database) -> None:
    """Names, phones and indexes need the new keys only; the audit still needs its old seal."""
    tenant = TenantId(new_id())
    patient, mother = await sealed_patient(database, tenant)
    assert await rotate(database, NEW, tenant) == 3 + 2 + 1
    assert await rotate(database, NEW, tenant) == 0
    async with database.tenant_session(tenant) as session:
        row = (await session.scalars(select(Patient))).one()
        assert row.name_sealed is not None
        assert unseal(ONLY_NEW, row.name_sealed, tenant, "patient", "name_sealed", patient) == NAME
        with pytest.raises(BadKeys):
            unseal(OLD, row.name_sealed, tenant, "patient", "name_sealed", patient)
        phones = {p.phone_index: p.contact_id for p in await session.scalars(select(PatientPhone))}
        assert phones == {
            blind_indexes(ONLY_NEW, tenant, PHONE)[0]: None,
            blind_indexes(ONLY_NEW, tenant, MOTHERS)[0]: mother,
        }
        tokens = sorted(await session.scalars(select(PatientNameToken.token)))
        assert tokens == name_tokens(ONLY_NEW, tenant, person.name_tokens(NAME))
    async with database.tenant_session(tenant) as session:
        # An answer that is not given yet: claimed, still empty.
        session.add(
            IdempotencyKey(
                tenant_id=tenant, user_id=mother, key="k", request_hash=b"x", status=0, body=b""
            )
        )
    assert await seal_keys_in_use(database, tenant) == {1, 2}
    assert await rotate(database, NEW, tenant) == 0


async def test_an_answer_is_replayed_after_a_rotation(database: Database) -> None:
    """Answers that are kept for repeated commands open with the new keys alone."""
    tenant, user = TenantId(new_id()), new_id()
    cell = (tenant, "idempotency_key", "body", f"{user}|again")
    async with database.tenant_session(tenant) as session:
        session.add(Tenant(tenant_id=tenant, slug=f"t{tenant.hex[-12:]}", name="T"))
        await session.flush()
        session.add(
            IdempotencyKey(
                tenant_id=tenant,
                user_id=user,
                key="again",
                request_hash=b"x",
                status=201,
                body=seal(OLD, "{}", *cell),
            )
        )
    assert await rotate(database, NEW, tenant) == 1
    async with database.tenant_session(tenant) as session:
        body = (await session.scalars(select(IdempotencyKey.body))).one()
    assert unseal(ONLY_NEW, body, *cell) == "{}"
    assert await seal_keys_in_use(database, tenant) == {2}


def test_columns_are_found() -> None:
    """Sealed columns are known by their name; rows have one id, replayed answers user and key."""
    found = {(table.name, column) for table, column in sealed_columns()}
    assert {("patient", "name_sealed"), ("place", "details_sealed")} <= found
    again = {table for table, _ in sealed_columns() if table.name not in KEEP_THEIR_SEAL}
    several = {table.name for table in again if len(table.primary_key.columns) != 2}
    assert several == {"idempotency_key"}
    assert IdempotencyKey.__table__.primary_key.columns.keys() == ["tenant_id", "user_id", "key"]
