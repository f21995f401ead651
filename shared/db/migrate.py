"""Schema up, down, and whether it is where the code expects it."""

from collections.abc import Callable
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from shared.db.engine import make_engine
from shared.db.models.registry import metadata
from shared.db.revision import head_revision


def alembic_config() -> Config:
    """Alembic's settings, in code: there is no file to keep in step."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config


async def upgrade(owner_url: str, revision: str = "head") -> None:
    """Bring the database up to `revision`, in one transaction."""
    await _with_connection(owner_url, lambda config: command.upgrade(config, revision))


async def downgrade(owner_url: str, revision: str = "base") -> None:
    """Take the database down to `revision`; `base` leaves no table of ours."""
    await _with_connection(owner_url, lambda config: command.downgrade(config, revision))


async def drift(owner_url: str) -> list[str]:
    """What differs between the models and the database; empty when they agree."""
    engine = make_engine(owner_url, 0)
    try:
        async with engine.connect() as connection:
            return await connection.run_sync(_differences)
    finally:
        await engine.dispose()


async def _with_connection(owner_url: str, act: Callable[[Config], None]) -> None:
    def run(connection: Connection) -> None:
        config = alembic_config()
        config.attributes["connection"] = connection
        act(config)

    engine = make_engine(owner_url, 0)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def _differences(connection: Connection) -> list[str]:
    context = MigrationContext.configure(
        connection, opts={"compare_type": True, "compare_server_default": True}
    )
    at = context.get_current_revision()
    found = [] if at == head_revision() else [f"schema at {at}, code expects {head_revision()}"]
    return found + [repr(difference) for difference in compare_metadata(context, metadata())]
