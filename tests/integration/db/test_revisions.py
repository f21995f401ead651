"""Each way up leads to the same catalogue, and each way down to what was there before."""

import re
from collections import Counter

import asyncpg

from infra.local.stack import Stack
from shared.db import migrate
from shared.db.migrations.script import FOLDER
from tests.support.databases import DatabaseUrls
from tests.support.stacks import fresh_database

# In words, so that a difference can be read; the order of columns is the only thing left out.
_CATALOGUE = """
    SELECT concat_ws(' ', pg_get_functiondef(p.oid), p.proowner::regrole, p.proacl) AS said
    FROM pg_proc p WHERE pronamespace = 'public'::regnamespace
        AND proowner IN ('rounds_owner'::regrole, 'rounds_system'::regrole)
    UNION ALL
    SELECT concat_ws(' ', pg_get_triggerdef(t.oid), t.tgenabled) FROM pg_trigger t
    JOIN pg_class c ON c.oid = t.tgrelid
    WHERE c.relnamespace = 'public'::regnamespace AND NOT t.tgisinternal
    UNION ALL
    SELECT concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid))
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace
    UNION ALL
    SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
    UNION ALL
    SELECT concat_ws(' ', policyname, tablename, roles, cmd, qual, with_check)
    FROM pg_policies WHERE schemaname = 'public'
    UNION ALL
    SELECT concat_ws(' ', relname, relkind, relrowsecurity, relforcerowsecurity,
                     (SELECT array_agg(acl ORDER BY acl::text) FROM unnest(relacl) acl))
    FROM pg_class WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'S', 'v')
    UNION ALL
    SELECT concat_ws(' ', a.attrelid::regclass, attname, format_type(atttypid, atttypmod),
                     attnotnull, pg_get_expr(d.adbin, d.adrelid), attacl)
    FROM pg_attribute a
    JOIN pg_class c ON c.oid = a.attrelid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r' AND a.attnum > 0
        AND NOT a.attisdropped
"""
_DEFINED = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION (\w+)\(.*?\bAS \$(\w*)\$(.*?)\$\2\$", re.DOTALL
)


async def catalogue(urls: DatabaseUrls) -> Counter[str]:
    """Everything of the schema that a migration can change, in words."""
    connection = await asyncpg.connect(urls.superuser_url)
    try:
        return Counter(row["said"] for row in await connection.fetch(_CATALOGUE))
    finally:
        await connection.close()


def difference(ours: Counter[str], theirs: Counter[str]) -> list[str]:
    """What only one of them has."""
    return sorted([*(ours - theirs), *(theirs - ours)])


async def test_every_step_down_leads_to_where_the_step_up_began(
    stack: Stack, template: str
) -> None:
    """From nothing to the newest revision, back to the first and up again: at each revision the
    same functions, triggers, constraints, indexes, policies, rights and columns.
    """
    urls = await fresh_database(stack, template)
    newest = await catalogue(urls)
    await migrate.downgrade(urls.owner_url)
    seen = {}
    for revision in ("0001", "0002", "head"):
        await migrate.upgrade(urls.owner_url, revision)
        seen[revision] = await catalogue(urls)
    assert difference(seen["0001"], seen["0002"]) != []
    assert difference(newest, seen["head"]) == []
    for revision in ("0002", "0001"):
        await migrate.downgrade(urls.owner_url, revision)
        assert difference(await catalogue(urls), seen[revision]) == [], revision
    await migrate.upgrade(urls.owner_url)
    assert difference(newest, await catalogue(urls)) == []


async def test_each_function_is_there_once_at_its_newest(db_urls: DatabaseUrls) -> None:
    """A later script may write a function anew: then the last one counts, and no second one of
    the same name is left beside it.
    """
    scripts = [path for path in sorted(FOLDER.glob("*.sql")) if "_down" not in path.stem]
    written = {
        name: body
        for path in scripts
        for name, _, body in _DEFINED.findall(path.read_text(encoding="utf-8"))
    }
    connection = await asyncpg.connect(db_urls.superuser_url)
    try:
        rows = await connection.fetch(
            "SELECT proname, prosrc FROM pg_proc WHERE pronamespace = 'public'::regnamespace "
            "AND proowner IN ('rounds_owner'::regrole, 'rounds_system'::regrole)"
        )
    finally:
        await connection.close()
    names = [row["proname"] for row in rows]
    assert len(names) == len(set(names)) > 20
    assert {row["proname"]: row["prosrc"] for row in rows} == written
