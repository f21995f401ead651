"""Which schema this code was written for, found without alembic: services start without it."""

from functools import cache
from pathlib import Path

VERSIONS = Path(__file__).parent / "migrations" / "versions"


@cache
def head_revision() -> str:
    """The newest revision that this code knows: its files are numbered in their order."""
    numbers = [path.name.partition("_")[0] for path in VERSIONS.glob("[0-9]*_*.py")]
    if not numbers:
        raise RuntimeError("there are no migrations in shared/db/migrations/versions")
    return max(numbers)
