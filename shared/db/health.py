"""Whether the database can be worked with now."""

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from shared.db.revision import head_revision
from shared.db.tenant_session import Database


async def database_problem(database: Database) -> str | None:
    """None when it answers with the schema that this code was written for; else what is wrong."""
    try:
        async with database.engine.connect() as connection:
            revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    except (SQLAlchemyError, OSError, TimeoutError):
        return "away"
    return None if revision == head_revision() else f"schema at {revision}"
