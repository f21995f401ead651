"""The fixtures that everybody else's tests stand on."""

import asyncpg

from tests.support.databases import DatabaseUrls


async def test_the_database_is_migrated_and_the_app_role_owns_nothing(
    db_urls: DatabaseUrls,
) -> None:
    """The application logs in with its own role to a database that has the schema."""
    connection = await asyncpg.connect(db_urls.app_url)
    try:
        role = await connection.fetchrow(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user"
        )
        version = await connection.fetchval("SHOW server_version_num")
        owned = await connection.fetchval(
            "SELECT count(*) FROM pg_class WHERE pg_get_userbyid(relowner) = current_user"
        )
    finally:
        await connection.close()
    assert tuple(role) == (False, False)
    assert int(version) >= 160000
    assert owned == 0
