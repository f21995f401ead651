"""Whether a tenant's audit is what was written: recomputes every link of its chain."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

# The truncated tail of a chain cannot be seen from inside it: compare `head` with one kept outside.
_BROKEN = text("""
    WITH chain AS (
        SELECT a.*, lag(a.hash) OVER places AS hash_before,
               coalesce(lag(a.position) OVER places, 0) AS position_before
        FROM audit a WHERE a.position IS NOT NULL
        WINDOW places AS (ORDER BY a.position))
    SELECT position FROM chain
    WHERE position <> position_before + 1
       OR previous_hash IS DISTINCT FROM hash_before
       OR hash <> audit_hash(previous_hash, tenant_id, position, audit_id, at, actor, act, noun,
                             noun_id, detail_sealed)
    ORDER BY position
""")
_HEAD = text(
    "SELECT position, hash FROM audit WHERE position IS NOT NULL ORDER BY position DESC LIMIT 1"
)


async def broken_links(session: AsyncSession | AsyncConnection) -> list[int]:
    """Positions whose row was changed, or whose predecessor is gone; empty for a whole chain."""
    return list((await session.execute(_BROKEN)).scalars())


async def head(session: AsyncSession | AsyncConnection) -> tuple[int, bytes] | None:
    """Position and hash of the newest link, to be kept outside; None while there is none."""
    row = (await session.execute(_HEAD)).first()
    return None if row is None else (row.position, row.hash)
