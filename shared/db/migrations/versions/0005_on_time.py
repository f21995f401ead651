"""A plan keeps the share of its promises that it is expected to keep."""

from shared.db.migrations.script import run_script

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("500_on_time")


def downgrade() -> None:
    run_script("501_on_time_down")
