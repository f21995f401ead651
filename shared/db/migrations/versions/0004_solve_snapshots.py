"""What a solve was given lies apart from it, compressed, and goes after some days; a solve keeps
why it failed and how much work it did.
"""

from shared.db.migrations.script import run_script

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    run_script("400_solve_snapshots")


def downgrade() -> None:
    run_script("401_solve_snapshots_down")
