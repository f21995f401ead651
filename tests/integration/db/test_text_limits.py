"""The database ends a text, too, whoever writes it."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
import pytest_asyncio

from shared.db.ids import new_id
from tests.support.databases import DatabaseUrls

ID = new_id()
DECIDED = {
    "clearance_id": ID,
    "request_id": ID,
    "screening_id": ID,
    "service": "dry-needling",
    "status": "decided",
    "decision": "refuse",
    "decided_by": ID,
}
OF_REQUEST = {
    "request_id": ID,
    "channel": "phone",
    "caller_phone_sealed": b"",
    "caller_phone_index": b"",
    "key_version": 1,
}


@pytest_asyncio.fixture
async def anyone(db_urls: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    """A connection that skips references and triggers, and no check."""
    connection = await asyncpg.connect(db_urls.superuser_url)
    await connection.execute("SET session_replication_role = replica")
    yield connection
    await connection.close()


@pytest.mark.parametrize(
    ("table", "column", "longest", "row"),
    [
        ("clearance", "conditions_sealed", 8031, DECIDED),
        ("request", "complaint_sealed", 16031, OF_REQUEST),
        ("request", "diagnosis_sealed", 16031, OF_REQUEST),
        ("patient", "notes_sealed", 16031, {"patient_id": ID}),
        ("contact", "relation", 60, {"contact_id": ID, "patient_id": ID}),
        ("incident", "text", 2000, {"incident_id": ID, "kind": "x"}),
        ("audit", "detail_sealed", 65536, {"audit_id": ID, "act": "x", "noun": "x"}),
    ],
)
async def test_a_text_may_be_that_long_and_no_longer(
    anyone: asyncpg.Connection, table: str, column: str, longest: int, row: dict[str, Any]
) -> None:
    """One character or byte more is refused by a constraint that names table and column."""
    fill: str | bytes = b"x" if column.endswith("_sealed") else "x"
    decided = ", decided_at" if table == "clearance" else ""
    names = ["tenant_id", column, *row]
    values = ", ".join(f"${number}" for number in range(1, len(names) + 1))
    insert = (
        f"INSERT INTO {table} ({', '.join(names)}{decided}) "
        f"VALUES ({values}{', now()' if decided else ''})"
    )
    named = f"{table}_{column.removesuffix('_sealed')}_short"
    async with anyone.transaction():
        await anyone.execute(insert, new_id(), fill * longest, *row.values())
    with pytest.raises(asyncpg.CheckViolationError) as caught:
        await anyone.execute(insert, new_id(), fill * (longest + 1), *row.values())
    assert caught.value.constraint_name == named
