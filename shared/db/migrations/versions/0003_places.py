"""Places of a tenant's own, buildings that patients' places inherit from, links for pins; calendar,
observed breaks, bad days and learned travel; workers take the tenants' jobs in turn with one slot
as well.
"""

from shared.db.migrations.script import run_script

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("300_places")
    run_script("310_travel")
    run_script("320_claim_turns")


def downgrade() -> None:
    run_script("370_claim_turns_down")
    run_script("380_travel_down")
    run_script("390_places_down")
