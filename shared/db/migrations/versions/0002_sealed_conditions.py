"""A clinician's conditions are sealed like every other clinical text; texts have a longest length.

Conditions that are in the clear already are sealed with the installation's key ring, which is read
from ROUNDS_KEYS_FILE only where there are such rows: without it the revision refuses and changes
nothing. The way down opens them again by the same rule.

Complaints and diagnoses had no limit at all: where one is too long the revision refuses as well, so
that a person decides what of a clinical text is kept.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy import Row, text

from shared.crypto.keyring import BadKeys, KeyRing
from shared.crypto.seal import seal, unseal
from shared.db.migrations.script import run_script
from shared.domain.errors import Invalid

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

# The owner is bound by the policies, too; and a decision is final but for this.
_OPEN = "ALTER TABLE clearance NO FORCE ROW LEVEL SECURITY, DISABLE TRIGGER USER"
_CLOSE = "ALTER TABLE clearance ENABLE TRIGGER USER, FORCE ROW LEVEL SECURITY"
_WRITTEN = (
    "ALTER TABLE clearance ADD CONSTRAINT clearance_conditions_written CHECK "
    "(coalesce(decision, '') <> 'clear-with-conditions' OR {})"
)


def upgrade() -> None:
    op.execute("ALTER TABLE clearance ADD COLUMN conditions_sealed BYTEA")
    op.execute("ALTER TABLE clearance DROP CONSTRAINT clearance_conditions_written")
    _copy("conditions", "conditions_sealed", _sealed)
    op.execute("ALTER TABLE clearance DROP COLUMN conditions")
    op.execute(_WRITTEN.format("conditions_sealed IS NOT NULL"))
    for told in ("complaint", "diagnosis"):
        _refuse_longer(told, 4000)
    run_script("200_text_limits")
    run_script("210_api_keys")
    run_script("220_ended_shifts")
    run_script("230_released")
    run_script("240_incident_subjects")


def downgrade() -> None:
    run_script("241_incident_subjects_down")
    run_script("231_released_down")
    run_script("221_ended_shifts_down")
    run_script("211_api_keys_down")
    run_script("201_text_limits_down")
    op.execute("ALTER TABLE clearance ADD COLUMN conditions TEXT")
    op.execute("ALTER TABLE clearance DROP CONSTRAINT clearance_conditions_written")
    _copy("conditions_sealed", "conditions", _opened)
    op.execute("ALTER TABLE clearance DROP COLUMN conditions_sealed")
    op.execute(_WRITTEN.format("coalesce(conditions, '') <> ''"))


def _copy(source: str, target: str, turned: Callable[[KeyRing, Row[Any]], Any]) -> None:
    """Every tenant's conditions from one column to the other."""
    op.execute(_OPEN)
    bind = op.get_bind()
    rows = bind.execute(
        text(
            f"SELECT tenant_id, clearance_id, {source} AS value FROM clearance "
            f"WHERE {source} IS NOT NULL"
        )
    ).all()
    keyring = _keys(len(rows)) if rows else None
    for row in rows:
        bind.execute(
            text(
                f"UPDATE clearance SET {target} = :value "
                "WHERE tenant_id = :tenant_id AND clearance_id = :clearance_id"
            ),
            {
                "value": keyring and turned(keyring, row),
                "tenant_id": row.tenant_id,
                "clearance_id": row.clearance_id,
            },
        )
    op.execute(_CLOSE)


def _refuse_longer(told: str, characters: int) -> None:
    """Raises Invalid naming the requests whose `<told>_sealed` the new limit would refuse."""
    op.execute("ALTER TABLE request NO FORCE ROW LEVEL SECURITY")
    too_long = text(
        f"SELECT request_id FROM request WHERE octet_length({told}_sealed) > :bytes "
        "ORDER BY request_id LIMIT 10"
    )
    found = op.get_bind().scalars(too_long, {"bytes": 4 * characters + 31}).all()
    if found:
        raise Invalid.one(
            told,
            f"The {told} of these requests is longer than {characters} characters; shorten it "
            "before the upgrade, in the version that runs now or, where a request is over, by "
            f"setting {told}_sealed to NULL: {', '.join(map(str, found))}",
        )
    op.execute("ALTER TABLE request FORCE ROW LEVEL SECURITY")


def _keys(rows: int) -> KeyRing:
    path = os.environ.get("ROUNDS_KEYS_FILE")
    if not path:
        raise BadKeys(
            f"{rows} decisions of clinicians hold conditions, which this revision seals (on the "
            "way down: opens); set ROUNDS_KEYS_FILE to the installation's key file and run it again"
        )
    return KeyRing.read(Path(path))


def _sealed(keyring: KeyRing, row: Row[Any]) -> bytes:
    return seal(keyring, row.value, *_cell(row))


def _opened(keyring: KeyRing, row: Row[Any]) -> str:
    return unseal(keyring, row.value, *_cell(row))


def _cell(row: Row[Any]) -> tuple[Any, str, str, Any]:
    return row.tenant_id, "clearance", "conditions_sealed", row.clearance_id
