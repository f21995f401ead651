"""The schema goes up, down and up again, and is what the models say."""

import re
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from sqlalchemy import CheckConstraint

from infra.local.stack import Stack
from shared.crypto.keyring import BadKeys, KeyRing
from shared.crypto.seal import unseal
from shared.db import migrate
from shared.db.ids import new_id
from shared.db.models.registry import metadata
from shared.domain.errors import Invalid
from tests.support.databases import DatabaseUrls
from tests.support.stacks import fresh_database

_LEFT = """
    SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace
        AND relkind IN ('r', 'S', 'v') AND relowner <> 'postgres'::regrole
    UNION ALL
    SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace
        AND proowner IN ('rounds_owner'::regrole, 'rounds_system'::regrole)
"""


async def test_down_and_up(stack: Stack, template: str) -> None:
    """Down leaves nothing of ours but alembic's table; up again agrees with the models."""
    urls = await fresh_database(stack, template)
    assert await migrate.drift(urls.owner_url) == []
    await migrate.downgrade(urls.owner_url)
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        left = {row["relname"] for row in await connection.fetch(_LEFT)}
        assert left == {"alembic_version"}
    finally:
        await connection.close()
    assert await migrate.drift(urls.owner_url) != []
    await migrate.upgrade(urls.owner_url)
    assert await migrate.drift(urls.owner_url) == []


async def test_drift_is_seen(stack: Stack, template: str) -> None:
    """A column that only the database has is named."""
    urls = await fresh_database(stack, template)
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        await connection.execute("ALTER TABLE visit ADD COLUMN mood text")
    finally:
        await connection.close()
    assert "mood" in " ".join(await migrate.drift(urls.owner_url))


async def test_conditions_are_sealed_on_the_way_up(
    stack: Stack, template: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What clinicians wrote in the clear is sealed by 0002 and opened on its way down; without the
    keys it refuses and nothing has changed.
    """
    urls = await fresh_database(stack, template)
    tenant, clearance = new_id(), new_id()
    monkeypatch.delenv("ROUNDS_KEYS_FILE", raising=False)
    await migrate.downgrade(urls.owner_url, "0001")
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        await connection.execute("SET session_replication_role = replica")  # no other rows needed
        await connection.execute(_DECIDED, tenant, clearance, new_id())
        with pytest.raises(BadKeys, match=r"1 decisions .* ROUNDS_KEYS_FILE"):
            await migrate.upgrade(urls.owner_url)
        assert await _only(connection, "conditions") == "Thin needles only."
        keys = Path(urls.env["ROUNDS_KEYS_FILE"])
        monkeypatch.setenv("ROUNDS_KEYS_FILE", str(keys))
        await migrate.upgrade(urls.owner_url)
        sealed = await _only(connection, "conditions_sealed")
        cell = (tenant, "clearance", "conditions_sealed", clearance)
        assert unseal(KeyRing.read(keys), sealed, *cell) == "Thin needles only."
        assert await connection.fetchval(_GUARDED) is True
        assert await migrate.drift(urls.owner_url) == []
        await migrate.downgrade(urls.owner_url, "0001")
        assert await _only(connection, "conditions") == "Thin needles only."
    finally:
        await connection.close()


async def test_a_text_that_is_too_long_stops_the_way_up(stack: Stack, template: str) -> None:
    """0002 names the requests and changes nothing; once shortened, every row is held to the
    limits, but for what was recorded and is never changed.
    """
    urls = await fresh_database(stack, template)
    await migrate.downgrade(urls.owner_url, "0001")
    tenant, request = new_id(), new_id()
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        await connection.execute("SET session_replication_role = replica")  # no other rows needed
        await connection.execute(_REQUESTED, tenant, request)
        tell = "UPDATE request SET diagnosis_sealed = $1"
        await connection.execute(tell, b"x" * (4 * 4000 + 32))
        with pytest.raises(Invalid, match=rf"diagnosis .* 4000 characters.*{request}"):
            await migrate.upgrade(urls.owner_url)
        assert await connection.fetchval("SELECT version_num FROM alembic_version") == "0001"
        assert await connection.fetchval(_GUARDED.replace("clearance", "request"))
        await connection.execute(tell, b"x" * (4 * 4000 + 31))
        await migrate.upgrade(urls.owner_url)
        assert await connection.fetchval(_GUARDED.replace("clearance", "request"))
        loose = await connection.fetch(
            "SELECT conname FROM pg_constraint WHERE NOT convalidated "
            "AND connamespace = 'public'::regnamespace"
        )
        assert [row["conname"] for row in loose] == ["audit_detail_short"]
    finally:
        await connection.close()


async def test_old_incidents_say_their_request(stack: Stack, template: str) -> None:
    """0002 takes it from the visit, or from the sentence of an emergency on the phone; a sentence
    that names no request of this tenant says nothing.
    """
    urls = await fresh_database(stack, template)
    await migrate.downgrade(urls.owner_url, "0001")
    tenant, visit, booked, called = (new_id() for _ in range(4))
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        await connection.execute("SET session_replication_role = replica")  # no other rows needed
        for request in (booked, called):
            await connection.execute(_REQUESTED, tenant, request)
        await connection.execute(_VISITED, tenant, visit, booked)
        emergency = "Emergency answers in request {}: call back."
        for kind, of, said in (
            ("overrun", visit, "It takes long."),
            ("emergency", None, emergency.format(called)),
            ("emergency", None, emergency.format(new_id())),
        ):
            await connection.execute(_HAPPENED, tenant, new_id(), of, kind, said)
        await migrate.upgrade(urls.owner_url)
        found = await connection.fetch("SELECT request_id, version FROM incident")
        assert {tuple(row) for row in found} == {(booked, 1), (called, 1), (None, 1)}
        for table in ("incident", "visit", "request"):
            assert await connection.fetchval(_GUARDED.replace("clearance", table)), table
    finally:
        await connection.close()


_REQUESTED = """
    INSERT INTO request (tenant_id, request_id, channel, caller_phone_sealed, caller_phone_index,
                         key_version)
    VALUES ($1, $2, 'phone', '', '', 1)
"""
_VISITED = """
    INSERT INTO visit (tenant_id, visit_id, request_id, patient_id, place_id, screening_id, service,
                       required_certificates, service_s, opens_at, closes_at, plan_date)
    VALUES ($1, $2, $3, $3, $3, $3, 'assessment', '{licence}', 60, now(), now(), now())
"""
_HAPPENED = """
    INSERT INTO incident (tenant_id, incident_id, visit_id, kind, text) VALUES ($1, $2, $3, $4, $5)
"""
_DECIDED = """
    INSERT INTO clearance (tenant_id, clearance_id, request_id, screening_id, service, status,
                           decision, conditions, decided_by, decided_at)
    VALUES ($1, $2, $3, $3, 'dry-needling', 'decided', 'clear-with-conditions',
            'Thin needles only.', $3, now())
"""
_GUARDED = """
    SELECT relforcerowsecurity AND NOT EXISTS (
        SELECT FROM pg_trigger WHERE tgrelid = 'clearance'::regclass AND tgenabled = 'D')
    FROM pg_class WHERE oid = 'clearance'::regclass
"""


async def _only(connection: Any, column: str) -> Any:
    return await connection.fetchval(f"SELECT {column} FROM clearance")


async def test_checks_are_the_models(db_urls: DatabaseUrls) -> None:
    """Alembic compares no checks: each of a model is in the database with the same words."""
    connection = await asyncpg.connect(db_urls.owner_url)
    try:
        rows = await connection.fetch(
            "SELECT conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint "
            "WHERE contype = 'c' AND connamespace = 'public'::regnamespace"
        )
    finally:
        await connection.close()
    written = {row["conname"]: words(row["definition"]) for row in rows}
    modelled = {
        str(check.name): words(str(check.sqltext))
        for table in metadata().tables.values()
        for check in table.constraints
        if isinstance(check, CheckConstraint)
    }
    assert written == modelled


def words(definition: str) -> set[str]:
    """The quoted words of a check, which is where lists of statuses drift."""
    return set(re.findall(r"'([\w-]+)'", definition))
