"""What the main job touches: tables, isolation, the rules that Postgres keeps, the system door.

The SQL is a frozen snapshot, one file per concern, and is never edited after a release.
"""

from shared.db.migrations.script import run_script

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

SCRIPTS = (
    "010_tenancy",
    "020_therapists",
    "030_patients",
    "040_requests",
    "050_visits",
    "060_plans",
    "070_work",
    "080_references",
    "090_isolation",
    "100_system_door",
    "110_claim_jobs",
    "120_relay",
    "130_rows",
    "140_certificates",
    "150_stops",
    "160_screening",
    "170_visits",
    "190_system_owner",
)


def upgrade() -> None:
    for script in SCRIPTS:
        run_script(script)


def downgrade() -> None:
    run_script("900_downgrade")
