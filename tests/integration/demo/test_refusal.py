"""Real data is never seeded over."""

import subprocess
import sys

import asyncpg

from services.api.tenants.creation import NewTenant, create_tenant
from shared.db.tenant_session import Database
from tests.support.databases import DatabaseUrls


async def test_a_database_with_a_real_tenant_is_refused(db_urls: DatabaseUrls) -> None:
    """Exit 1 and one line that names the tenant; also when that tenant is switched off."""
    database = Database(db_urls.app_url, 1)
    await create_tenant(database, NewTenant("clinic", "A real clinic"))
    await database.close()
    for active in (True, False):
        sql = await asyncpg.connect(db_urls.superuser_url, ssl=False)
        await sql.execute("UPDATE tenant SET active = $1", active)
        ended = subprocess.run(
            [sys.executable, "-m", "infra.demo.seed"],
            env={**db_urls.env, "ROUNDS_OWNER_DATABASE_URL": db_urls.owner_url},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert ended.returncode == 1
        assert ended.stderr.count("\n") == 1
        assert "not a demo: tenant 'clinic'" in ended.stderr
        assert await sql.fetchval("SELECT count(*) FROM tenant") == 1
        await sql.close()
