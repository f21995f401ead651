"""What pg_catalog says of isolation; the closed lists here are the only exceptions there are."""

from collections.abc import AsyncIterator

import asyncpg
import pytest
import pytest_asyncio

from tests.integration.db.every_table import fill_every_table
from tests.integration.db.world import World
from tests.support.databases import DatabaseUrls

# Tables that are not one tenant's.
GLOBAL_TABLES = {"app_user", "alembic_version"}
# Keys and indexes that do not begin with the tenant, and why.
KEYS_WITHOUT_TENANT = {
    "tenant_slug_key",  # names the tenant itself, at login
    "membership_user_idx",  # memberships_of finds a person's tenants
    "membership_user_fk",  # a person is not of one tenant
}
SYSTEM_TABLES = {
    "tenant",
    "app_user",
    "membership",
    "session",
    "api_key",
    "job",
    "outbox",
    "audit",
}
DEFINER_FUNCTIONS = {
    "tenants_active",
    "tenants_all",
    "login_lookup",
    "memberships_of",
    "session_lookup",
    "api_key_lookup",
    "ensure_user",
    "replace_password",
    "due_jobs",
    "claim_jobs",
    "chain_audit",
    "relay_outbox",
    "prune_outbox",
}
OWN_ROWS = (
    "(tenant_id = (( SELECT current_setting('app.tenant_id'::text) AS current_setting))::uuid)"
)


@pytest_asyncio.fixture(scope="module")
async def catalogue(db_urls: DatabaseUrls) -> AsyncIterator[asyncpg.Connection]:
    """The superuser, who sees everything."""
    connection = await asyncpg.connect(db_urls.superuser_url)
    yield connection
    await connection.close()


async def tenant_tables(catalogue: asyncpg.Connection) -> set[str]:
    """All tables of ours but the global ones."""
    rows = await catalogue.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace"
    )
    return {row["relname"] for row in rows} - GLOBAL_TABLES


async def test_row_security_everywhere(catalogue: asyncpg.Connection) -> None:
    """Every table has row level security enabled and forced."""
    rows = await catalogue.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') "
        "AND relnamespace = 'public'::regnamespace "
        "AND NOT (relrowsecurity AND relforcerowsecurity)"
    )
    assert {row["relname"] for row in rows} == {"alembic_version"}


async def test_policies(catalogue: asyncpg.Connection) -> None:
    """One policy a tenant table for reading and writing one's own; the system's on its list."""
    rows = await catalogue.fetch("SELECT * FROM pg_policies WHERE schemaname = 'public'")
    own = {row["tablename"]: row for row in rows if row["policyname"] == "tenant_isolation"}
    assert set(own) == await tenant_tables(catalogue)
    for row in own.values():
        assert (row["roles"], row["cmd"], row["permissive"]) == (
            ["rounds_app"],
            "ALL",
            "PERMISSIVE",
        )
        assert row["qual"] == row["with_check"] == OWN_ROWS
    rest = {(row["policyname"], row["tablename"], *row["roles"]) for row in rows} - {
        ("tenant_isolation", table, "rounds_app") for table in own
    }
    assert rest == {("system_door", table, "rounds_system") for table in SYSTEM_TABLES} | {
        ("member_of_tenant", "app_user", "rounds_app")
    }


async def test_tenant_is_not_null(catalogue: asyncpg.Connection) -> None:
    """Every tenant table has a tenant_id that is a uuid and never null."""
    rows = await catalogue.fetch(
        "SELECT attrelid::regclass::text AS name FROM pg_attribute "
        "WHERE attname = 'tenant_id' AND attnotnull AND atttypid = 'uuid'::regtype"
    )
    assert {row["name"] for row in rows} >= await tenant_tables(catalogue)


async def test_tenant_comes_first(catalogue: asyncpg.Connection) -> None:
    """Primary, unique, foreign and exclusion keys and all indexes begin with the tenant."""
    tables = await tenant_tables(catalogue)
    constraints = await catalogue.fetch("""
        SELECT c.conname AS name, c.conrelid::regclass::text AS noun, a.attname AS first,
               b.attname AS their_first, c.contype::text AS kind
        FROM pg_constraint c
        JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
        LEFT JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
        WHERE c.contype IN ('p', 'u', 'f', 'x')
    """)
    indexes = await catalogue.fetch("""
        SELECT i.indexrelid::regclass::text AS name, i.indrelid::regclass::text AS noun,
               a.attname AS first
        FROM pg_index i
        LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[0]
    """)
    assert {row["kind"] for row in constraints} == set("pufx")
    wrong = {
        row["name"]
        for row in [*constraints, *indexes]
        if row["noun"] in tables
        and (row["first"] != "tenant_id" or row.get("their_first") not in (None, "tenant_id"))
    }
    assert wrong == KEYS_WITHOUT_TENANT


async def test_definer_functions(catalogue: asyncpg.Connection) -> None:
    """Only the listed functions act as rounds_system, for the application alone, pg_temp last."""
    rows = await catalogue.fetch("""
        SELECT p.proname, r.rolname, p.proconfig, p.proacl::text[] AS acl
        FROM pg_proc p JOIN pg_roles r ON r.oid = p.proowner
        WHERE p.prosecdef AND p.pronamespace = 'public'::regnamespace
    """)
    assert {row["proname"] for row in rows} == DEFINER_FUNCTIONS
    for row in rows:
        assert row["rolname"] == "rounds_system"
        assert row["proconfig"] == ["search_path=pg_catalog, public, pg_temp"]
        grantees = {grant.split("=")[0] for grant in row["acl"]}
        assert grantees == {"rounds_app", "rounds_system"}


async def test_every_function_fixes_its_path(catalogue: asyncpg.Connection) -> None:
    """No function of ours can be led to a temporary table of the same name."""
    rows = await catalogue.fetch("""
        SELECT p.proname FROM pg_proc p
        WHERE p.pronamespace = 'public'::regnamespace
          AND p.proowner IN ('rounds_owner'::regrole, 'rounds_system'::regrole)
          AND p.proconfig IS DISTINCT FROM ARRAY['search_path=pg_catalog, public, pg_temp']
    """)
    assert rows == []


async def test_grants(catalogue: asyncpg.Connection) -> None:
    """Nobody but the owner may truncate, refer to, trigger on or maintain a table."""
    rows = await catalogue.fetch("""
        SELECT DISTINCT grantee, privilege_type FROM information_schema.role_table_grants
        WHERE table_schema = 'public' AND grantee NOT IN ('rounds_owner', 'postgres')
    """)
    assert {row["grantee"] for row in rows} == {"rounds_app", "rounds_system"}
    assert {row["privilege_type"] for row in rows} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    views = await catalogue.fetch(
        "SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') "
        "AND relnamespace = 'public'::regnamespace AND relowner = 'rounds_owner'::regrole"
    )
    assert views == []


async def test_roles(catalogue: asyncpg.Connection) -> None:
    """No role of ours is above row level security, and the application is a member of none."""
    rows = await catalogue.fetch(
        "SELECT rolname, rolsuper, rolbypassrls, rolcanlogin FROM pg_roles "
        "WHERE rolname LIKE 'rounds\\_%' ORDER BY 1"
    )
    assert [tuple(row) for row in rows] == [
        ("rounds_app", False, False, True),
        ("rounds_owner", False, False, True),
        ("rounds_system", False, False, False),
    ]
    assert not await catalogue.fetchval(
        "SELECT EXISTS (SELECT FROM pg_auth_members WHERE member = 'rounds_app'::regrole)"
    )


async def test_without_tenant(
    world: World, app: asyncpg.Pool, catalogue: asyncpg.Connection
) -> None:
    """With a row in every table, each errors when nobody said whose, also after somebody did."""
    async with world.acting() as c:
        await fill_every_table(world, c)
    tables = await tenant_tables(catalogue)
    for table in tables:
        assert await catalogue.fetchval(f"SELECT count(*) FROM {table}") > 0, table
    fresh = await asyncpg.connect(catalogue_url(app))
    try:
        for table in tables | {"app_user"}:
            with pytest.raises(asyncpg.UndefinedObjectError):
                await fresh.fetch(f"SELECT 1 FROM {table}")
        async with fresh.transaction():
            await fresh.execute("SELECT set_config('app.tenant_id', $1, true)", str(world.tenant))
        for table in tables | {"app_user"}:
            with pytest.raises(asyncpg.DataError):
                await fresh.fetch(f"SELECT 1 FROM {table}")
    finally:
        await fresh.close()


def catalogue_url(app: asyncpg.Pool) -> str:
    """The address of the pool, for a connection that nobody has used."""
    url: str = app._connect_args[0]
    return url


async def test_other_tenant(world: World, app: asyncpg.Pool, catalogue: asyncpg.Connection) -> None:
    """Another tenant sees, changes and deletes nothing of ours, and can write nothing as us."""
    other = await World(app).build()
    async with world.acting() as c:
        await fill_every_table(world, c)
    for table in await tenant_tables(catalogue):
        async with other.acting() as c:
            theirs = await c.fetchval(
                f"SELECT count(*) FROM {table} WHERE tenant_id = $1", world.tenant
            )
            assert theirs == 0, table
    for statement in (
        "INSERT INTO plan (tenant_id, plan_date) VALUES ($1, now())",
        "UPDATE patient SET tenant_id = $1",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with other.acting() as c:
                await c.execute(statement, world.tenant)
    with pytest.raises(asyncpg.ForeignKeyViolationError):
        async with other.acting() as c:
            await c.execute("UPDATE place SET patient_id = $1", world.patient)


async def test_people_of_others(world: World, app: asyncpg.Pool) -> None:
    """A tenant sees its members, without their password, and may change nobody."""
    other = await World(app).build()
    async with other.acting() as c:
        seen = {row["user_id"] for row in await c.fetch("SELECT user_id FROM app_user")}
        assert seen == {other.agent, other.clinician}
    for attack in (
        "SELECT password_hash FROM app_user",
        "UPDATE app_user SET name = 'x'",
        "INSERT INTO app_user (user_id, email, name) VALUES (gen_random_uuid(), 'a@b', 'x')",
    ):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with other.acting() as c:
                await c.execute(attack)
