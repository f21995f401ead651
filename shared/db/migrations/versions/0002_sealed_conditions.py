"""A clinician's conditions are sealed like every other clinical text; texts have a longest length.

Conditions that are in the clear already are sealed with the installation's key ring, which is read
from ROUNDS_KEYS_FILE only where there are such rows: without it the revision refuses and changes
nothing. The way down opens them again by the same rule.
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
