"""Runs one of the SQL files beside this module inside the migration's transaction."""

from pathlib import Path
from typing import Any

from alembic import op
from sqlalchemy import text

FOLDER = Path(__file__).parent / "sql"


def run_script(name: str) -> None:
    """Execute `sql/<name>.sql`, which may hold many statements.

    Prepared statements hold one each, so the script goes to asyncpg's simple protocol directly.
    """
    script = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
    bind = op.get_bind()
    bind.execute(text("SELECT 1"))  # the driver's transaction starts with the first statement
    driver: Any = bind.connection.dbapi_connection
    driver.run_async(lambda connection: connection.execute(script))
