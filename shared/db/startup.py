"""Refuses to serve on a database that cannot keep its promises."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.db.revision import head_revision
from shared.domain.errors import RoundsError

OLDEST_POSTGRES = 160000

_WHO_AM_I = text("""
    SELECT current_user AS name, r.rolsuper, r.rolbypassrls,
           current_setting('server_version_num')::int AS server_version,
           EXISTS (SELECT FROM pg_class c WHERE c.relkind IN ('r', 'p')
                   AND c.relnamespace = 'public'::regnamespace
                   AND pg_has_role(r.oid, c.relowner, 'MEMBER')) AS owns_tables,
           EXISTS (SELECT FROM pg_roles s WHERE (s.rolsuper OR s.rolbypassrls)
                   AND pg_has_role(r.oid, s.oid, 'MEMBER')) AS may_become_more
    FROM pg_roles r WHERE r.rolname = current_user
""")


class UnsafeDatabase(RoundsError):  # noqa: N818 - named like its siblings in domain.errors
    """The role or the server would let tenants see each other, or the schema is not ours."""

    slug = "unsafe-database"


async def refuse_unsafe_role(engine: AsyncEngine) -> None:
    """Raise UnsafeDatabase, naming the remedy, unless this role is bound by every policy."""
    async with engine.connect() as connection:
        me = (await connection.execute(_WHO_AM_I)).one()
        known = await connection.scalar(text("SELECT to_regclass('public.alembic_version')"))
        revision = None
        if known is not None:
            revision = await connection.scalar(text("SELECT version_num FROM alembic_version"))
    if me.rolsuper or me.rolbypassrls or me.may_become_more:
        raise UnsafeDatabase(
            f"Role {me.name!r} is a superuser or bypasses row security (or may become one that "
            "does); use rounds_app of infra/postgres/roles.sql in ROUNDS_DATABASE_URL."
        )
    if me.owns_tables:
        raise UnsafeDatabase(
            f"Role {me.name!r} owns the tables; use rounds_app in ROUNDS_DATABASE_URL and keep the "
            "owner for migrations."
        )
    if me.server_version < OLDEST_POSTGRES:
        raise UnsafeDatabase(
            f"Postgres {me.server_version // 10000} is too old; 16 or newer is needed."
        )
    if revision != head_revision():
        raise UnsafeDatabase(
            f"The schema is at {revision or 'nothing'}, this release needs {head_revision()}; run "
            "`python -m shared.db upgrade` as the owner."
        )
