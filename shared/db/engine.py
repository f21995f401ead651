"""The engine. Imported only by the two doors (tenant_session, system_session) and migrations."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

Opened = TypeVar("Opened")

# Kept by each connection. A booking alone sends eighty different statements, and one that has
# dropped out of the usual hundred costs two round trips more.
_PREPARED = 500


async def opened(begin: Callable[[], Awaitable[Opened]]) -> Opened:
    """Begin a transaction; again, once, when its pooled connection turned out to be dead.

    The first dead one makes the pool drop all that are as old, so the second try gets a new one.
    """
    try:
        return await begin()
    except DBAPIError as error:
        if not error.connection_invalidated:
            raise
    return await begin()


def async_url(url: str) -> str:
    """`postgresql://…` as operators write it, with the driver that we use."""
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgresql", "postgres", "postgresql+asyncpg"):
        raise ValueError(f"a database address starts with postgresql://, got {scheme!r}")
    return f"postgresql+asyncpg://{rest}"


def make_engine(url: str, pool: int) -> AsyncEngine:
    """A pool of `pool` connections and no more; who waits 10 s for one gets an error, not a queue.

    Connections that a restarted Postgres left dead are found by `opened`, which costs no round
    trip (`pool_pre_ping` costs three). With `pool=0` every use opens its own connection
    (migrations, administration).
    """
    settings = {"application_name": "rounds", "jit": "off"}  # jit costs more than it gains on rows
    if pool == 0:
        return create_async_engine(
            async_url(url), poolclass=NullPool, connect_args={"server_settings": settings}
        )
    return create_async_engine(
        async_url(url),
        pool_size=pool,
        max_overflow=0,
        pool_timeout=10,
        connect_args={
            "server_settings": settings,
            "timeout": 5,
            "prepared_statement_cache_size": _PREPARED,  # SQLAlchemy's
            "statement_cache_size": _PREPARED,  # asyncpg's own, for many rows at once
        },
    )
