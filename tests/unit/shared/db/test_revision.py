"""What services compare the schema with, and what they do without for it."""

import subprocess
import sys
from pathlib import Path

from alembic.script import ScriptDirectory

from shared.db.migrate import alembic_config
from shared.db.revision import head_revision

ROOT = Path(__file__).resolve().parents[4]
PROBE = """
import sys
import services.{name}
print([one for one in ("alembic", "mako") if one in sys.modules])
"""


def test_the_newest_file_is_alembics_head() -> None:
    """The numbers of the files say what the chain of revisions says."""
    assert head_revision() == ScriptDirectory.from_config(alembic_config()).get_current_head()


def test_serving_needs_no_alembic() -> None:
    """The api starts without loading what only migrations need."""
    probe = PROBE.format(name="api.app")
    done = subprocess.run(
        [sys.executable, "-c", probe], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "[]"
