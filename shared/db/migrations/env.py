"""Alembic's entry: migrates over the connection that `shared.db.migrate` hands in."""

from alembic import context

from shared.db.models.registry import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata(),
    compare_type=True,
    compare_server_default=True,
)
with context.begin_transaction():
    context.run_migrations()
